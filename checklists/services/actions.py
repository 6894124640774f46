"""The action plan of an office: planning, progress, closing, carrying over to the next cycle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.models import Action, ActionNote, Answer, Assessment, Document
from checklists.scale import AnswerValue
from orgs import audit
from orgs.access import ConflictError, can, demand
from orgs.models import User
from orgs.roles import Capability

# What an action may be planned for: something is missing.
BELOW_IN_PLACE = (AnswerValue.MOSTLY, AnswerValue.PARTLY, AnswerValue.NOT_IN_PLACE)

Status = Action.Status


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, by whom, until when."""

    title: str
    details: str
    responsible: User | None
    responsible_name: str
    due_on: dt.date
    priority: str


def check(plan: Plan, action: Action | None, today: dt.date) -> None:
    """Raise ValidationError, by field, where nobody is named, or a new date lies in the past."""
    if plan.responsible is None and not plan.responsible_name:
        raise ValidationError({"responsible": _("Say who sees to it.")})
    if plan.responsible is not None and plan.responsible_name:
        raise ValidationError({"responsible_name": _("Name one person, here or above.")})
    is_new_date = action is None or action.due_on != plan.due_on
    if is_new_date and plan.due_on < today:
        raise ValidationError({"due_on": _("This day is past.")})


def may_plan_for(answer: Answer) -> bool:
    """Whether an answer leaves something to be done."""
    return answer.value in BELOW_IN_PLACE


@transaction.atomic
def plan_action(actor: User, answer_id: int, plan: Plan, today: dt.date) -> Action:
    """Plan an action for an answer below "in place", in an assessment of any status.

    The same plan by the same person for the same answer is one action, so a form that is sent
    twice makes one. Raises Http404, PermissionDenied, ConflictError where the answer leaves
    nothing to be done, and ValidationError as `check` does.
    """
    # The lock of the answer alone: an action doesn't touch the assessment, which may be closed.
    answer = Answer.objects.select_for_update(of=("self",)).get(pk=answer_id)
    office = answer.assessment.office
    demand(actor, Capability.PLAN_ACTIONS, office)
    _demand_responsible(plan, answer)
    if not may_plan_for(answer):
        raise ConflictError(
            _("An action is planned for an answer below “in place”: %(item)s is none.")
            % {"item": answer.item.ref}
        )
    check(plan, None, today)
    fields = _fields(plan)
    same = Action.objects.filter(raised_on=answer, raised_by=actor, status=Status.OPEN, **fields)
    if existing := same.first():
        return existing
    action = Action.objects.create(
        office=office,
        raised_on=answer,
        raised_by=actor,
        in_review=not can(actor, Capability.ANSWER, office),
        **fields,
    )
    action.answers.add(answer)
    _record(actor, "action.planned", action, item=answer.item.ref)
    return action


def _fields(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in Plan.__slots__}


def _demand_responsible(plan: Plan, answer: Answer) -> None:
    office = answer.assessment.office
    if plan.responsible and not can(plan.responsible, Capability.VIEW_ASSESSMENT, office):
        raise ValidationError({"responsible": _("This person has no access to the office.")})


def _lock(actor: User, action_id: int, *states: Status, read_version: int) -> Action:
    """Lock an action for a change; ConflictError where somebody has changed it since."""
    action = (
        Action.objects.select_for_update(of=("self",))
        .select_related("office__organization", "responsible", "raised_on")
        .filter(pk=action_id)
        .first()
    )
    if action is None:
        raise Http404
    demand(actor, Capability.PLAN_ACTIONS, action.office)
    if action.status not in states:
        raise ConflictError(
            _("This can't be done: the action is %(status)s.")
            % {"status": action.get_status_display().lower()}
        )
    if action.version != read_version:
        raise ConflictError(_("Somebody has changed this action since you opened it."))
    return action


@transaction.atomic
def change_action(
    actor: User,
    action_id: int,
    plan: Plan,
    *,
    progress: int,
    note: str,
    read_version: int,
    today: dt.date,
) -> Action:
    """Change an open action or report its progress; from what to what stays on record.

    Raises Http404, PermissionDenied, ConflictError where it is closed or was changed since
    `read_version`, and ValidationError as `check` does.
    """
    action = _lock(actor, action_id, Status.OPEN, read_version=read_version)
    if plan.responsible != action.responsible:
        _demand_responsible(plan, action.raised_on)
    check(plan, action, today)
    new = {**_fields(plan), "progress": progress}
    changes = {
        name: [_in_words(getattr(action, name)), _in_words(value)]
        for name, value in new.items()
        if getattr(action, name) != value
    }
    if not changes and not note:
        return action
    for name, value in new.items():
        setattr(action, name, value)
    _store(actor, action, "action.changed", list(new), note=note, changes=changes)
    return action


def _in_words(value: Any) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def close_action(
    actor: User,
    action_id: int,
    outcome: Status,
    note: str,
    *,
    read_version: int,
    documents: Iterable[Document] = (),
) -> Action:
    """Close an action as done, or drop it. What was done, or why not, is said in the note.

    `documents` of the office show that it was done. Raises ValidationError by field without a note,
    and where an action of high priority has no document; otherwise as `change_action` does.
    """
    action = _lock(actor, action_id, Status.OPEN, read_version=read_version)
    if not any(char.isalnum() for char in note):
        said = _("Say what was done.") if outcome == Status.DONE else _("Say why it is dropped.")
        raise ValidationError({"note": said})
    documents = list(documents)
    if any(document.office_id != action.office_id for document in documents):
        raise ValidationError({"documents": _("Choose documents of this office.")})
    action.documents.add(*documents)
    needs_evidence = outcome == Status.DONE and action.priority == Action.Priority.HIGH
    if needs_evidence and not action.documents.exists():
        raise ValidationError(
            {"documents": _("An action of high priority is closed on evidence: choose a document.")}
        )
    changes = {"status": [action.status, str(outcome)]}
    action.status = outcome
    if outcome == Status.DONE:
        changes["progress"] = [str(action.progress), "100"]
        action.progress = 100
    action.closed_by, action.closed_at = actor, timezone.now()
    fields = ["status", "progress", "closed_by", "closed_at"]
    _store(actor, action, f"action.{outcome}", fields, note=note, changes=changes)
    return action


@transaction.atomic
def reopen_action(actor: User, action_id: int, note: str, *, read_version: int) -> Action:
    """Take up a closed action again, with the reason. Raises as `close_action` does."""
    action = _lock(actor, action_id, Status.DONE, Status.DROPPED, read_version=read_version)
    if not any(char.isalnum() for char in note):
        raise ValidationError({"note": _("Say why it is taken up again.")})
    changes = {"status": [action.status, str(Status.OPEN)]}
    action.status = Status.OPEN
    action.closed_by = action.closed_at = None
    fields = ["status", "closed_by", "closed_at"]
    _store(actor, action, "action.reopened", fields, note=note, changes=changes)
    return action


def _store(
    actor: User,
    action: Action,
    event: str,
    fields: list[str],
    *,
    note: str,
    changes: Mapping[str, list[str]],
) -> None:
    action.version += 1
    action.save(update_fields=[*fields, "version"])
    ActionNote.objects.create(action=action, author=actor, text=note, changes=dict(changes))
    _record(actor, event, action, changes=dict(changes))


def _record(actor: User, event: str, action: Action, **data: object) -> None:
    audit.record(actor, event, action, organization=action.office.organization, **data)


def note_download(actor: User, format_: str, asked: str) -> None:
    """Note that somebody took the action plan as a file, and what they asked for."""
    audit.record(actor, "action.downloaded", actor, format=format_, asked=asked)


def carry_actions(assessments: Iterable[Assessment]) -> None:
    """Tie the open actions of the offices to the answers of a cycle that has just been opened.

    An action meets the answer to the same item (by its key), or the one to which an answer that
    it is tied to was offered. One that meets none stays in the office's plan all the same. Three
    queries, however many offices.
    """
    assessments = list(assessments)
    tied = Action.answers.through.objects.filter(
        action__status=Status.OPEN, action__office__in=[row.office_id for row in assessments]
    ).values_list("action", "action__office", "answer", "answer__item__key")
    by_key: dict[tuple[int, str], set[int]] = {}
    by_answer: dict[int, set[int]] = {}
    for action, office, answer, key in tied:
        by_key.setdefault((office, key), set()).add(action)
        by_answer.setdefault(answer, set()).add(action)
    if not by_answer:
        return
    new = Answer.objects.filter(assessment__in=[row.pk for row in assessments]).values_list(
        "pk", "assessment__office", "item__key", "carried_from"
    )
    Action.answers.through.objects.bulk_create(
        Action.answers.through(action_id=action, answer_id=pk)
        for pk, office, key, former in new
        for action in sorted(by_key.get((office, key), set()) | by_answer.get(former or 0, set()))
    )
