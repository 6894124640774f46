"""Schedules: each period gets exactly one report, whatever happens to sweeps, pauses and people."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from pytest_django import DjangoCaptureOnCommitCallbacks

from checklists.models import Assessment, Cycle
from orgs.access import ConflictError
from orgs.models import AuditEvent, Membership, Office, User
from orgs.roles import Role
from reports.models import Frequency, Report, Schedule
from reports.recurrence import occurrence, period
from reports.services.schedules import (
    create_due_reports,
    delete_schedule,
    run_now,
    save_schedule,
    set_active,
)
from tests.factories import make_assessment, make_cycle, make_member, make_office, make_user

pytestmark = pytest.mark.django_db


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


BEFORE, FIRST, SECOND = _at("2026-01-01T00:00"), _at("2026-01-31T06:00"), _at("2026-02-28T06:00")


@pytest.fixture
def office() -> Office:
    return make_assessment(items=1).office


@pytest.fixture
def coordinator(office: Office) -> User:
    return make_member(office, Role.COORDINATOR, "Caro")


@pytest.fixture
def reader(office: Office) -> User:
    return make_member(office, Role.OBSERVER, "Olga")


@pytest.fixture
def schedule(office: Office, coordinator: User, reader: User) -> Schedule:
    """Due on the last of each month from January on, at six."""
    return save_schedule(coordinator, _unsaved(office), [reader], now=BEFORE)


def _unsaved(office: Office, **changes: Any) -> Schedule:
    fields: dict[str, Any] = {
        "office": office,
        "frequency": Frequency.MONTHLY,
        "first_on": dt.date(2026, 1, 31),
        "at": dt.time(6, 0),
        "time_zone": "UTC",
    }
    return Schedule(**fields | changes)


def _made() -> list[dt.datetime | None]:
    return list(Report.objects.order_by("scheduled_for").values_list("scheduled_for", flat=True))


BROKEN = pytest.mark.parametrize(
    "broken",
    [
        {"time_zone": "Mars/Olympus"},
        {"frequency": "calendar", "calendar": "FREQ=MONTHLY;BYDAY=40MO"},
    ],
)


# --- dates that can't be computed any more ---


@BROKEN
def test_schedule_without_dates_can_be_mended(
    schedule: Schedule, coordinator: User, reader: User, broken: dict[str, str]
) -> None:
    Schedule.objects.update(**broken)
    save_schedule(coordinator, schedule, [reader], now=SECOND)
    schedule.refresh_from_db()
    assert (schedule.time_zone, schedule.next_due_at) == ("UTC", _at("2026-03-31T06:00"))


@BROKEN
def test_schedule_without_dates_can_be_paused_but_not_go_on(
    schedule: Schedule, coordinator: User, broken: dict[str, str]
) -> None:
    Schedule.objects.update(**broken)
    set_active(coordinator, schedule.pk, False, now=SECOND)
    with pytest.raises(ConflictError):
        set_active(coordinator, schedule.pk, True, now=SECOND)
    assert not Schedule.objects.get().is_active


@BROKEN
def test_schedule_without_dates_can_not_be_run(
    schedule: Schedule, coordinator: User, broken: dict[str, str]
) -> None:
    Schedule.objects.update(**broken)
    with pytest.raises(ConflictError):
        run_now(coordinator, schedule.pk, 0, now=SECOND)
    assert Schedule.objects.get().runs == 0


# --- storing ---


def test_new_schedule_is_next_due_on_its_first_day(schedule: Schedule) -> None:
    schedule.refresh_from_db()
    assert (schedule.next_number, schedule.next_due_at) == (0, FIRST)


def test_schedule_that_began_in_the_past_makes_up_for_nothing(
    office: Office, coordinator: User, reader: User
) -> None:
    schedule = _unsaved(office, first_on=dt.date(2020, 1, 31))
    save_schedule(coordinator, schedule, [reader], now=_at("2026-02-10T00:00"))
    assert (schedule.next_number, schedule.next_due_at) == (73, SECOND)


def test_schedule_names_who_made_it(schedule: Schedule, coordinator: User) -> None:
    assert (schedule.created_by, schedule.is_active) == (coordinator, True)


def test_change_keeps_who_made_it_and_counts_anew(
    schedule: Schedule, coordinator: User, reader: User
) -> None:
    schedule.frequency = Frequency.YEARLY
    save_schedule(make_user(secretariat=True), schedule, [reader], now=SECOND)
    schedule.refresh_from_db()
    assert (schedule.created_by, schedule.next_due_at) == (coordinator, _at("2027-01-31T06:00"))


def test_form_that_is_sent_twice_makes_one_schedule(
    schedule: Schedule, office: Office, coordinator: User, reader: User
) -> None:
    assert save_schedule(coordinator, _unsaved(office), [reader], now=BEFORE) == schedule
    assert Schedule.objects.count() == 1


def test_same_rule_for_other_people_is_another_schedule(
    schedule: Schedule, office: Office, coordinator: User
) -> None:
    assert save_schedule(coordinator, _unsaved(office), [coordinator], now=BEFORE) != schedule


def test_making_and_changing_are_on_the_audit_trail(
    schedule: Schedule, coordinator: User, reader: User
) -> None:
    save_schedule(coordinator, schedule, [reader], now=BEFORE)
    actions = AuditEvent.objects.filter(action__startswith="schedule.").order_by("pk")
    assert [event.action for event in actions] == ["schedule.created", "schedule.changed"]


def test_recipient_who_may_not_read_the_reports_is_named(office: Office, coordinator: User) -> None:
    stranger = make_member(make_office(), Role.OBSERVER, "Stranger")
    with pytest.raises(ValidationError, match="Stranger") as caught:
        save_schedule(coordinator, _unsaved(office), [coordinator, stranger], now=BEFORE)
    assert list(caught.value.message_dict) == ["recipients"]
    assert not Schedule.objects.exists()


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.REVIEWER, Role.OBSERVER])
def test_other_roles_make_no_schedule(office: Office, reader: User, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        save_schedule(make_member(office, role), _unsaved(office), [reader], now=BEFORE)


def test_stranger_makes_no_schedule(office: Office, reader: User) -> None:
    stranger = make_member(make_office(), Role.COORDINATOR)
    with pytest.raises(Http404):
        save_schedule(stranger, _unsaved(office), [reader], now=BEFORE)


# --- falling due ---


@pytest.mark.usefixtures("schedule")
@pytest.mark.parametrize(
    ("now", "number"),
    [(FIRST - dt.timedelta(microseconds=1), 0), (FIRST, 1), (FIRST + dt.timedelta(days=1), 1)],
)
def test_report_is_made_from_the_moment_it_is_due(now: dt.datetime, number: int) -> None:
    assert create_due_reports(now) == number


def test_report_names_its_schedule_period_and_assessment(schedule: Schedule) -> None:
    create_due_reports(SECOND)
    report = Report.objects.get(scheduled_for=SECOND)
    assert (report.schedule, report.office, report.assessment, report.requested_by) == (
        schedule,
        schedule.office,
        Assessment.objects.get(office=schedule.office),
        None,
    )
    assert (report.period_start, report.period_end) == (
        dt.date(2026, 1, 31),
        dt.date(2026, 2, 27),
    )


@pytest.mark.usefixtures("schedule")
def test_two_sweeps_make_one_report() -> None:
    assert [create_due_reports(FIRST), create_due_reports(FIRST)] == [1, 0]
    assert _made() == [FIRST]


def test_sweep_that_finds_the_row_again_makes_none_twice(schedule: Schedule) -> None:
    create_due_reports(FIRST)
    # As if the first sweep had died before it moved the schedule on.
    Schedule.objects.update(next_number=0, next_due_at=FIRST)
    assert create_due_reports(FIRST) == 0
    schedule.refresh_from_db()
    assert (_made(), schedule.next_due_at) == ([FIRST], SECOND)


def test_sweep_after_a_long_silence_makes_each_missed_period_once(schedule: Schedule) -> None:
    assert create_due_reports(_at("2026-05-01T00:00")) == 4
    numbers = range(4)
    assert _made() == [occurrence(schedule.rule, n) for n in numbers]
    periods = Report.objects.order_by("scheduled_for").values_list("period_start", "period_end")
    assert list(periods) == [period(schedule.rule, n) for n in numbers]


def test_schedule_moves_on_to_what_comes_after_now(schedule: Schedule) -> None:
    create_due_reports(_at("2026-05-01T00:00"))
    schedule.refresh_from_db()
    assert (schedule.next_number, schedule.next_due_at) == (4, _at("2026-05-31T06:00"))


@pytest.mark.usefixtures("schedule")
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_it"),
    [
        (dt.date(2026, 1, 15), dt.date(2026, 12, 31), True),  # the later of two that run
        (dt.date(2026, 2, 1), dt.date(2026, 12, 31), False),  # not begun yet
        (dt.date(2025, 1, 1), dt.date(2025, 12, 31), False),  # over
    ],
)
def test_report_is_on_the_cycle_that_runs(
    office: Office, starts_on: dt.date, ends_on: dt.date, is_it: bool
) -> None:
    other = make_cycle([office]).assessments.get()
    type(other.cycle).objects.filter(pk=other.cycle_id).update(starts_on=starts_on, ends_on=ends_on)
    create_due_reports(FIRST)
    assert (Report.objects.get().assessment == other) is is_it


@pytest.mark.usefixtures("schedule")
def test_between_two_cycles_the_report_is_on_the_last_one(office: Office) -> None:
    Cycle.objects.update(starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 6, 30))
    create_due_reports(FIRST)
    assert Report.objects.get(assessment__office=office)


def test_office_without_an_assessment_moves_on_and_is_noted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    office = make_office()
    coordinator = make_member(office, Role.COORDINATOR)
    schedule = save_schedule(coordinator, _unsaved(office), [coordinator], now=BEFORE)
    assert create_due_reports(FIRST) == 0
    schedule.refresh_from_db()
    assert schedule.next_due_at == SECOND
    assert "nothing to report on" in caplog.text


@pytest.mark.usefixtures("schedule")
def test_report_is_handed_to_the_workers_after_it_is_stored(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        create_due_reports(FIRST)
    assert len(callbacks) == 1


@pytest.mark.usefixtures("schedule")
def test_scheduled_report_is_on_the_audit_trail_without_an_actor(office: Office) -> None:
    create_due_reports(FIRST)
    event = AuditEvent.objects.get(action="report.scheduled")
    assert (event.actor, event.organization) == (None, office.organization)


# --- recipients ---


def _recipients() -> set[User]:
    return set(Report.objects.get().recipients.all())


@pytest.mark.usefixtures("schedule")
def test_report_goes_to_the_recipients(reader: User) -> None:
    create_due_reports(FIRST)
    assert _recipients() == {reader}


@pytest.mark.usefixtures("schedule")
def test_recipient_who_has_left_the_office_gets_nothing(reader: User) -> None:
    reader.memberships.all().delete()
    create_due_reports(FIRST)
    assert _recipients() == set()


@pytest.mark.usefixtures("schedule")
def test_recipient_who_may_not_read_reports_any_more_gets_nothing(reader: User) -> None:
    Membership.objects.filter(user=reader).update(role=Role.CONTRIBUTOR)
    create_due_reports(FIRST)
    assert _recipients() == set()


@pytest.mark.usefixtures("schedule")
def test_recipient_who_is_inactive_gets_nothing(reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(is_active=False)
    create_due_reports(FIRST)
    assert _recipients() == set()


# --- pausing, changing, deleting ---


def test_paused_schedule_makes_no_report(schedule: Schedule, coordinator: User) -> None:
    set_active(coordinator, schedule.pk, False, now=BEFORE)
    assert create_due_reports(SECOND) == 0


def test_what_fell_due_during_the_pause_is_not_made_up_for(
    schedule: Schedule, coordinator: User
) -> None:
    set_active(coordinator, schedule.pk, False, now=BEFORE)
    set_active(coordinator, schedule.pk, True, now=_at("2026-02-10T00:00"))
    create_due_reports(SECOND)
    assert _made() == [SECOND]


def test_what_fell_due_just_before_the_pause_is_made(schedule: Schedule, coordinator: User) -> None:
    set_active(coordinator, schedule.pk, False, now=FIRST + dt.timedelta(seconds=5))
    assert _made() == [FIRST]


def test_what_fell_due_just_before_a_change_is_made(
    schedule: Schedule, coordinator: User, reader: User
) -> None:
    changed = Schedule.objects.get(pk=schedule.pk)
    changed.at = dt.time(5, 0)
    save_schedule(coordinator, changed, [reader], now=FIRST + dt.timedelta(seconds=5))
    create_due_reports(FIRST + dt.timedelta(seconds=15))
    changed.refresh_from_db()
    assert (_made(), changed.next_due_at) == ([FIRST], _at("2026-02-28T05:00"))


def test_pausing_a_paused_schedule_changes_nothing(schedule: Schedule, coordinator: User) -> None:
    for _ in range(2):
        set_active(coordinator, schedule.pk, False, now=BEFORE)
    assert AuditEvent.objects.filter(action="schedule.paused").count() == 1


def test_resuming_an_active_schedule_leaves_what_is_due(
    schedule: Schedule, coordinator: User
) -> None:
    set_active(coordinator, schedule.pk, True, now=_at("2026-02-10T00:00"))
    create_due_reports(_at("2026-02-10T00:00"))
    assert _made() == [FIRST]


def test_reports_outlive_their_schedule(schedule: Schedule, coordinator: User) -> None:
    create_due_reports(FIRST)
    Report.objects.update(status=Report.Status.DONE)
    delete_schedule(coordinator, schedule.pk)
    report = Report.objects.get()
    assert (report.schedule, report.status) == (None, Report.Status.DONE)
    assert not Schedule.objects.exists()


def test_what_waits_is_cancelled_with_its_schedule(schedule: Schedule, coordinator: User) -> None:
    create_due_reports(FIRST)
    delete_schedule(coordinator, schedule.pk)
    assert Report.objects.get().status == Report.Status.CANCELLED
    assert AuditEvent.objects.get(action="schedule.deleted").data["cancelled"] == 1


@pytest.fixture(params=["pause", "delete"])
def deed(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Something that only who manages the schedule may do."""
    if request.param == "pause":
        yield lambda actor, pk: set_active(actor, pk, False, now=BEFORE)
    else:
        yield delete_schedule


def test_reader_neither_pauses_nor_deletes(schedule: Schedule, reader: User, deed: Any) -> None:
    with pytest.raises(PermissionDenied):
        deed(reader, schedule.pk)


def test_stranger_neither_pauses_nor_deletes(schedule: Schedule, deed: Any) -> None:
    with pytest.raises(Http404):
        deed(make_member(make_office(), Role.COORDINATOR), schedule.pk)


def test_a_zone_that_is_gone_stops_no_other_schedule(
    schedule: Schedule, coordinator: User, reader: User
) -> None:
    assert schedule.office is not None
    lost = save_schedule(
        coordinator, _unsaved(schedule.office, at=dt.time(5, 0)), [reader], now=BEFORE
    )
    Schedule.objects.filter(pk=lost.pk).update(time_zone="Atlantis/Poseidonis")
    assert create_due_reports(FIRST) == 1
    assert Report.objects.get().schedule == schedule


def test_a_change_does_not_undo_a_pause(schedule: Schedule, coordinator: User) -> None:
    seen = Schedule.objects.get(pk=schedule.pk)
    set_active(coordinator, schedule.pk, False, now=BEFORE)
    save_schedule(coordinator, seen, [coordinator], now=BEFORE)
    assert not Schedule.objects.get(pk=schedule.pk).is_active


def test_a_change_does_not_bring_back_what_was_deleted(
    schedule: Schedule, coordinator: User
) -> None:
    seen = Schedule.objects.get(pk=schedule.pk)
    delete_schedule(coordinator, schedule.pk)
    with pytest.raises(Http404):
        save_schedule(coordinator, seen, [coordinator], now=BEFORE)
    assert not Schedule.objects.exists()
