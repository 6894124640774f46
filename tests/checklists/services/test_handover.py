"""Reviews that are assigned to somebody who leaves."""

import datetime as dt

import pytest

from checklists.models import Assessment
from checklists.services.review import assign_review
from orgs.handover import Area, waiting_on
from orgs.models import AuditEvent, Membership, Office, OutgoingMail, User
from orgs.roles import Role
from orgs.services.members import hand_over
from tests.factories import make_assessment, make_member, make_office
from tests.pages import client_of, read

pytestmark = pytest.mark.django_db

DUE = dt.date(2026, 9, 1)


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def coordinator(office: Office) -> User:
    return make_member(office, Role.COORDINATOR)


@pytest.fixture
def reviewer(office: Office) -> User:
    return make_member(office, Role.REVIEWER)


@pytest.fixture
def assessment(office: Office, coordinator: User, reviewer: User) -> Assessment:
    row = make_assessment(office)
    assign_review(coordinator, [row.pk], reviewer, due_on=DUE)
    return row


def lines(person: User, path: str = "") -> list[str]:
    found = {str(label): rows for label, rows in waiting_on(person, Area([path]))}
    return found.get("Reviews assigned", [])


def test_an_assigned_review_waits(assessment: Assessment, reviewer: User) -> None:
    assert lines(reviewer) == [str(assessment)]


def test_one_of_another_office_does_not_wait_here(assessment: Assessment, reviewer: User) -> None:
    assert lines(reviewer, make_office().path) == []


def test_what_is_signed_off_waits_no_longer(assessment: Assessment, reviewer: User) -> None:
    Assessment.objects.update(status=Assessment.Status.SIGNED_OFF)
    assert lines(reviewer) == []


def test_the_successor_gets_it_with_its_date(
    assessment: Assessment, coordinator: User, reviewer: User, office: Office
) -> None:
    successor = make_member(office, Role.OBSERVER)
    OutgoingMail.objects.all().delete()
    moved = hand_over(coordinator, reviewer, successor)
    assessment.refresh_from_db()
    assert moved["assigned_reviews"] == 1
    assert (assessment.reviewer, assessment.review_due_on) == (successor, DUE)
    assert AuditEvent.objects.filter(action="review.assigned").latest("at").data["to"] == (
        successor.pk
    )
    assert OutgoingMail.objects.get().recipient == successor
    assert hand_over(coordinator, coordinator, successor)["assigned_reviews"] == 0


def test_it_stays_where_the_successor_may_not_review(
    assessment: Assessment, coordinator: User, reviewer: User, office: Office
) -> None:
    Membership.objects.filter(user=reviewer).update(role=Role.OBSERVER)
    successor = make_member(office, Role.CONTRIBUTOR)
    assert hand_over(coordinator, reviewer, successor)["assigned_reviews"] == 0
    assessment.refresh_from_db()
    assert assessment.reviewer == reviewer


def test_the_page_that_ends_the_role_shows_it(
    assessment: Assessment, coordinator: User, reviewer: User
) -> None:
    role = Membership.objects.get(user=reviewer)
    page = read(client_of(coordinator).get(f"/people/roles/{role.pk}/end/"))
    assert "Reviews assigned" in page.text
    assert str(assessment) in page.text
