"""Turning what is due into reports: each period and each run by hand gets its reports once."""

import datetime as dt
import itertools
import logging
import zoneinfo
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from orgs import audit
from orgs.models import User
from orgs.queue import send_all_on_commit
from reports.models import Delivery, Report, Schedule
from reports.queues import task_for
from reports.recurrence import occurrences, periods
from reports.services.addressing import deliveries_of
from reports.subjects import subjects_on

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
    for due_at, (start, end) in _missed(schedule, now):
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

    `columns` say for which period or run; what is there for it already isn't written again. The
    schedule is locked. The number of queries doesn't grow with the offices.
    """
    day = at.astimezone(zoneinfo.ZoneInfo(schedule.time_zone)).date()
    subjects = subjects_on(schedule, day)
    if not subjects:
        logger.warning("Schedule %s is due, but there is nothing to report on", schedule.pk)
    key = {name: columns[name] for name in ("scheduled_for", "run") if name in columns}
    there = set(Report.objects.filter(schedule=schedule, **key).values_list("office", flat=True))
    reports = [
        Report(
            **columns,
            **subject.columns,
            schedule=schedule,
            tier=schedule.tier,
            language=schedule.language,
            requested_by=requested_by,
        )
        for subject in subjects
    ]
    written = Report.objects.bulk_create(row for row in reports if row.office_id not in there)
    if not written:
        return []
    Delivery.objects.bulk_create(deliveries_of(schedule, written))
    audit.record_all(
        requested_by,
        "report.scheduled",
        written,
        organization=schedule.organization,
        late=written[0].is_late,
    )
    task = task_for(schedule.kind, schedule.with_below)
    send_all_on_commit(task, [str(report.pk) for report in written])
    return written


def _missed(
    schedule: Schedule, now: dt.datetime
) -> Iterator[tuple[dt.datetime, tuple[dt.date, dt.date]]]:
    assert schedule.next_due_at is not None  # asked for by the query
    just_before = schedule.next_due_at - dt.timedelta(microseconds=1)
    return itertools.takewhile(lambda fall: fall[0] <= now, periods(schedule.rule, just_before))


def advance(schedule: Schedule, *, after: dt.datetime) -> None:
    """Set the schedule on its first occurrence after a moment; past its end it has none."""
    end = (schedule.next_number, None)
    schedule.next_number, schedule.next_due_at = next(occurrences(schedule.rule, after), end)
