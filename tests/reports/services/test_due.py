"""What a schedule writes: for which offices, to whom, late or not, and by hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orgs.access import ConflictError
from orgs.audit_check import check_chains
from orgs.models import AuditEvent, Office, User
from orgs.roles import Role
from reports.kinds import Tier
from reports.models import Delivery, Frequency, Report, Schedule
from reports.services.cancelling import cancel
from reports.services.due import create_due
from reports.services.schedules import create_due_reports, preview, run_now, save_schedule
from tests.factories import make_cycle, make_member, make_office

pytestmark = pytest.mark.django_db

BEFORE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
FIRST = dt.datetime(2026, 1, 31, 6, tzinfo=dt.UTC)


@pytest.fixture
def offices() -> list[Office]:
    """A country with two offices below it, all in one cycle."""
    top = make_office("Country")
    rows = [top, make_office("Goma", parent=top), make_office("Bukavu", parent=top)]
    make_cycle(rows)
    return rows


@pytest.fixture
def coordinator(offices: list[Office]) -> User:
    return make_member(offices[0], Role.COORDINATOR, "Caro")


def _saved(office: Office, actor: User, *people: User, **changes: Any) -> Schedule:
    fields: dict[str, Any] = {
        "office": office,
        "frequency": Frequency.MONTHLY,
        "first_on": dt.date(2026, 1, 31),
        "at": dt.time(6, 0),
    }
    return save_schedule(actor, Schedule(**fields | changes), people, now=BEFORE)


def _offices_reported() -> list[str]:
    return sorted(str(report.office) for report in Report.objects.select_related("office"))


def test_one_report_for_each_office_below(offices: list[Office], coordinator: User) -> None:
    _saved(offices[0], coordinator, coordinator, with_below=True)
    assert create_due_reports(FIRST) == 3
    assert _offices_reported() == ["Bukavu", "Country", "Goma"]


def test_an_office_added_later_is_among_them(offices: list[Office], coordinator: User) -> None:
    _saved(offices[0], coordinator, coordinator, with_below=True)
    later = make_office("Later", parent=Office.objects.get(pk=offices[0].pk))
    make_cycle([later])
    create_due_reports(FIRST)
    assert "Later" in _offices_reported()


def test_second_sweep_of_a_fan_out_writes_none(offices: list[Office], coordinator: User) -> None:
    schedule = _saved(offices[0], coordinator, coordinator, with_below=True)
    create_due_reports(FIRST)
    Schedule.objects.filter(pk=schedule.pk).update(next_number=0, next_due_at=FIRST)
    assert create_due_reports(FIRST) == 0


@pytest.mark.parametrize(
    "broken",
    [
        {"time_zone": "Mars/Olympus"},
        {"frequency": "calendar", "calendar": "FREQ=YEARLY;BYMONTH=12;BYDAY=40MO"},
        {"frequency": "calendar", "calendar": "FREQ=NEVER"},
    ],
)
def test_schedule_that_can_not_be_computed_stops_no_other(
    offices: list[Office], coordinator: User, broken: dict[str, str]
) -> None:
    first, _second = (_saved(office, coordinator, coordinator) for office in offices[:2])
    Schedule.objects.filter(pk=first.pk).update(**broken)
    assert create_due_reports(FIRST) == 1
    first.refresh_from_db()
    assert first.next_due_at == FIRST


def test_roles_are_looked_up_when_it_falls_due(offices: list[Office], coordinator: User) -> None:
    _saved(offices[0], coordinator, with_below=True, roles=[Role.FOCAL_POINT.value])
    ana = make_member(offices[1], Role.FOCAL_POINT, "Ana")
    create_due_reports(FIRST)
    got = Delivery.objects.values_list("report__office__name", "recipient")
    assert list(got) == [("Goma", ana.pk)]


def test_role_that_may_not_read_the_tier_is_refused(
    offices: list[Office], coordinator: User
) -> None:
    with pytest.raises(ValidationError, match="Observer") as caught:
        _saved(offices[0], coordinator, roles=[Role.OBSERVER.value], tier=Tier.FULL)
    assert list(caught.value.message_dict) == ["roles"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"frequency": Frequency.CALENDAR}, "calendar"),
        ({"frequency": Frequency.CALENDAR, "calendar": "FREQ=HOURLY"}, "calendar"),
        (
            {
                "frequency": Frequency.CALENDAR,
                "calendar": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            },
            "calendar",
        ),
        (
            {"frequency": Frequency.CALENDAR, "calendar": "FREQ=DAILY", "on_working_day": True},
            "on_working_day",
        ),
        ({"last_on": dt.date(2025, 1, 1)}, "last_on"),
        ({"kind": "actions", "with_below": True}, "with_below"),
    ],
)
def test_rule_that_is_none_is_refused_with_its_field(
    offices: list[Office], coordinator: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        _saved(offices[0], coordinator, coordinator, **changes)
    assert list(caught.value.message_dict) == [field]


def test_schedule_ends_on_its_last_day(offices: list[Office], coordinator: User) -> None:
    schedule = _saved(offices[0], coordinator, coordinator, last_on=dt.date(2026, 2, 27))
    create_due_reports(FIRST)
    schedule.refresh_from_db()
    assert schedule.next_due_at is None
    assert create_due_reports(FIRST + dt.timedelta(days=90)) == 0


def test_preview_is_what_will_fall_due(offices: list[Office], coordinator: User) -> None:
    schedule = _saved(offices[0], coordinator, coordinator)
    assert preview(schedule, now=BEFORE)[:2] == [FIRST, dt.datetime(2026, 2, 28, 6, tzinfo=dt.UTC)]


def test_after_an_outage_what_is_long_past_is_late(
    offices: list[Office], coordinator: User
) -> None:
    _saved(offices[0], coordinator, coordinator)
    create_due_reports(dt.datetime(2026, 2, 28, 6, 5, tzinfo=dt.UTC))
    late = Report.objects.order_by("scheduled_for").values_list("is_late", flat=True)
    assert list(late) == [True, False]


# --- by hand ---


def test_run_by_hand_is_outside_the_periods(offices: list[Office], coordinator: User) -> None:
    schedule = _saved(offices[0], coordinator, coordinator)
    [report] = run_now(coordinator, schedule.pk, 0, now=FIRST)
    assert (report.scheduled_for, report.run, report.requested_by) == (None, 0, coordinator)
    assert create_due_reports(FIRST) == 1


def test_run_sent_twice_is_one(offices: list[Office], coordinator: User) -> None:
    schedule = _saved(offices[0], coordinator, coordinator)
    first = run_now(coordinator, schedule.pk, 0, now=FIRST)
    assert run_now(coordinator, schedule.pk, 0, now=FIRST) == first
    assert AuditEvent.objects.filter(action="schedule.run").count() == 1


def test_run_of_a_page_that_never_was_is_a_conflict(
    offices: list[Office], coordinator: User
) -> None:
    schedule = _saved(offices[0], coordinator, coordinator)
    with pytest.raises(ConflictError):
        run_now(coordinator, schedule.pk, 7, now=FIRST)


def test_reader_runs_nothing(offices: list[Office], coordinator: User) -> None:
    schedule = _saved(offices[0], coordinator, coordinator)
    with pytest.raises(PermissionDenied):
        run_now(make_member(offices[0], Role.OBSERVER), schedule.pk, 0, now=FIRST)


def test_next_run_waits_for_the_last_one(offices: list[Office], coordinator: User) -> None:
    schedule = _saved(offices[0], coordinator, coordinator, with_below=True)
    run_now(coordinator, schedule.pk, 0, now=FIRST)
    with pytest.raises(ConflictError, match="still being made"):
        run_now(coordinator, schedule.pk, 1, now=FIRST)
    cancel(coordinator, Report.objects.latest("created_at").pk, whole_round=True)
    assert len(run_now(coordinator, schedule.pk, 1, now=FIRST)) == 3


# --- many offices ---


def _fan_out(offices: int) -> tuple[User, Schedule]:
    """A schedule for each of so many offices, to a person and to each office's focal point."""
    top = make_office()
    rows = [top, *(make_office(parent=top) for _n in range(offices - 1))]
    make_cycle(rows)
    for office in rows:
        make_member(office, Role.FOCAL_POINT)
    actor = make_member(top, Role.COORDINATOR)
    roles = [Role.FOCAL_POINT.value]
    return actor, _saved(top, actor, actor, with_below=True, roles=roles)


def _cost(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        deed()
    return len(captured)


def test_what_falls_due_costs_the_same_queries_for_3_offices_and_30() -> None:
    (_few_by, few), (_many_by, many) = _fan_out(3), _fan_out(30)
    assert _cost(lambda: create_due(few.pk, FIRST)) == _cost(lambda: create_due(many.pk, FIRST))
    assert many.reports.count() == 30
    # Each office's report to the coordinator, to the focal point of the top and to its own.
    assert Delivery.objects.filter(report__schedule=many).count() == 3 * 30 - 1


def test_a_run_by_hand_costs_the_same_queries_for_3_offices_and_30() -> None:
    (few_by, few), (many_by, many) = _fan_out(3), _fan_out(30)
    cost = _cost(lambda: run_now(few_by, few.pk, 0, now=FIRST))
    assert _cost(lambda: run_now(many_by, many.pk, 0, now=FIRST)) == cost
    assert many.reports.filter(run=0, requested_by=many_by).count() == 30


def test_each_report_of_a_fan_out_is_on_the_audit_trail_with_its_office() -> None:
    _actor, schedule = _fan_out(3)
    create_due(schedule.pk, FIRST)
    events = AuditEvent.objects.filter(action="report.scheduled")
    assert set(events.values_list("office", flat=True)) == set(
        schedule.reports.values_list("office", flat=True)
    )
    assert all(not checked.wrong for checked in check_chains(set()))


# --- cancelling ---


def test_a_whole_round_is_cancelled(offices: list[Office], coordinator: User) -> None:
    _saved(offices[0], coordinator, coordinator, with_below=True)
    create_due_reports(FIRST)
    done, left = Report.objects.order_by("office__path")[:2]
    Report.objects.filter(pk=done.pk).update(status=Report.Status.DONE)
    assert cancel(coordinator, left.pk, whole_round=True) == 2
    assert cancel(coordinator, left.pk, whole_round=True) == 0
    assert Report.objects.filter(status=Report.Status.CANCELLED).count() == 2


def test_what_is_done_is_not_cancelled(offices: list[Office], coordinator: User) -> None:
    _saved(offices[0], coordinator, coordinator)
    create_due_reports(timezone.now().replace(year=2026, month=1, day=31, hour=7))
    Report.objects.update(status=Report.Status.DONE)
    with pytest.raises(ConflictError):
        cancel(coordinator, Report.objects.get().pk)
