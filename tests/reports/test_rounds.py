"""The table of what a schedule has made lately: a line for each period or run, at a fixed cost."""

import datetime as dt

import pytest
from django.utils import timezone

from orgs.models import Office, User
from orgs.roles import Role
from reports.models import Frequency, Report, Schedule
from reports.rounds import latest_rounds
from reports.services.schedules import create_due_reports, save_schedule
from tests.factories import make_cycle, make_member, make_office
from tests.pages import queries, visit

pytestmark = pytest.mark.django_db

Status = Report.Status
BEFORE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def top() -> Office:
    return make_office("Country")


@pytest.fixture
def coordinator(top: Office) -> User:
    return make_member(top, Role.COORDINATOR, "Caro")


def _schedule(top: Office, coordinator: User, offices: int) -> Schedule:
    """A fan-out over so many offices, after three periods."""
    top = Office.objects.get(pk=top.pk)  # as the tree has it now
    make_cycle([top, *(make_office(parent=top) for _n in range(offices - 1))])
    schedule = Schedule(
        office=top, with_below=True, frequency=Frequency.MONTHLY, first_on=dt.date(2026, 1, 31)
    )
    schedule = save_schedule(coordinator, schedule, [coordinator], now=BEFORE)
    create_due_reports(dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
    return schedule


def test_round_counts_how_its_reports_stand(top: Office, coordinator: User) -> None:
    schedule = _schedule(top, coordinator, 3)
    newest = Report.objects.filter(scheduled_for=latest_rounds(schedule)[0].at)
    done, failed, _waiting = newest.values_list("pk", flat=True)
    Report.objects.filter(pk=done).update(status=Status.DONE, finished_at=timezone.now())
    Report.objects.filter(pk=failed).update(status=Status.FAILED, finished_at=timezone.now())
    first, *older = latest_rounds(schedule)
    assert (first.total, first.done, first.failed, first.left) == (3, 1, 1, 1)
    assert [(each.total, each.left, each.late) for each in older] == [(3, 3, True)] * 2
    assert "1 to come" in visit(coordinator, f"/schedules/{schedule.pk}/").text


def test_table_costs_the_same_for_any_number_of_reports(top: Office, coordinator: User) -> None:
    few = _schedule(top, coordinator, 2)
    cost = queries(coordinator, f"/schedules/{few.pk}/")
    few.delete()  # two with the same rule are one
    many = _schedule(top, coordinator, 9)
    assert Report.objects.filter(schedule=many).count() > 20
    assert queries(coordinator, f"/schedules/{many.pk}/") == cost <= 10
