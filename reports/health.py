"""How the machine does: what is late, what waits, and whether it is alive. Read by the status page
and by the metrics; a constant number of queries.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Min, Q

from orgs.models import OutgoingMail
from reports.models import Heartbeat, Report, Schedule
from reports.queues import IS_HEAVY

Status = Report.Status

# The sweep beats each SWEEP_SECONDS; so long it may be silent, as a restart takes its time.
_SILENCE = dt.timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Health:
    """`missed` are schedules that fell due more than LATE_MINUTES ago and have no report for it;
    `stuck` reports that wait or run for longer than that past their time. Of `last_sweep`, None
    where there never was one, the age tells whether beat, broker and workers work.
    """

    now: dt.datetime
    last_sweep: dt.datetime | None
    missed: int
    missed_since: dt.datetime | None
    stuck: int
    waiting: int
    waiting_heavy: int
    running: int
    failed: int  # reports, in the last day
    unstored: int  # wait since the storage doesn't take their file, not just once or twice
    files_staying: int  # past their time, and could not be removed
    mails_waiting: int
    mails_failed: int  # in the last day

    @property
    def is_silent(self) -> bool:
        """Whether the sweep hasn't been heard of for too long."""
        allowed = _SILENCE + 4 * dt.timedelta(seconds=settings.SWEEP_SECONDS)
        return self.last_sweep is None or self.now - self.last_sweep > allowed

    @property
    def is_well(self) -> bool:
        """Whether nothing needs a person."""
        return not (self.is_silent or self.missed or self.stuck or self.unstored)


def health(now: dt.datetime) -> Health:
    """How it stands. Four queries."""
    late = now - dt.timedelta(minutes=settings.LATE_MINUTES)
    yesterday = now - dt.timedelta(days=1)
    missed = Schedule.objects.filter(is_active=True, next_due_at__lt=late).aggregate(
        count=Count("pk"), since=Min("next_due_at")
    )
    unfinished = Q(status__in=[Status.QUEUED, Status.RUNNING])
    reports = Report.objects.aggregate(
        stuck=Count("pk", filter=unfinished & Q(due_at__lt=late)),
        waiting=Count("pk", filter=Q(status=Status.QUEUED) & ~IS_HEAVY),
        waiting_heavy=Count("pk", filter=Q(status=Status.QUEUED) & IS_HEAVY),
        running=Count("pk", filter=Q(status=Status.RUNNING)),
        failed=Count("pk", filter=Q(status=Status.FAILED, finished_at__gt=yesterday)),
        unstored=Count("pk", filter=Q(status=Status.QUEUED, attempts__gte=3) & ~Q(error="")),
        files_staying=Count("pk", filter=Q(removal_failed_at__isnull=False) & ~Q(file="")),
    )
    mails = OutgoingMail.objects.aggregate(
        mails_waiting=Count(
            "pk", filter=Q(status__in=[OutgoingMail.Status.QUEUED, OutgoingMail.Status.SENDING])
        ),
        mails_failed=Count(
            "pk", filter=Q(status=OutgoingMail.Status.FAILED, created_at__gt=yesterday)
        ),
    )
    swept = Heartbeat.objects.filter(name=Heartbeat.SWEEP).values_list("at", flat=True).first()
    return Health(now, swept, missed["count"], missed["since"], **reports, **mails)
