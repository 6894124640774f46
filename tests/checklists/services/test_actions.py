"""The action plan: planned below "in place", closed with a word, carried over until then."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from checklists.models import Action, Answer, Document
from checklists.scale import AnswerValue
from checklists.services.actions import (
    Plan,
    change_action,
    close_action,
    plan_action,
    reopen_action,
)
from checklists.services.cycles import open_cycle
from checklists.services.documents import remove_document
from orgs.access import ConflictError
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_member, make_office, make_user

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 1)
Status = Action.Status


@pytest.fixture
def ana() -> User:
    return make_member(make_office(), Role.FOCAL_POINT, "Ana")


@pytest.fixture
def answer(ana: User) -> Answer:
    assessment = make_assessment(ana.roles[0].office, items=2)
    return answer_all(assessment, ana, AnswerValue.PARTLY)[0]


@pytest.fixture
def plan(ana: User) -> Plan:
    return Plan("Fit radios to both vehicles", "", ana, "", dt.date(2026, 6, 1), "normal")


@pytest.fixture
def action(ana: User, answer: Answer, plan: Plan) -> Action:
    return plan_action(ana, answer.pk, plan, TODAY)


def add_document(action: Action) -> None:
    action.documents.add(
        Document.objects.create(
            office=action.office,
            kind=Document.Kind.LINK,
            title="Log",
            url="https://example.org",
            added_by=action.raised_by,
        )
    )


def test_an_action_stands_by_its_answer(action: Action, answer: Answer) -> None:
    assert list(answer.actions.all()) == [action]
    assert not action.in_review


def test_planning_is_in_the_audit_trail(action: Action) -> None:
    event = AuditEvent.objects.get(action="action.planned")
    assert event.data == {"item": action.raised_on.item.ref}


def test_the_same_plan_twice_is_one_action(
    ana: User, action: Action, answer: Answer, plan: Plan
) -> None:
    assert plan_action(ana, answer.pk, plan, TODAY) == action


def test_a_reviewer_plans_in_the_review(answer: Answer, plan: Plan) -> None:
    reviewer = make_member(answer.assessment.office, Role.REVIEWER)
    assert plan_action(reviewer, answer.pk, plan, TODAY).in_review


@pytest.mark.parametrize("value", ["", "in_place", "not_applicable"])
def test_nothing_is_planned_where_nothing_is_missing(
    value: str, ana: User, answer: Answer, plan: Plan
) -> None:
    Answer.objects.filter(pk=answer.pk).update(value=value)
    with pytest.raises(ConflictError, match="below “in place”"):
        plan_action(ana, answer.pk, plan, TODAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": dt.date(2026, 2, 28)}, "due_on"),
        ({"responsible": None}, "responsible"),
        ({"responsible_name": "The driver"}, "responsible_name"),
    ],
)
def test_a_wrong_plan_names_the_field(
    changes: dict[str, object], field: str, ana: User, answer: Answer, plan: Plan
) -> None:
    with pytest.raises(ValidationError) as caught:
        plan_action(ana, answer.pk, replace(plan, **changes), TODAY)  # type: ignore[arg-type]  # of the table above
    assert list(caught.value.message_dict) == [field]


def test_who_has_no_access_to_the_office_is_not_made_responsible(
    ana: User, answer: Answer, plan: Plan
) -> None:
    stranger = make_member(make_office(), Role.FOCAL_POINT)
    with pytest.raises(ValidationError, match="no access"):
        plan_action(ana, answer.pk, replace(plan, responsible=stranger), TODAY)


def test_an_observer_may_not_plan(answer: Answer, plan: Plan) -> None:
    observer = make_member(answer.assessment.office, Role.OBSERVER)
    with pytest.raises(PermissionDenied):
        plan_action(observer, answer.pk, plan, TODAY)


def test_an_outsider_finds_nothing(action: Action, plan: Plan) -> None:
    stranger = make_member(make_office(), Role.FOCAL_POINT)
    with pytest.raises(Http404):
        change_action(stranger, action.pk, plan, progress=25, note="", read_version=1, today=TODAY)


def test_a_change_is_on_record_from_what_to_what(ana: User, action: Action, plan: Plan) -> None:
    later = replace(plan, due_on=dt.date(2026, 7, 1))
    change_action(ana, action.pk, later, progress=50, note="Delayed.", read_version=1, today=TODAY)
    note = action.notes.get()
    assert note.changes == {"due_on": ["2026-06-01", "2026-07-01"], "progress": ["0", "50"]}
    assert note.in_words == ["Until when: 1 June 2026 → 1 July 2026", "Progress: 0 % → 50 %"]


def test_a_change_without_anything_is_none(ana: User, action: Action, plan: Plan) -> None:
    change_action(ana, action.pk, plan, progress=0, note="", read_version=1, today=TODAY)
    assert not action.notes.exists()


def test_an_old_date_may_stay_when_something_else_changes(
    ana: User, action: Action, plan: Plan
) -> None:
    late = dt.date(2026, 9, 1)
    changed = change_action(ana, action.pk, plan, progress=25, note="", read_version=1, today=late)
    assert changed.progress == 25


def test_a_change_on_top_of_an_older_reading_is_refused(
    ana: User, action: Action, plan: Plan
) -> None:
    change_action(ana, action.pk, plan, progress=25, note="", read_version=1, today=TODAY)
    with pytest.raises(ConflictError, match="since you opened it"):
        change_action(ana, action.pk, plan, progress=50, note="", read_version=1, today=TODAY)


def test_what_was_done_is_said(ana: User, action: Action) -> None:
    with pytest.raises(ValidationError, match="what was done"):
        close_action(ana, action.pk, Status.DONE, " . ", read_version=1)


def test_done_is_a_hundred_percent(ana: User, action: Action) -> None:
    closed = close_action(ana, action.pk, Status.DONE, "Fitted.", read_version=1)
    assert (closed.status, closed.progress, closed.closed_by) == (Status.DONE, 100, ana)


def test_high_priority_is_closed_on_evidence_only(ana: User, action: Action) -> None:
    Action.objects.update(priority=Action.Priority.HIGH)
    with pytest.raises(ValidationError) as caught:
        close_action(ana, action.pk, Status.DONE, "Fitted.", read_version=1)
    assert list(caught.value.message_dict) == ["documents"]
    add_document(action)
    assert close_action(ana, action.pk, Status.DONE, "Fitted.", read_version=1).closed_at


def test_the_document_that_shows_it_was_done_is_kept(ana: User, action: Action) -> None:
    add_document(action)
    document = action.documents.get()
    close_action(ana, action.pk, Status.DONE, "Fitted.", read_version=1)
    with pytest.raises(ConflictError):
        remove_document(ana, document.pk)
    assert list(action.documents.all()) == [document]


def test_a_closed_action_is_taken_up_again(ana: User, action: Action) -> None:
    close_action(ana, action.pk, Status.DROPPED, "No vehicles.", read_version=1)
    again = reopen_action(ana, action.pk, "A vehicle came.", read_version=2)
    assert (again.status, again.closed_at) == (Status.OPEN, None)


def test_a_closed_action_is_not_changed(ana: User, action: Action, plan: Plan) -> None:
    close_action(ana, action.pk, Status.DONE, "Fitted.", read_version=1)
    with pytest.raises(ConflictError, match="the action is done"):
        change_action(ana, action.pk, plan, progress=25, note="", read_version=2, today=TODAY)


def next_cycle(action: Action) -> list[Answer]:
    cycle = action.raised_on.assessment.cycle
    opened = open_cycle(
        make_user(secretariat=True),
        organization=cycle.organization,
        checklist=cycle.checklist,
        name="Next",
        starts_on=dt.date(2027, 1, 1),
        ends_on=dt.date(2027, 6, 30),
        due_on=dt.date(2027, 7, 15),
        offices=[action.office],
    )
    return list(Answer.objects.filter(assessment__cycle=opened).order_by("item__position"))


def test_an_open_action_goes_on_in_the_next_cycle(action: Action) -> None:
    first, second = next_cycle(action)
    assert list(first.actions.all()) == [action]
    assert not second.actions.exists()


def test_a_closed_action_ends_with_its_cycle(ana: User, action: Action) -> None:
    close_action(ana, action.pk, Status.DONE, "Fitted.", read_version=1)
    assert not any(answer.actions.exists() for answer in next_cycle(action))
