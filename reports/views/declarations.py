"""The declaration of a sign-off leaves through the access check alone."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from orgs import audit
from orgs.access import AuthenticatedRequest
from reports.access import get_sign_off
from reports.services.declarations import download_name
from reports.views.files import stored_pdf


@require_GET
@never_cache
def declaration(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The PDF, as a download."""
    signed = get_sign_off(request.user, pk)
    if not signed.file:
        raise Http404
    response = stored_pdf(signed.file, signed.file_sha256, download_name(signed))
    audit.record(
        request.user,
        "declaration.downloaded",
        signed,
        organization=signed.assessment.office.organization,
    )
    return response
