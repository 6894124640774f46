"""The rounds of a schedule: all reports of one period, or of one run by hand, as one line."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce

from reports.models import Report, Schedule

Status = Report.Status


@dataclass(frozen=True, slots=True)
class Round:
    """How many reports of it there are, and how they stand.

    `any_report` is one that isn't finished, where there is one.
    """

    at: dt.datetime
    by_hand: bool
    late: bool
    total: int
    done: int
    failed: int
    cancelled: int
    any_report: uuid.UUID

    @property
    def left(self) -> int:
        """How many are still to be made."""
        return self.total - self.done - self.failed - self.cancelled


def of_round(report: Report | None) -> Q:
    """The reports of the same round: of one without a schedule, itself alone; of none, none."""
    if report is None:
        return Q(pk__in=[])
    if report.schedule_id is None:
        return Q(pk=report.pk)
    return Q(schedule=report.schedule_id, scheduled_for=report.scheduled_for, run=report.run)


def latest_rounds(schedule: Schedule, most: int = 5) -> list[Round]:
    """The latest rounds, the newest first. Two queries."""
    rows = list(
        Report.objects.filter(schedule=schedule)
        .order_by()
        .values("scheduled_for", "run")
        .annotate(
            total=Count("pk"),
            late=Count("pk", filter=Q(is_late=True)),
            at=Coalesce(F("scheduled_for"), Min("created_at")),
            done=Count("pk", filter=Q(status=Status.DONE)),
            failed=Count("pk", filter=Q(status=Status.FAILED)),
            cancelled=Count("pk", filter=Q(status=Status.CANCELLED)),
        )
        .order_by("-at")[:most]
    )
    if not rows:
        return []
    chosen = Q(pk__in=[])
    for row in rows:
        chosen |= Q(scheduled_for=row["scheduled_for"], run=row["run"])
    keys = Report.objects.filter(chosen, schedule=schedule).order_by("-finished_at")
    some: dict[tuple[dt.datetime | None, int | None], uuid.UUID] = {}
    for pk, at, run, status in keys.values_list("pk", "scheduled_for", "run", "status"):
        if status in (Status.QUEUED, Status.RUNNING) or (at, run) not in some:
            some[at, run] = pk
    return [
        Round(
            row["at"],
            row["run"] is not None,
            bool(row["late"]),
            row["total"],
            row["done"],
            row["failed"],
            row["cancelled"],
            some[row["scheduled_for"], row["run"]],
        )
        for row in rows
    ]
