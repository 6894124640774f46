"""The secretariat's way from a document to an instrument: upload, check, mend, save."""

import uuid
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from checklists.importers.resolution.parsed import Doubt, ResolutionError
from checklists.importers.transcript import DocumentError
from checklists.instrument_forms import DraftForm, UploadForm
from checklists.models import Instrument, InstrumentDraft
from checklists.services import instrument_drafts as service
from checklists.services.instrument_drafts import DraftChangedError
from checklists.services.instruments import DoubtsError
from checklists.views.paragraph_tree import Node, footnotes, parsed_tree
from orgs.access import AuthenticatedRequest, ConflictError, demand_anywhere
from orgs.roles import Capability as C

_PARAGRAPHS_ON_A_PAGE = 200
# How many lines of the transcript stand around each doubt, and around how many doubts.
_AROUND = 2
_SHOWN_LINES = 100


@dataclass(frozen=True, slots=True)
class DoubtShown:
    """A doubt with the lines around it, numbered, and the paragraph that holds it."""

    doubt: Doubt
    lines: list[tuple[int, str]]
    node: Node | None


@require_http_methods(["GET", "POST"])
def bring_in(request: AuthenticatedRequest) -> HttpResponse:
    """The form for a document, and the documents that wait to be saved."""
    demand_anywhere(request.user, C.MANAGE_LIBRARY)
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            name, content = form.source()
            try:
                draft = service.upload(request.user, name, content)
            except (DocumentError, ResolutionError) as error:
                given = "file" if form.cleaned_data["file"] else "transcript"
                form.add_error(given, _sentence(error))
            else:
                return redirect("checklists:instrument_draft", draft.pk)
    drafts = _drafts().defer("transcript")
    context = {
        "form": form,
        "page": Paginator(drafts, 50).get_page(request.GET.get("page")),
        "days": service.KEPT_DAYS,
    }
    status = 400 if form.errors else 200
    return render(request, "checklists/instrument_import.html", context, status=status)


@require_http_methods(["GET", "POST"])
def draft(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """What was read, its doubts first; the transcript to mend, to read again and to save."""
    demand_anywhere(request.user, C.MANAGE_LIBRARY)
    if request.method == "GET":
        row = get_object_or_404(_drafts(), pk=pk)
        return _page(request, row, _form(row))
    form = DraftForm(request.POST)
    row_or_none = _drafts().filter(pk=pk).first()
    if row_or_none is None:
        return _gone(form)
    if not form.is_valid():
        return _page(request, row_or_none, form, status=400)
    return _deed(request, row_or_none, form)


@require_http_methods(["GET", "POST"])
def discard(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then throw the draft away."""
    demand_anywhere(request.user, C.MANAGE_LIBRARY)
    if request.method == "POST":
        service.discard(request.user, pk)
        messages.success(request, _("The document is discarded."))
        return redirect("checklists:instrument_import")
    row = get_object_or_404(_drafts().defer("transcript"), pk=pk)
    return render(request, "checklists/instrument_draft_discard.html", {"draft": row})


def _drafts() -> QuerySet[InstrumentDraft]:
    return InstrumentDraft.objects.select_related("uploaded_by")


def _gone(form: DraftForm) -> HttpResponse:
    """A form that was sent twice leads to what the first one saved."""
    text = form.cleaned_data["transcript"] if form.is_valid() else ""
    if instrument := service.saved_from(text):
        return redirect("checklists:instrument", instrument.symbol)
    raise ConflictError(_("This document was saved or discarded meanwhile."))


def _deed(request: AuthenticatedRequest, row: InstrumentDraft, form: DraftForm) -> HttpResponse:
    """Read the text again, or save what was read of it; a text nobody has checked isn't saved."""
    data = form.cleaned_data
    try:
        mended = service.mend(
            request.user, row.pk, data["transcript"], read_version=data["version"]
        )
        if "save" in request.POST and mended.version == data["version"]:
            instrument = service.save(
                request.user,
                row.pk,
                accept_doubts=data["accept_doubts"],
                read_version=data["version"],
            )
            messages.success(request, _("%(symbol)s is saved.") % {"symbol": instrument.symbol})
            return redirect("checklists:instrument", instrument.symbol)
    except (DocumentError, ResolutionError) as error:
        form.add_error("transcript", _sentence(error))
    except DoubtsError:
        form.add_error("accept_doubts", _("Tick this box once each is compared with the document."))
    except DraftChangedError:
        return _page_of_conflict(request, row.pk, data["transcript"])
    else:
        _tell(request, mended, data["version"])
        return redirect("checklists:instrument_draft", row.pk)
    return _page(request, row, form, status=400)


def _tell(request: AuthenticatedRequest, mended: InstrumentDraft, version: int) -> None:
    doubts = len(service.read_draft(mended).doubts)
    said = ngettext("One doubt is left.", "%(count)d doubts are left.", doubts) % {"count": doubts}
    if not doubts:
        said = _("No doubt is left.")
    if "save" in request.POST and mended.version != version:
        said += " " + _("The text was changed, so look at how it is read now, then save it.")
    messages.info(request, _("The text was read again.") + " " + said)


def _page_of_conflict(request: AuthenticatedRequest, pk: uuid.UUID, mine: str) -> HttpResponse:
    """Both texts: one's own in the form, on top of what a colleague stored."""
    row = get_object_or_404(_drafts(), pk=pk)
    form = DraftForm(initial={"transcript": mine, "version": row.version})
    return _page(request, row, form, status=409)


def _form(row: InstrumentDraft) -> DraftForm:
    return DraftForm(initial={"transcript": row.transcript, "version": row.version})


def _sentence(error: DocumentError | ResolutionError) -> str:
    """An error that follows the name of its field."""
    return f"{str(error).rstrip('.')}."


def _page(
    request: AuthenticatedRequest, row: InstrumentDraft, form: DraftForm, *, status: int = 200
) -> HttpResponse:
    reading = service.read_draft(row)
    resolution = reading.resolution
    notes = footnotes(resolution.footnotes) if resolution else []
    roots = parsed_tree(resolution, notes) if resolution else []
    page = Paginator(roots, _PARAGRAPHS_ON_A_PAGE).get_page(request.GET.get("page"))
    _place_on_pages(roots, page.number)
    context = {
        "draft": row,
        "form": form,
        "resolution": resolution,
        "error": reading.error,
        "existing": Instrument.objects.filter(symbol=resolution.symbol).first()
        if resolution
        else None,
        "doubts": _shown(reading.doubts, row.transcript, roots),
        "page": page,
        "parts": [(kind, list(group)) for kind, group in groupby(page, lambda root: root.kind)],
        "notes": notes,
        "counts": _counts(roots),
        "is_conflict": status == 409,
    }
    return render(request, "checklists/instrument_draft.html", context, status=status)


def _counts(roots: list[Node]) -> dict[str, int]:
    """How many paragraphs of each part there are, and how many sub-paragraphs in all."""
    counts = {"preambular": 0, "operative": 0, "annex": 0, "sub": 0}
    for root in roots:
        counts[root.kind] += 1
        counts["sub"] += sum(1 for _node in root.whole()) - 1
    return counts


def _place_on_pages(roots: list[Node], shown: int) -> None:
    """Tell the paragraphs that stand on another page of the list which one that is."""
    for place, root in enumerate(roots):
        number = place // _PARAGRAPHS_ON_A_PAGE + 1
        if number != shown:
            for node in root.whole():
                node.page_of_list = number


def _shown(doubts: tuple[Doubt, ...], transcript: str, roots: list[Node]) -> list[DoubtShown]:
    """The doubts with their lines; of very many, only the first with theirs."""
    lines = transcript.split("\n")
    holding = _nodes_by_line(lines, roots) if doubts else {}
    shown = []
    for place, doubt in enumerate(sorted(doubts, key=lambda doubt: doubt.line)):
        first = max(doubt.line - _AROUND, 1)
        around = lines[first - 1 : doubt.line + _AROUND] if place < _SHOWN_LINES else []
        numbered = list(enumerate(around, start=first))
        shown.append(DoubtShown(doubt, numbered, holding.get(doubt.line)))
    return shown


def _nodes_by_line(lines: list[str], roots: list[Node]) -> dict[int, Node]:
    """The paragraph on each line of the transcript: it begins on its line and ends at a blank."""
    begins = {node.line: node for root in roots for node in root.whole() if node.line}
    holding: dict[int, Node] = {}
    current: Node | None = None
    for number, line in enumerate(lines, start=1):
        current = begins.get(number, current if line.strip() else None)
        if current:
            holding[number] = current
    return holding
