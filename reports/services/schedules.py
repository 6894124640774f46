"""Schedules: creating, changing, pausing; and turning what is due into reports."""

import datetime as dt
import logging
import zoneinfo
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from orgs import audit
from orgs.models import User
from orgs.queue import send_on_commit
from orgs.roles import Capability
from reports.access import demand_to, readers
from reports.models import Delivery, Report, Schedule
from reports.recurrence import occurrences, period
from reports.subjects import Subject, subjects_on

logger = logging.getLogger(__name__)

RULE_FIELDS = ["kind", "tier", "office", "frequency", "first_on", "at", "time_zone"]


@transaction.atomic
def save_schedule(
    actor: User, schedule: Schedule, recipients: Iterable[User], *, now: dt.datetime
) -> Schedule:
    """Store a new or changed schedule. Its next occurrence is the first that lies after `now`.

    A new schedule that is there already, for the same people, isn't made a second time.
    Raises ValidationError where a recipient may not read the office's reports.
    """
    demand_to(actor, Capability.MANAGE_SCHEDULES, schedule.office)
    people = list(recipients)
    chosen = User.objects.filter(pk__in=[person.pk for person in people])
    may_read = readers(chosen, schedule.tier, schedule.office)
    strangers = [str(person) for person in people if person not in may_read]
    if strangers:
        message = _("May not read reports of %(office)s: %(names)s.") % {
            "office": schedule.office,
            "names": ", ".join(strangers),
        }
        raise ValidationError({"recipients": message})
    is_new = schedule.pk is None
    if is_new:
        # Locked, so that a form that is sent twice at once makes one schedule.
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if twin := _twin(schedule, people):
            return twin
        schedule.created_by = actor
    else:
        # Locked: one that is deleted meanwhile stays deleted, one that is paused stays paused.
        schedule.is_active = _lock(actor, schedule.pk).is_active
        # What fell due before the change, and no sweep has seen yet, is made as it was.
        _create_due(schedule.pk, now)
    _advance(schedule, after=now)
    # Not all of it: a pause that came in between stays.
    schedule.save(update_fields=None if is_new else [*RULE_FIELDS, "next_number", "next_due_at"])
    schedule.recipients.set(people)
    _record(actor, "schedule.created" if is_new else "schedule.changed", schedule)
    return schedule


def _twin(schedule: Schedule, people: list[User]) -> Schedule | None:
    """An active schedule of the same office, rule and recipients."""
    same = Schedule.objects.filter(
        kind=schedule.kind,
        tier=schedule.tier,
        office=schedule.office,
        frequency=schedule.frequency,
        first_on=schedule.first_on,
        at=schedule.at,
        time_zone=schedule.time_zone,
        is_active=True,
    ).prefetch_related("recipients")
    wanted = {person.pk for person in people}
    return next((s for s in same if {p.pk for p in s.recipients.all()} == wanted), None)


@transaction.atomic
def set_active(actor: User, schedule_id: int, active: bool, *, now: dt.datetime) -> None:
    """Pause a schedule, or let it go on: what fell due while it was paused isn't made up for."""
    schedule = _lock(actor, schedule_id)
    if schedule.is_active == active:
        return
    if not active:
        _create_due(schedule_id, now)
    schedule.is_active = active
    _advance(schedule, after=now)
    schedule.save(update_fields=["is_active", "next_number", "next_due_at"])
    _record(actor, "schedule.resumed" if active else "schedule.paused", schedule)


@transaction.atomic
def delete_schedule(actor: User, schedule_id: int) -> None:
    """Delete a schedule. The reports that it made stay."""
    schedule = _lock(actor, schedule_id)
    _record(actor, "schedule.deleted", schedule)
    schedule.delete()


def create_due_reports(now: dt.datetime) -> int:
    """Write a report for each schedule and period that has fallen due; returns how many.

    Two sweeps at once write none twice: each schedule is locked, and the database holds one row
    for a schedule and period.
    """
    due = Schedule.objects.filter(is_active=True, next_due_at__lte=now).values_list("pk", flat=True)
    made = 0
    for schedule_id in list(due):
        try:
            made += _create_due(schedule_id, now)
        except zoneinfo.ZoneInfoNotFoundError as error:
            # A zone that the database of zones has dropped must not stop everybody's reports.
            logger.error("Schedule %s can't fall due: %s", schedule_id, error)
    return made


@transaction.atomic
def _create_due(schedule_id: int, now: dt.datetime) -> int:
    schedule = (
        Schedule.objects.select_for_update(of=("self",))
        .select_related("office__organization")
        .filter(pk=schedule_id, is_active=True, next_due_at__lte=now)
        .first()
    )
    if schedule is None:
        return 0
    made = 0
    for number, due_at in _missed(schedule, now):
        subjects = subjects_on(schedule, _day(schedule, due_at))
        if not subjects:
            logger.warning("Schedule %s is due, but there is nothing to report on", schedule.pk)
        for subject in subjects:
            made += _create_report(schedule, subject, number, due_at)
    _advance(schedule, after=now)
    schedule.save(update_fields=["next_number", "next_due_at"])
    return made


def _day(schedule: Schedule, moment: dt.datetime) -> dt.date:
    return moment.astimezone(zoneinfo.ZoneInfo(schedule.time_zone)).date()


def _missed(schedule: Schedule, now: dt.datetime) -> Iterator[tuple[int, dt.datetime]]:
    just_before = schedule.next_due_at - dt.timedelta(microseconds=1)
    for number, due_at in occurrences(schedule.rule, just_before):
        if due_at > now:
            return
        yield number, due_at


def _create_report(schedule: Schedule, subject: Subject, number: int, due_at: dt.datetime) -> int:
    period_start, period_end = period(schedule.rule, number)
    report, is_new = Report.objects.get_or_create(
        schedule=schedule,
        scheduled_for=due_at,
        office=subject.columns["office"],
        defaults={
            **subject.columns,
            "tier": schedule.tier,
            "period_start": period_start,
            "period_end": period_end,
        },
    )
    if not is_new:
        return 0
    # Somebody who has left the office since gets nothing more of it.
    people = readers(schedule.recipients.all(), schedule.tier, schedule.office)
    Delivery.objects.bulk_create(Delivery(report=report, recipient=person) for person in people)
    audit.record(None, "report.scheduled", report, organization=schedule.organization)
    send_on_commit("reports.make_report", str(report.pk))
    return 1


def _advance(schedule: Schedule, *, after: dt.datetime) -> None:
    schedule.next_number, schedule.next_due_at = next(occurrences(schedule.rule, after))


def _lock(actor: User, schedule_id: int) -> Schedule:
    schedule = get_object_or_404(
        Schedule.objects.select_for_update(of=("self",)).select_related("office__organization"),
        pk=schedule_id,
    )
    demand_to(actor, Capability.MANAGE_SCHEDULES, schedule.office)
    return schedule


def _record(actor: User, action: str, schedule: Schedule, **data: Any) -> None:
    audit.record(actor, action, schedule, organization=schedule.organization, **data)
