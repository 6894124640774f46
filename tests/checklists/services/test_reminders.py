"""Digests: one for a person and day, with each thing once at each step of its urgency."""

import datetime as dt

import pytest

from checklists.models import Assessment, Cycle, Digest
from checklists.services.reminders import people_due, send_digest, send_due_digests
from orgs.models import OutgoingMail, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member, make_office, make_user

pytestmark = pytest.mark.django_db

# A Wednesday, eight o'clock in UTC.
NOW = dt.datetime(2026, 7, 8, 8, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def assessment() -> Assessment:
    """Due on 15 July: in a week."""
    return make_assessment(make_office("Lodwar"), items=2)


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


def digests_of(user: User) -> list[str]:
    mails = OutgoingMail.objects.filter(recipient=user, subject__startswith="Operative:")
    return [mail.body for mail in mails.order_by("created_at")]


def move_due_date(assessment: Assessment, day: dt.date) -> None:
    Cycle.objects.filter(pk=assessment.cycle_id).update(due_on=day)


def test_a_digest_is_one_mail_with_links(assessment: Assessment, ana: User) -> None:
    assert send_digest(ana.pk, NOW)
    [body] = digests_of(ana)
    assert f"/assessments/{assessment.pk}/" in body
    assert "/profile/" in body


def test_a_second_run_sends_nothing(assessment: Assessment, ana: User) -> None:
    send_digest(ana.pk, NOW)
    assert not send_digest(ana.pk, NOW)
    assert len(digests_of(ana)) == 1


def test_the_next_day_says_nothing_new(assessment: Assessment, ana: User) -> None:
    send_digest(ana.pk, NOW)
    assert not send_digest(ana.pk, NOW + dt.timedelta(days=1))


def test_the_next_step_is_said_again(assessment: Assessment, ana: User) -> None:
    send_digest(ana.pk, NOW)
    assert send_digest(ana.pk, NOW + dt.timedelta(days=5))
    assert "due in 2 days" in digests_of(ana)[-1]


def test_a_run_that_was_missed_loses_nothing(assessment: Assessment, ana: User) -> None:
    """Nothing ran on the day of a step: the next run tells of it."""
    assert send_digest(ana.pk, NOW + dt.timedelta(days=6))


def test_a_clock_that_went_wrong_once_silences_nobody(assessment: Assessment, ana: User) -> None:
    Digest.objects.create(user=ana, day=TODAY + dt.timedelta(days=900), made_at=NOW)
    send_due_digests(NOW)
    assert len(digests_of(ana)) == 1
    assert ana.pk not in people_due(NOW)


def test_a_date_that_was_moved_begins_anew(assessment: Assessment, ana: User) -> None:
    send_digest(ana.pk, NOW)
    move_due_date(assessment, dt.date(2026, 7, 16))
    assert send_digest(ana.pk, NOW + dt.timedelta(days=1))


def test_a_day_with_nothing_is_done_with(ana: User) -> None:
    Assessment.objects.update(status=Assessment.Status.SUBMITTED)
    assert send_due_digests(NOW) == 0
    assert people_due(NOW) == []
    assert Digest.objects.get(user=ana).mail is None


@pytest.mark.parametrize(
    ("zone", "hour", "due"),
    [("UTC", 6, False), ("UTC", 7, True), ("Asia/Tokyo", 22, True), ("America/Lima", 11, False)],
)
def test_by_the_persons_own_clock(zone: str, hour: int, due: bool, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone=zone)
    at = NOW.replace(hour=hour)
    assert (ana.pk in people_due(at)) is due


def test_a_zone_that_is_gone_stops_nobody(ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="Mars/Olympus")
    assert ana.pk in people_due(NOW)


@pytest.mark.parametrize("change", [{"digest": "none"}, {"is_active": False}])
def test_who_gets_none(change: dict[str, object], ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(**change)
    assert ana.pk not in people_due(NOW)


def test_who_has_no_role_gets_none() -> None:
    assert make_user().pk not in people_due(NOW)


def test_the_weekend_is_skipped(ana: User) -> None:
    assert ana.pk not in people_due(NOW + dt.timedelta(days=3))
