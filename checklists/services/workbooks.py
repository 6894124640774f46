"""A workbook that comes back: read, shown, and stored only when its owner confirms it."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.access import get_assessment
from checklists.importers.confinement import read_workbook_confined
from checklists.importers.transcript import DocumentError
from checklists.indicators import TOTAL, field_name
from checklists.models import Answer, Assessment, WorkbookUpload
from checklists.models.workbooks import KEPT_DAYS
from checklists.services.answers import Saved, Written, check, save_answer
from checklists.services.workbook_contents import is_frozen, said, stored_answers
from checklists.uploads import safe_name
from checklists.workbook.cells import RawWorkbook, RefusedError
from checklists.workbook.comparing import Compared, State, compare
from checklists.workbook.content import Said, asked_digest
from checklists.workbook.front_door import check_front
from checklists.workbook.identity import Base, Identity
from checklists.workbook.parsing import Entry, Problem, identity_of, parse
from orgs import audit
from orgs.access import ConflictError, can
from orgs.models import User
from orgs.roles import Capability

SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a workbook under preview, beside the answer that is stored."""

    answer: Answer
    compared: Compared
    problems: tuple[Problem, ...] = ()

    @property
    def ref(self) -> str:
        """The item's reference."""
        return self.answer.item.ref

    @property
    def state(self) -> State:
        """What the workbook does to the item."""
        if self.problems and self.compared.state in (State.NEW, State.CONFLICT):
            return State.INVALID
        return self.compared.state


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person decided of an item that they saw at `version`."""

    take: bool
    version: int


@dataclass(slots=True)
class _Outcomes:
    """What became of each item, by reference; what is still to be decided isn't here."""

    found: dict[str, dict[str, Any]] = field(default_factory=dict)

    def note(self, ref: str, what: str, why: list[dict[str, str]] | None = None) -> None:
        self.found[ref] = {"what": what, "why": why or []}


def upload(actor: User, assessment_id: int, name: str, content: bytes) -> WorkbookUpload:
    """Read a workbook and keep what it says for its owner. The same file twice is one upload.

    Raises RefusedError where it can't be taken, and ConflictError where the assessment takes no
    answers; then nothing is kept.
    """
    assessment = get_assessment(actor, assessment_id, Capability.ANSWER)
    _demand_open(assessment)
    check_front(content)
    sha256 = hashlib.sha256(content).hexdigest()
    mine = WorkbookUpload.objects.filter(uploaded_by=actor, assessment=assessment)
    if same := mine.filter(file_sha256=sha256, settled_at=None).first():
        return same
    try:
        raw = read_workbook_confined(content, seconds=SECONDS)
    except DocumentError:
        raise RefusedError("unreadable") from None
    identity, entries = _understood(actor, assessment, raw)
    with transaction.atomic():
        remove_expired_uploads(timezone.now())
        row = WorkbookUpload.objects.create(
            assessment=assessment,
            uploaded_by=actor,
            downloaded_at=dt.datetime.fromisoformat(identity.downloaded_at),
            file_name=safe_name(name),
            file_sha256=sha256,
            read={
                entry.ref: {"entry": asdict(entry), "base": asdict(identity.bases[entry.ref])}
                for entry in entries
            },
        )
        _note(actor, row, "workbook.uploaded", sha256=sha256)
    return row


def get_upload(actor: User, assessment_id: int, pk: uuid.UUID) -> WorkbookUpload:
    """An upload of one's own, with its assessment; another's isn't there (404)."""
    assessment = get_assessment(actor, assessment_id, Capability.ANSWER)
    oldest = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    row = get_object_or_404(
        WorkbookUpload, pk=pk, assessment=assessment, uploaded_by=actor, uploaded_at__gt=oldest
    )
    row.assessment = assessment
    return row


def preview(row: WorkbookUpload) -> list[Row]:
    """Each item that the workbook names beside the stored answer, as both are now. One query."""
    return [
        _compared(row, answer, row.read[answer.item.ref])
        for answer in stored_answers(row.assessment)
        if answer.item.ref in row.read
    ]


def confirm(
    actor: User, assessment_id: int, pk: uuid.UUID, choices: Mapping[str, Choice]
) -> WorkbookUpload:
    """Store what the person chose, item by item; what can't be stored is told, the rest is.

    An item that changed online since the person saw it is asked again, and so is a conflict that
    nobody decided; all others are settled by this. Doing it twice does nothing the second time.
    Raises ConflictError where the assessment takes no answers any more: the upload stays.
    """
    row = get_upload(actor, assessment_id, pk)
    if row.settled_at:
        return row
    _demand_open(row.assessment)
    outcomes = _Outcomes()
    later = [one for one in preview(row) if _settle(actor, one, choices.get(one.ref), outcomes)]
    # One figure may be limited by another that was stored only after it.
    for one in later:
        _settle(actor, one, choices[one.ref], outcomes)
    _store_outcomes(actor, row, outcomes)
    return row


@transaction.atomic
def discard(actor: User, assessment_id: int, pk: uuid.UUID) -> None:
    """Forget an upload. One that is gone already stays so; another's isn't there (404)."""
    get_assessment(actor, assessment_id, Capability.ANSWER)
    row = WorkbookUpload.objects.filter(pk=pk, assessment=assessment_id).first()
    if row is None:
        return
    if row.uploaded_by_id != actor.pk:
        raise Http404
    if not row.settled_at:
        _note(actor, row, "workbook.discarded")
    row.delete()


def waiting(actor: User, assessment: Assessment) -> list[WorkbookUpload]:
    """The person's own uploads that wait to be confirmed, the newest first."""
    oldest = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    rows = WorkbookUpload.objects.filter(
        assessment=assessment, uploaded_by=actor, settled_at=None, uploaded_at__gt=oldest
    )
    return list(rows.defer("read", "outcome"))


def _demand_open(assessment: Assessment) -> None:
    if not assessment.takes_answers:
        raise ConflictError(
            _("This assessment is %(status)s: its answers can't be changed.")
            % {"status": assessment.get_status_display().lower()}
        )


def _understood(
    actor: User, assessment: Assessment, raw: RawWorkbook
) -> tuple[Identity, list[Entry]]:
    if raw.refused:
        raise RefusedError(raw.refused, **(raw.words or {}))
    identity = identity_of(raw)
    if identity.assessment != assessment.pk:
        raise _other(actor, identity.assessment)
    items = [answer.item for answer in stored_answers(assessment)]
    asked = [(item.ref, item.question, item.measure) for item in items]
    if identity.digest != asked_digest(asked) or set(identity.bases) != {one[0] for one in asked}:
        raise RefusedError("other_items")
    languages = [code for code, _name in settings.LANGUAGES]
    measures = {ref: measure for ref, _question, measure in asked}
    return identity, parse(raw, identity, measures, [identity.language, *languages])


def _other(actor: User, assessment_id: int) -> RefusedError:
    """Which assessment it is of is told to those who may see that one too."""
    other = Assessment.objects.filter(pk=assessment_id).select_related("office", "cycle").first()
    if other and can(actor, Capability.VIEW_ASSESSMENT, other.office):
        return RefusedError("other_assessment", name=str(other))
    return RefusedError("unknown_assessment")


def _compared(row: WorkbookUpload, answer: Answer, stored: dict[str, Any]) -> Row:
    entry = _entry(stored["entry"])
    compared = compare(
        entry,
        Base(**stored["base"]),
        said(answer),
        answer.version,
        measure=answer.item.measure,
        is_frozen=is_frozen(row.assessment, answer),
    )
    problems = tuple(entry.problems)
    if compared.state in (State.NEW, State.CONFLICT):
        try:
            check(_written(compared.mine), answer.item)
        except ValidationError as error:
            problems = tuple(_problems(entry, error))
    return Row(answer, compared, problems)


def _entry(stored: dict[str, Any]) -> Entry:
    places = {name: (sheet, cell) for name, (sheet, cell) in stored["places"].items()}
    problems = [Problem(**problem) for problem in stored["problems"]]
    return Entry(**{**stored, "places": places, "problems": problems})


def _written(mine: Said) -> Written:
    return Written(
        value=mine.value,
        justification=mine.justification,
        not_applicable_reason=mine.reason,
        figures=dict(mine.figures),
        come_back=mine.come_back,
    )


def _problems(entry: Entry, error: ValidationError) -> list[Problem]:
    """What the service says of a text, at the cells that it is about."""
    fields = {"value": "answer", "not_applicable_reason": "reason"}
    fields |= {field_name(cell): cell for cell in entry.places}
    first = next(iter(entry.places.values()))
    if "figure" not in fields and field_name(TOTAL) not in fields:
        fields[field_name(TOTAL)] = next(iter(entry.figures), "answer")
    found = []
    for name, sentences in error.message_dict.items():
        sheet, cell = entry.places.get(fields.get(name, name), first)
        found += [Problem(sheet, cell, "", sentence) for sentence in sentences]
    return found


def _settle(actor: User, row: Row, choice: Choice | None, outcomes: _Outcomes) -> bool:
    """Do what was chosen of an item. True: it may go once the others are stored."""
    state = row.state
    if state is State.INVALID:
        outcomes.note(row.ref, "invalid", _where(row.problems))
    elif state is State.FROZEN:
        outcomes.note(row.ref, "frozen")
    elif state is State.SAME:
        if choice and choice.take:
            outcomes.note(row.ref, "same")
    elif choice is None and state is State.NEW:
        outcomes.note(row.ref, "kept")
    elif choice is None or choice.version != row.answer.version:
        outcomes.note(row.ref, "asked")
    elif not choice.take:
        outcomes.note(row.ref, "kept")
    else:
        return _save(actor, row, choice, outcomes)
    return False


def _save(actor: User, row: Row, choice: Choice, outcomes: _Outcomes) -> bool:
    is_second = outcomes.found.get(row.ref, {}).get("what") == "invalid"
    written = _written(row.compared.mine)
    try:
        saved = save_answer(actor, row.answer.pk, written, read_version=choice.version)
    except ValidationError as error:
        outcomes.note(row.ref, "invalid", _where(_problems(row.compared.entry, error)))
        return not is_second
    except ConflictError:
        outcomes.note(row.ref, "frozen")
        return False
    names = {Saved.SAVED: "saved", Saved.UNCHANGED: "same", Saved.SET_ASIDE: "set_aside"}
    outcomes.note(row.ref, names[saved])
    return False


def _where(problems: tuple[Problem, ...] | list[Problem]) -> list[dict[str, str]]:
    return [{"sheet": one.sheet, "cell": one.cell, "why": one.why} for one in problems]


@transaction.atomic
def _store_outcomes(actor: User, row: WorkbookUpload, outcomes: _Outcomes) -> None:
    """Keep what is still asked, and drop the words of all else."""
    stored = WorkbookUpload.objects.select_for_update().filter(pk=row.pk, settled_at=None).first()
    if stored is None:
        row.refresh_from_db()
        return
    asked = {ref for ref, one in outcomes.found.items() if one["what"] == "asked"}
    stored.outcome = {**stored.outcome, **outcomes.found}
    stored.read = {ref: stored.read[ref] for ref in asked if ref in stored.read}
    stored.settled_at = None if asked else timezone.now()
    stored.save(update_fields=["outcome", "read", "settled_at"])
    counts: dict[str, int] = {}
    for one in outcomes.found.values():
        counts[one["what"]] = counts.get(one["what"], 0) + 1
    _note(actor, stored, "workbook.confirmed", **counts)
    row.outcome, row.read, row.settled_at = stored.outcome, stored.read, stored.settled_at


def remove_expired_uploads(now: dt.datetime) -> None:
    """Delete what is older than it is kept, whoever it is of."""
    WorkbookUpload.objects.filter(uploaded_at__lte=now - dt.timedelta(days=KEPT_DAYS)).delete()


def _note(actor: User, row: WorkbookUpload, action: str, **data: object) -> None:
    organization = row.assessment.office.organization
    audit.record(actor, action, row, organization=organization, **data)
