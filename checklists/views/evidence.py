"""Evidence files leave through the access check alone, and never open inside the browser."""

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from checklists.access import demand_answering, get_evidence
from checklists.services import evidence as service
from orgs import audit
from orgs.access import AuthenticatedRequest


@require_GET
@never_cache
def download(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file, as a download."""
    evidence = get_evidence(request.user, pk)
    if not evidence.file:
        raise Http404
    try:
        file = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    audit.record(
        request.user,
        "evidence.downloaded",
        evidence,
        organization=evidence.answer.assessment.office.organization,
    )
    response = FileResponse(
        file,
        as_attachment=True,
        filename=evidence.file_name,
        content_type=evidence.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
def remove(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then take the evidence away."""
    evidence = get_evidence(request.user, pk)
    answer = evidence.answer
    demand_answering(request.user, answer)
    if request.method == "POST":
        service.remove(request.user, evidence)
        messages.success(request, _("“%(title)s” is removed.") % {"title": evidence.title})
        return redirect("checklists:answer", answer.assessment_id, answer.item.ref)
    context = {"evidence": evidence, "answer": answer, "assessment": answer.assessment}
    return render(request, "checklists/evidence_remove.html", context)
