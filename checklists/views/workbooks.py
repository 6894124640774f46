"""The offline workbook: download it, upload it, look at what it changes, confirm."""

import re
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.access import get_assessment
from checklists.indicators import TOTAL, cell_label, number
from checklists.models import WorkbookUpload
from checklists.models.workbooks import KEPT_DAYS
from checklists.scale import ANSWER_CHOICES
from checklists.services import workbook_contents
from checklists.services import workbooks as service
from checklists.services.workbooks import Choice, Row
from checklists.workbook.cells import RefusedError
from checklists.workbook.comparing import State
from checklists.workbook.content import Said
from checklists.workbook.layout import DONT_KNOW
from checklists.workbook.refusals import sentence
from checklists.workbook_form import WorkbookForm
from orgs.access import AuthenticatedRequest, ConflictError
from orgs.roles import Capability as C

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TAKEN = re.compile(r"([0-9]+\.[0-9]+):([0-9]{1,9})")
_CHOSEN = re.compile(r"(workbook|online):([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Pair:
    """One part of an answer, online and in the workbook."""

    label: str
    online: str
    mine: str
    cell: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the preview with what differs; `chosen` is what was ticked on a refused form."""

    row: Row
    pairs: list[Pair]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Became:
    """What became of an item, in words."""

    ref: str
    status: str
    words: str
    why: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
def workbook(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What the workbook is for, its download, and the form that takes it back."""
    assessment = get_assessment(request.user, pk, C.ANSWER)
    form = WorkbookForm()
    if request.method == "POST":
        form = WorkbookForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                row = service.upload(request.user, pk, file.name, file.read())
            except RefusedError as error:
                form.add_error("file", sentence(error))
            else:
                return redirect("checklists:workbook_upload", pk, row.pk)
    context = {
        "assessment": assessment,
        "form": form,
        "waiting": service.waiting(request.user, assessment),
        "days": KEPT_DAYS,
    }
    status = 400 if form.errors else 200
    return render(request, "checklists/workbook.html", context, status=status)


@require_GET
@never_cache
def download(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The workbook, in the reader's language."""
    made = workbook_contents.download(request.user, pk)
    response = HttpResponse(made.content, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
def upload(request: AuthenticatedRequest, pk: int, upload_pk: uuid.UUID) -> HttpResponse:
    """What a workbook changes, item by item; confirming it; and what became of each item."""
    row = service.get_upload(request.user, pk, upload_pk)
    if request.method == "GET":
        return _page(request, row)
    if row.settled_at:
        return redirect("checklists:workbook_upload", pk, upload_pk)  # pressed twice
    if not row.assessment.takes_answers:
        return _page(request, row, status=409)
    choices = {ref: one for ref, one in _choices(request.POST).items() if ref in row.read}
    if not choices:
        return _page(request, row, status=400)
    try:
        row = service.confirm(request.user, pk, upload_pk, choices)
    except ConflictError:
        return _page(request, service.get_upload(request.user, pk, upload_pk), status=409)
    _tell(request, row)
    return redirect("checklists:workbook_upload", pk, upload_pk)


@require_POST
def discard(request: AuthenticatedRequest, pk: int, upload_pk: uuid.UUID) -> HttpResponse:
    """Forget what was uploaded. The workbook itself is on the person's own machine still."""
    service.discard(request.user, pk, upload_pk)
    messages.success(request, _("The uploaded workbook is discarded. Nothing was changed by that."))
    return redirect("checklists:workbook", pk)


def _choices(posted: QueryDict) -> dict[str, Choice]:
    """What was ticked: take=35.1:4, and choose_35.1=workbook:4 where two texts are in conflict."""
    choices = {}
    for value in posted.getlist("take"):
        if found := _TAKEN.fullmatch(value):
            choices[found[1]] = Choice(take=True, version=int(found[2]))
    for name in posted:
        if name.startswith("choose_") and (found := _CHOSEN.fullmatch(posted.get(name, ""))):
            take = found[1] == "workbook"
            choices[name.removeprefix("choose_")] = Choice(take=take, version=int(found[2]))
    return choices


def _tell(request: AuthenticatedRequest, row: WorkbookUpload) -> None:
    saved = sum(one["what"] == "saved" for one in row.outcome.values())
    if row.settled_at:
        messages.success(request, _("Done: %(count)d answers are saved.") % {"count": saved})
    else:
        messages.warning(
            request,
            _("%(count)d answers are saved. Some are still to be decided: see below.")
            % {"count": saved},
        )


def _page(request: AuthenticatedRequest, row: WorkbookUpload, *, status: int = 200) -> HttpResponse:
    rows = service.preview(row)
    shown: dict[str, list[Shown]] = {state.value: [] for state in State}
    for one in rows:
        shown[one.state.value].append(Shown(one, _pairs(one)))
    # In a separate dictionary: a template takes "new" of a mapping, and no more.
    counts = Counter(one.state.value for one in rows)
    context = {
        "assessment": row.assessment,
        "upload": row,
        "shown": shown,
        "counts": {state.value: counts[state.value] for state in State},
        "to_confirm": counts[State.NEW] + counts[State.CONFLICT],
        "outcome": _outcome(row.outcome),
        "nothing_chosen": status == 400,
        "is_closed": not row.assessment.takes_answers,
    }
    return render(request, "checklists/workbook_upload.html", context, status=status)


def _pairs(row: Row) -> list[Pair]:
    """What the workbook has another text for, with the cell that has it."""
    compared, measure = row.compared, row.answer.item.measure
    online, mine = compared.online, compared.mine
    places = compared.entry.places
    texts = [
        ("answer", _("Answer"), _choice(online), _choice(mine)),
        (
            "justification",
            _("Comment") if measure else _("Justification"),
            online.justification,
            mine.justification,
        ),
        ("reason", _("Why it is not applicable"), online.reason, mine.reason),
    ]
    for cell in measure.cells if measure else ():
        label = capfirst(measure.unit if cell == TOTAL else cell_label(cell)) if measure else ""
        texts.append((cell, label, _figure(online.figures, cell), _figure(mine.figures, cell)))
    return [
        Pair(label, before, after, " ".join(places.get(name, ("", ""))))
        for name, label, before, after in texts
        if before != after
    ]


def _choice(said: Said) -> str:
    if said.come_back and not said.value:
        return str(DONT_KNOW)
    return str(dict(ANSWER_CHOICES).get(said.value, ""))


def _figure(figures: Mapping[str, int], cell: str) -> str:
    return number(figures[cell]) if cell in figures else ""


def _outcome(outcome: dict[str, dict[str, object]]) -> list[Became]:
    words = {
        "saved": ("done", _("Saved")),
        "same": ("accepted", _("Was the same already")),
        "kept": ("not_applicable", _("Left as it is online")),
        "asked": ("overdue", _("To be decided")),
        "set_aside": ("overdue", _("Changed online at the same moment: choose on its page")),
        "frozen": ("failed", _("Not saved: the answer can't be changed any more")),
        "invalid": ("failed", _("Not saved: to be mended")),
    }
    return [
        Became(ref, *words[str(one["what"])], one["why"])  # type: ignore[arg-type]  # as it was stored
        for ref, one in outcome.items()
    ]
