"""What waits for a person, in words, and only while it waits."""

import datetime as dt

import pytest
from django.utils import timezone

from checklists.models import Action, Answer, Assessment, Document
from checklists.services.answers import delegate
from checklists.services.pauses import pause
from checklists.waiting import waiting_for
from orgs.models import User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_member, make_office, make_user

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 7, 8)


@pytest.fixture
def assessment() -> Assessment:
    """Due on 15 July: in a week."""
    return make_assessment(make_office("Lodwar"), items=2)


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


def sentences(user: User, today: dt.date = TODAY) -> list[str]:
    return [row.sentence for row in waiting_for(user, today)]


def test_the_office_is_told_what_is_open(assessment: Assessment, ana: User) -> None:
    [sentence] = sentences(ana)
    assert sentence.startswith("Lodwar, “Cycle")
    assert sentence.endswith("due in 7 days, 15 July 2026; 2 items are open.")


def test_nothing_is_said_long_before(assessment: Assessment, ana: User) -> None:
    assert sentences(ana, TODAY - dt.timedelta(days=60)) == []


def test_what_is_submitted_is_not_reminded(assessment: Assessment, ana: User) -> None:
    Assessment.objects.update(status=Assessment.Status.SUBMITTED)
    assert sentences(ana) == []


def test_what_is_paused_is_not_reminded(assessment: Assessment, ana: User) -> None:
    pause(make_user(secretariat=True), assessment.pk, "Evacuated.")
    assert sentences(ana) == []


def test_a_contributor_is_told_of_their_items(assessment: Assessment, ana: User) -> None:
    driver = make_member(assessment.office, Role.CONTRIBUTOR)
    answer = assessment.answers.first()
    assert answer
    delegate(ana, answer.pk, driver)
    assert sentences(driver) == [
        "Lodwar asks for your answer to one item, due in 7 days, 15 July 2026."
    ]


def test_a_contributor_who_has_answered_is_left_alone(assessment: Assessment, ana: User) -> None:
    driver = make_member(assessment.office, Role.CONTRIBUTOR)
    delegate(ana, assessment.answers.all()[0].pk, driver)
    answer_all(assessment, ana)
    assert sentences(driver) == []


def test_the_coordinator_is_told_when_it_is_late(assessment: Assessment) -> None:
    coordinator = make_member(assessment.office, Role.COORDINATOR)
    assert sentences(coordinator, dt.date(2026, 7, 17)) == []
    [sentence] = sentences(coordinator, dt.date(2026, 7, 18))
    assert "one office is late, late by 3 days, it was due on 15 July 2026" in sentence


def test_open_items_are_counted_as_the_answers_say(assessment: Assessment, ana: User) -> None:
    Answer.objects.filter(pk=assessment.answers.all()[0].pk).update(
        value="in_place", verdict="returned", updated_at=timezone.now()
    )
    open_count = sum(answer.is_open for answer in assessment.answers.all())
    assert f"{open_count} items are open" in sentences(ana)[0]


def submitted(assessment: Assessment, **changes: object) -> None:
    changes = {"review_due_on": dt.date(2026, 7, 9)} | changes
    Assessment.objects.filter(pk=assessment.pk).update(
        status=Assessment.Status.SUBMITTED, **changes
    )


def test_the_assigned_reviewer_is_told(assessment: Assessment) -> None:
    reviewer = make_member(assessment.office, Role.REVIEWER)
    submitted(assessment, reviewer=reviewer)
    [sentence] = sentences(reviewer)
    assert sentence.endswith("your review is due tomorrow, 9 July 2026.")


def test_what_is_another_reviewers_is_not_told(assessment: Assessment) -> None:
    reviewer, other = (make_member(assessment.office, Role.REVIEWER) for _ in range(2))
    submitted(assessment, reviewer=other)
    assert sentences(reviewer) == []


def test_what_is_nobodys_is_every_reviewers(assessment: Assessment) -> None:
    reviewer = make_member(assessment.office, Role.REVIEWER)
    submitted(assessment)
    assert len(sentences(reviewer)) == 1
    assert sentences(make_user(secretariat=True)) == []


def plan(assessment: Assessment, responsible: User, due_on: dt.date) -> None:
    Action.objects.create(
        office=assessment.office,
        raised_on=assessment.answers.all()[0],
        title="Fit radios",
        responsible=responsible,
        due_on=due_on,
        raised_by=responsible,
    )


def test_ones_own_actions_stand_in_one_line(assessment: Assessment) -> None:
    coordinator = make_member(assessment.office, Role.COORDINATOR)
    plan(assessment, coordinator, TODAY - dt.timedelta(days=2))
    plan(assessment, coordinator, TODAY + dt.timedelta(days=50))
    assert sentences(coordinator) == [
        "2 actions of the plan are yours, the first late by 2 days, it was due on 6 July 2026."
    ]


def test_a_distant_action_waits(assessment: Assessment) -> None:
    coordinator = make_member(assessment.office, Role.COORDINATOR)
    plan(assessment, coordinator, TODAY + dt.timedelta(days=50))
    assert sentences(coordinator) == []


def add_document(assessment: Assessment, ana: User, until: dt.date) -> Document:
    document = Document.objects.create(
        office=assessment.office,
        kind=Document.Kind.LINK,
        title="Licence",
        url="https://example.org",
        valid_until=until,
        added_by=ana,
    )
    assessment.answers.all()[0].evidence.create(document=document, added_by=ana)
    return document


@pytest.mark.parametrize(("days", "told"), [(31, 0), (30, 1), (0, 1), (-7, 1), (-8, 0)])
def test_a_document_is_told_of_when_it_runs_out(
    days: int, told: int, assessment: Assessment, ana: User
) -> None:
    Assessment.objects.update(status=Assessment.Status.SUBMITTED)
    add_document(assessment, ana, TODAY + dt.timedelta(days))
    assert len(sentences(ana)) == told


def test_a_document_that_was_replaced_is_left_alone(assessment: Assessment, ana: User) -> None:
    Assessment.objects.update(status=Assessment.Status.SUBMITTED)
    old = add_document(assessment, ana, TODAY)
    Document.objects.create(
        office=assessment.office, kind="link", title="Licence", replaces=old, added_by=ana
    )
    assert sentences(ana) == []


def test_a_colleagues_text_waits_to_be_confirmed(assessment: Assessment, ana: User) -> None:
    asked = assessment.delegations.create(
        email="driver@example.org",
        created_by=ana,
        expires_at=timezone.now() + dt.timedelta(days=14),
        token_sha256="0" * 64,
    )
    item = asked.items.create(answer=assessment.answers.all()[0], submitted_at=timezone.now())
    said = "Lodwar: one answer of a colleague waits for you to confirm it."
    assert said in sentences(ana)
    item.settled_at = timezone.now()
    item.save()
    assert said not in sentences(ana)
