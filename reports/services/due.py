"""Turning what is due into reports: each period and each run by hand gets its reports once."""

import datetime as dt
import logging
import zoneinfo
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from orgs import audit
from orgs.access import people_with_roles
from orgs.models import User
from orgs.queue import send_on_commit
from reports.access import readers
from reports.models import Delivery, Report, Schedule
from reports.queues import task_for
from reports.recurrence import occurrences, period
from reports.subjects import Subject, subjects_on

logger = logging.getLogger(__name__)


@transaction.atomic
def create_due(schedule_id: int, now: dt.datetime) -> int:
    """Write the reports of all periods of a schedule that have fallen due; returns how many.

    Two sweeps at once write none twice: the schedule is locked, and the database holds one row for
    a schedule, period and office. What is written long after it fell due is marked as late.
    """
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
        start, end = period(schedule.rule, number)
        columns = {
            "scheduled_for": due_at,
            "period_start": start,
            "period_end": end,
            "is_late": now - due_at > dt.timedelta(minutes=settings.LATE_MINUTES),
        }
        made += len(write_reports(schedule, due_at, columns))
    advance(schedule, after=now)
    schedule.save(update_fields=["next_number", "next_due_at"])
    return made


def write_reports(
    schedule: Schedule,
    at: dt.datetime,
    columns: dict[str, object],
    requested_by: User | None = None,
) -> list[Report]:
    """Write a report for each subject that the schedule has on the day of a moment.

    `columns` say for which period or run; what is there for it already isn't written again.
    """
    day = at.astimezone(zoneinfo.ZoneInfo(schedule.time_zone)).date()
    subjects = subjects_on(schedule, day)
    if not subjects:
        logger.warning("Schedule %s is due, but there is nothing to report on", schedule.pk)
    people = list(schedule.recipients.all())
    written = []
    for subject in subjects:
        report = _write_report(schedule, subject, columns, requested_by)
        if report is not None:
            written.append(report)
            _address(schedule, report, people)
            send_on_commit(task_for(report.kind, schedule.with_below), str(report.pk))
    return written


def _write_report(
    schedule: Schedule, subject: Subject, columns: dict[str, object], requested_by: User | None
) -> Report | None:
    key = {name: columns[name] for name in ("scheduled_for", "run") if name in columns}
    fields = {
        **columns,
        **subject.columns,
        "tier": schedule.tier,
        "language": schedule.language,
        "requested_by": requested_by,
    }
    report, is_new = Report.objects.get_or_create(
        schedule=schedule, office=fields.pop("office"), **key, defaults=fields
    )
    if not is_new:
        return None
    audit.record(
        requested_by,
        "report.scheduled",
        report,
        organization=schedule.organization,
        late=report.is_late,
    )
    return report


def _address(schedule: Schedule, report: Report, people: list[User]) -> None:
    """Who gets it: the people, and whoever has one of the roles in its office now.

    Somebody who has left the office since gets nothing more of it.
    """
    chosen = Q(pk__in=[person.pk for person in people])
    if report.office is not None and schedule.roles:
        chosen |= Q(pk__in=people_with_roles(schedule.roles, report.office))
    to = readers(User.objects.filter(chosen), report.tier, report.office)
    Delivery.objects.bulk_create(
        Delivery(report=report, recipient=person, link_days=schedule.link_days) for person in to
    )


def _missed(schedule: Schedule, now: dt.datetime) -> Iterator[tuple[int, dt.datetime]]:
    assert schedule.next_due_at is not None  # asked for by the query
    just_before = schedule.next_due_at - dt.timedelta(microseconds=1)
    for number, due_at in occurrences(schedule.rule, just_before):
        if due_at > now:
            return
        yield number, due_at


def advance(schedule: Schedule, *, after: dt.datetime) -> None:
    """Set the schedule on its first occurrence after a moment; past its end it has none."""
    end = (schedule.next_number, None)
    schedule.next_number, schedule.next_due_at = next(occurrences(schedule.rule, after), end)
