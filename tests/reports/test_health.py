"""The alarms: a missed run, a silent sweep, reports that nobody takes up."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from orgs.models import OutgoingMail
from orgs.roles import Role
from reports.health import health
from reports.models import Frequency, Heartbeat, Report, Schedule
from reports.services.heartbeat import beat
from tests.factories import make_assessment, make_member, make_office, make_user
from tests.pages import queries, visit

pytestmark = pytest.mark.django_db


def _schedule(due_at: dt.datetime) -> Schedule:
    office = make_office()
    return Schedule.objects.create(
        office=office,
        frequency=Frequency.MONTHLY,
        first_on=due_at.date(),
        next_due_at=due_at,
        created_by=make_member(office, Role.COORDINATOR),
    )


def test_all_is_well_while_the_sweep_beats() -> None:
    now = timezone.now()
    beat(Heartbeat.SWEEP, now - dt.timedelta(hours=1))
    assert not health(now).is_well
    beat(Heartbeat.SWEEP, now)
    assert health(now).is_well


@pytest.mark.parametrize(("minutes", "missed"), [(14, 0), (16, 1)])
def test_schedule_that_is_long_due_is_a_missed_run(minutes: int, missed: int) -> None:
    now = timezone.now()
    _schedule(now - dt.timedelta(minutes=minutes))
    assert health(now).missed == missed


def test_report_that_nobody_takes_up_is_stuck_and_short() -> None:
    now = timezone.now()
    assessment = make_assessment(items=1)
    Report.objects.create(
        assessment=assessment, office=assessment.office, due_at=now - dt.timedelta(hours=1)
    )
    state = health(now)
    assert (state.stuck, state.waiting, state.waiting_heavy) == (1, 1, 0)


@pytest.mark.parametrize(("attempts", "unstored"), [(2, 0), (3, 1)])
def test_storage_that_takes_no_file_is_an_alarm(attempts: int, unstored: int) -> None:
    now = timezone.now()
    beat(Heartbeat.SWEEP, now)
    assessment = make_assessment(items=1)
    Report.objects.create(
        assessment=assessment,
        office=assessment.office,
        attempts=attempts,
        error="The file could not be stored; it is tried again.",
        due_at=now + dt.timedelta(minutes=5),
    )
    assert (health(now).unstored, health(now).is_well) == (unstored, not unstored)
    text = visit(make_user(secretariat=True), "/status/").text
    assert ("The storage doesn’t take the file of 1 report." in text) == bool(unstored)


def test_page_raises_the_alarm() -> None:
    _schedule(timezone.now() - dt.timedelta(hours=1))
    text = visit(make_user(secretariat=True), "/status/").text
    assert "A run is missed" in text
    assert "The sweep was never heard of." in text


def test_metrics_are_for_who_has_the_token(settings: Settings) -> None:
    settings.METRICS_TOKEN = "a-token"
    _schedule(timezone.now() - dt.timedelta(hours=1))
    assert Client().get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 404
    answer = Client().get("/metrics", headers={"Authorization": "Bearer a-token"})
    said = answer.content.decode().splitlines()
    assert {"operative_well 0", "operative_missed 1"} <= set(said)


def _many(count: int) -> None:
    """So many missed runs, reports that wait and mails that failed."""
    now = timezone.now()
    for _number in range(count):
        schedule = _schedule(now - dt.timedelta(hours=1))
        assessment = make_assessment(schedule.office, items=1)
        Report.objects.create(
            assessment=assessment, office=assessment.office, due_at=now - dt.timedelta(hours=1)
        )
        OutgoingMail.objects.create(
            recipient=schedule.created_by, subject="x", body="x", status=OutgoingMail.Status.FAILED
        )


def test_page_costs_the_same_for_any_number() -> None:
    officer = make_user(secretariat=True)
    _many(1)
    few = queries(officer, "/status/")
    _many(6)
    assert queries(officer, "/status/") == few <= 7


def test_metrics_cost_the_same_for_any_number(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.METRICS_TOKEN = "a-token"
    for count in (1, 6):
        _many(count)
        with django_assert_num_queries(4):
            Client().get("/metrics", headers={"Authorization": "Bearer a-token"})
