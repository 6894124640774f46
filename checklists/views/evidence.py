"""Evidence files leave through the access check alone, and never open inside the browser."""

import logging
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.access import demand_answering, get_evidence
from checklists.document_forms import MAX_WORDS, EvidenceForm
from checklists.document_queries import document_choices
from checklists.models import Answer, Document, Evidence, ProposedEvidence
from checklists.services import evidence as service
from checklists.services.documents import is_frozen
from orgs import audit
from orgs.access import AuthenticatedRequest, ConflictError

logger = logging.getLogger(__name__)


@require_GET
@never_cache
def download(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file, as a download."""
    evidence = get_evidence(request.user, pk)
    response = attachment(evidence.document)
    note_view(request, evidence, evidence.document, "download")
    return response


def attachment(document: Document | ProposedEvidence) -> FileResponse:
    """A document's file as a download that can run nowhere.

    Raises Http404 where there is none, and ConflictError where it can't be read just now.
    """
    if not document.file:
        raise Http404
    try:
        file = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    except OSError as error:
        logger.warning("%s can't be read: %s", document.file.name, error)
        raise ConflictError(
            _("The file can't be read just now. Try again in a few minutes.")
        ) from error
    response = FileResponse(
        file,
        as_attachment=True,
        filename=document.file_name,
        content_type=document.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def note_view(
    request: AuthenticatedRequest, target: Evidence | Document, document: Document, how: str
) -> None:
    """Note on the audit trail who has opened a document; `how` is "download" or "preview"."""
    audit.record(
        request.user,
        "evidence.viewed",
        target,
        organization=document.office.organization,
        document=str(document.pk),
        sha256=document.sha256,
        how=how,
    )


@require_http_methods(["GET", "POST"])
def remove(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then take the evidence away: from this answer, or altogether."""
    evidence = get_evidence(request.user, pk)
    answer = evidence.answer
    document = evidence.document
    demand_answering(request.user, answer)
    if request.method == "POST":
        service.remove(request.user, evidence, with_document="document" in request.POST)
        messages.success(request, _("“%(title)s” is removed.") % {"title": document.title})
        return redirect("checklists:answer", answer.assessment_id, answer.item.ref)
    used_elsewhere = document.uses.exclude(pk=evidence.pk).exists()
    context = {
        "evidence": evidence,
        "answer": answer,
        "assessment": answer.assessment,
        "may_delete": not used_elsewhere and not is_frozen(document),
    }
    return render(request, "checklists/evidence_remove.html", context)


@require_POST
def sighted(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that the reviewer has seen a document that isn't uploaded."""
    evidence = get_evidence(request.user, pk)
    service.mark_sighted(request.user, pk)
    title = evidence.document.title
    messages.success(request, _("You have noted that you saw “%(title)s”.") % {"title": title})
    answer = evidence.answer
    return redirect("checklists:review_item", answer.assessment_id, answer.item.ref)


def evidence_form(
    request: AuthenticatedRequest, row: Answer, *, sent: bool = False, looking: bool = False
) -> EvidenceForm:
    """The form of an answer's evidence: blank, or as it was sent; `looking` for documents only."""
    given = request.POST if sent or looking else request.GET
    words = given.get("find", "")[:MAX_WORDS].replace("\0", "")
    chosen = given.get("document", "")
    choices = document_choices(request.user, row, words=words, chosen=chosen)
    if sent:
        return EvidenceForm(request.POST, request.FILES, choices=choices, words=words)
    said = {name: given.get(name, "") for name in EvidenceForm.base_fields} if looking else {}
    return EvidenceForm(choices=choices, words=words, initial=said)


def save_evidence(request: AuthenticatedRequest, row: Answer, form: EvidenceForm) -> bool:
    """Store what a valid form gives; False, and errors in the form, where that can't be."""
    try:
        _save(request, row, form)
    except ValidationError as error:
        first = next((name for name in ("file", "place", "url") if form.cleaned_data[name]), None)
        form.add_error(None if hasattr(error, "error_dict") else first or "document", error)
        return False
    return True


def _save(request: AuthenticatedRequest, row: Answer, form: EvidenceForm) -> None:
    data = form.cleaned_data
    user = request.user
    dates = {"dated_on": data["dated_on"], "valid_until": data["valid_until"]}
    title = data["title"]
    if data.get("document"):
        service.use_documents(user, row.pk, [uuid.UUID(data["document"])])
    if data["url"]:
        service.add_link(user, row.pk, url=data["url"], title=title, **dates)
    if data["file"] and form.upload:
        service.add_file(
            user,
            row.pk,
            file=data["file"],
            upload=form.upload,
            size=data["file"].size,
            title="" if data["url"] else title,
            **dates,
        )
    if data["place"]:
        service.add_sighted(user, row.pk, title=title, place=data["place"], **dates)
