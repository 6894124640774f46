"""The declaration of a sign-off leaves through the access check alone."""

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from orgs import audit
from orgs.access import AuthenticatedRequest
from reports.access import get_sign_off
from reports.services.declarations import download_name
from reports.services.intact import opened


@require_GET
@never_cache
def declaration(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The PDF, as a download."""
    signed = get_sign_off(request.user, pk)
    if not signed.file:
        raise Http404
    try:
        file = opened(signed.file, signed.file_sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    audit.record(
        request.user,
        "declaration.downloaded",
        signed,
        organization=signed.assessment.office.organization,
    )
    return FileResponse(
        file,
        as_attachment=True,
        filename=download_name(signed),
        content_type="application/pdf",
    )
