"""Schedules: creating, changing, pausing; and turning what is due into reports."""

import datetime as dt
import itertools
import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from orgs import audit
from orgs.access import ConflictError
from orgs.models import User, validate_time_zone
from orgs.roles import CAPABILITIES, Capability, Role
from reports.access import demand_to, readers
from reports.calendar_rule import CalendarRuleError, demand_days, normalized
from reports.kinds import ACROSS, READ_WITH, Kind
from reports.models import Frequency, Report, Schedule
from reports.recurrence import occurrences
from reports.services.cancelling import UNFINISHED, stop
from reports.services.due import advance, create_due, write_reports

logger = logging.getLogger(__name__)

# What a schedule is, besides its people: two that agree in all of it are the same.
RULE_FIELDS = [
    "kind",
    "tier",
    "language",
    "office",
    "with_below",
    "frequency",
    "calendar",
    "on_working_day",
    "weekend",
    "first_on",
    "last_on",
    "at",
    "time_zone",
    "roles",
    "link_days",
]


@transaction.atomic
def save_schedule(
    actor: User, schedule: Schedule, recipients: Iterable[User], *, now: dt.datetime
) -> Schedule:
    """Store a new or changed schedule. Its next occurrence is the first that lies after `now`.

    A new schedule that is there already, for the same people, isn't made a second time.
    Raises ValidationError where a recipient or a role may not read such reports, nobody would get
    them, or the rule is none.
    """
    demand_to(actor, Capability.MANAGE_SCHEDULES, schedule.office)
    people = list(recipients)
    _check_rule(schedule)
    _check_readers(schedule, people)
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
    advance(schedule, after=now)
    # Not all of it: a pause that came in between stays.
    schedule.save(update_fields=None if is_new else [*RULE_FIELDS, "next_number", "next_due_at"])
    schedule.recipients.set(people)
    _record(actor, "schedule.created" if is_new else "schedule.changed", schedule)
    return schedule


def _check_rule(schedule: Schedule) -> None:
    """A rule as the forms and the database take it: see the fields."""
    try:
        validate_time_zone(schedule.time_zone)
    except ValidationError as error:
        raise ValidationError({"time_zone": error.messages}) from error
    if schedule.with_below and schedule.kind != Kind.OFFICE:
        raise ValidationError({"with_below": _("This kind of report has all offices below in it.")})
    if (schedule.frequency == Frequency.CALENDAR) != bool(schedule.calendar):
        raise ValidationError({"calendar": _("A calendar rule goes with “By a calendar rule”.")})
    if schedule.frequency == Frequency.CALENDAR:
        if schedule.on_working_day:
            raise ValidationError(
                {"on_working_day": _("A calendar rule says its days itself. See the hint there.")}
            )
        try:
            schedule.calendar = normalized(schedule.calendar)
            demand_days(schedule.calendar, schedule.first_on)
        except CalendarRuleError as error:
            raise ValidationError({"calendar": str(error)}) from error
    if schedule.last_on is not None and schedule.last_on < schedule.first_on:
        raise ValidationError({"last_on": _("The last day lies before the first.")})


def _demand_rule(schedule: Schedule) -> None:
    """Raise ConflictError for a stored rule that isn't taken any more."""
    try:
        _check_rule(schedule)
    except ValidationError as error:
        raise ConflictError(" ".join(error.messages)) from error


def _check_readers(schedule: Schedule, people: list[User]) -> None:
    if not people and not schedule.roles:
        raise ValidationError({"recipients": _("Choose at least one person or role.")})
    chosen = User.objects.filter(pk__in=[person.pk for person in people])
    may_read = readers(chosen, schedule.tier, schedule.office)
    strangers = [str(person) for person in people if person not in may_read]
    if strangers:
        message = _("May not read reports of %(office)s: %(names)s.") % {
            "office": schedule.subject,
            "names": ", ".join(strangers),
        }
        raise ValidationError({"recipients": message})
    if schedule.roles and schedule.kind in ACROSS:
        raise ValidationError({"roles": _("No role of an office reads reports on all of them.")})
    wanted = READ_WITH[schedule.tier]
    blind = [role for role in map(Role, schedule.roles) if wanted not in CAPABILITIES[role]]
    if blind:
        message = _("May not read reports that tell so much: %s.")
        raise ValidationError({"roles": message % ", ".join(str(role.label) for role in blind)})


def preview(schedule: Schedule, *, now: dt.datetime, count: int = 5) -> list[dt.datetime]:
    """The next times at which a schedule, stored or not, would fall due; fewer at its end.

    Raises ValidationError where its rule is none.
    """
    _check_rule(schedule)
    return [due_at for _n, due_at in itertools.islice(occurrences(schedule.rule, now), count)]


def _twin(schedule: Schedule, people: list[User]) -> Schedule | None:
    """An active schedule of the same office, rule and recipients."""
    rule = {name: getattr(schedule, name) for name in RULE_FIELDS}
    same = Schedule.objects.filter(
        **{name: value for name, value in rule.items() if value is not None},
        **{f"{name}__isnull": True for name, value in rule.items() if value is None},
        is_active=True,
    ).prefetch_related("recipients")
    wanted = {person.pk for person in people}
    return next((s for s in same if {p.pk for p in s.recipients.all()} == wanted), None)


@transaction.atomic
def set_active(actor: User, schedule_id: int, active: bool, *, now: dt.datetime) -> None:
    """Pause a schedule, or let it go on: what fell due while it was paused isn't made up for.

    Raises ConflictError where one that is to go on has a rule that isn't taken any more.
    """
    schedule = _lock(actor, schedule_id)
    if schedule.is_active == active:
        return
    schedule.is_active = active
    if active:
        _demand_rule(schedule)
        advance(schedule, after=now)
        schedule.save(update_fields=["is_active", "next_number", "next_due_at"])
    else:
        _create_due(schedule_id, now)
        schedule.save(update_fields=["is_active"])
    _record(actor, "schedule.resumed" if active else "schedule.paused", schedule)


@transaction.atomic
def delete_schedule(actor: User, schedule_id: int) -> None:
    """Delete a schedule. The reports that it made stay, and those that wait are cancelled."""
    schedule = _lock(actor, schedule_id)
    cancelled = stop(Report.objects.filter(schedule=schedule, status__in=UNFINISHED))
    _record(actor, "schedule.deleted", schedule, cancelled=cancelled)
    schedule.delete()


@transaction.atomic
def run_now(actor: User, schedule_id: int, run: int, *, now: dt.datetime) -> list[Report]:
    """Make the schedule's reports once more, outside its periods, and mail them; returns them.

    `run` is the number of the run, as the page offered it: sent twice, it is one run. Raises
    ConflictError for a number that is neither the next nor one that there was, and while the last
    run isn't finished.
    """
    schedule = _lock(actor, schedule_id)
    by_hand = Report.objects.filter(schedule=schedule, run__isnull=False)
    if run < schedule.runs:
        return list(by_hand.filter(run=run).defer("data"))
    if run > schedule.runs:
        raise ConflictError(_("The schedule has changed. Open its page again."))
    _demand_rule(schedule)
    if by_hand.filter(status__in=UNFINISHED).exists():
        raise ConflictError(
            _("The reports of the last run are still being made. Wait for them, or cancel them.")
        )
    schedule.runs += 1
    schedule.save(update_fields=["runs"])
    made = write_reports(schedule, now, {"run": run}, requested_by=actor)
    if not made:
        raise ConflictError(_("There is nothing to report on yet."))
    _record(actor, "schedule.run", schedule, reports=len(made))
    return made


def create_due_reports(now: dt.datetime) -> int:
    """Write a report for each schedule and period that has fallen due; returns how many.

    Two sweeps at once write none twice: each schedule is locked, and the database holds one row
    for a schedule and period.
    """
    due = Schedule.objects.filter(is_active=True, next_due_at__lte=now).values_list("pk", flat=True)
    made = 0
    for schedule_id in list(due):
        made += _create_due(schedule_id, now)
    return made


def _create_due(schedule_id: int, now: dt.datetime) -> int:
    """Write what has fallen due of a schedule whose dates can still be computed.

    A zone that the database of zones has dropped, or a rule that a library reads otherwise than the
    day it was saved, must neither stop everybody's reports nor keep anybody from changing or
    pausing that schedule. It stays due, and so on the status page.
    """
    try:
        return create_due(schedule_id, now)
    except (LookupError, ValueError, ArithmeticError):
        logger.exception("Schedule %s can't fall due", schedule_id)
        return 0


def _lock(actor: User, schedule_id: int) -> Schedule:
    schedule = get_object_or_404(
        Schedule.objects.select_for_update(of=("self",)).select_related("office__organization"),
        pk=schedule_id,
    )
    demand_to(actor, Capability.MANAGE_SCHEDULES, schedule.office)
    return schedule


def _record(actor: User, action: str, schedule: Schedule, **data: Any) -> None:
    audit.record(actor, action, schedule, organization=schedule.organization, **data)
