"""Cancelling what isn't made yet: one report, or all that are left of its round.

A cancelled report belongs to no worker: one that is still at it finds its claim gone at its next
step and stops, removing the file that it may have stored. No mail is sent.
"""

import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs import audit
from orgs.access import ConflictError
from orgs.models import User
from reports.access import demand_to_cancel
from reports.models import Report
from reports.rounds import of_round

UNFINISHED = [Report.Status.QUEUED, Report.Status.RUNNING]


def unfinished_of_round(report: Report) -> QuerySet[Report]:
    """The unfinished reports of the same schedule and period or run, this one among them."""
    return Report.objects.filter(of_round(report), status__in=UNFINISHED)


@transaction.atomic
def cancel(actor: User, report_id: uuid.UUID, *, whole_round: bool = False) -> int:
    """Cancel a report, or all of its round that the actor may cancel; returns how many were.

    Raises ConflictError where there is nothing left to cancel. A second time is as the first.
    """
    report = (
        Report.objects.select_related("office__organization", "schedule__office")
        .defer("data")
        .get(pk=report_id)
    )
    demand_to_cancel(actor, report)
    wanted = unfinished_of_round(report) if whole_round else Report.objects.filter(pk=report.pk)
    if whole_round and report.schedule is not None:
        # Who manages the top manages all below.
        demand_to_cancel(actor, report, report.schedule.office)
    count = stop(wanted)
    if not count:
        if Report.objects.filter(pk=report.pk, status=Report.Status.CANCELLED).exists():
            return 0
        raise ConflictError(_("The report is finished. It can't be cancelled any more."))
    audit.record(actor, "report.cancelled", report, organization=report.organization, reports=count)
    return count


def stop(reports: QuerySet[Report]) -> int:
    """Cancel those that aren't finished, in a deed that notes it; returns how many they were."""
    # In one order, so that two who cancel at once wait for each other and don't block each other.
    locked = reports.select_for_update().order_by("pk").values_list("pk", "status")
    left = [pk for pk, status in locked if status in UNFINISHED]
    Report.objects.filter(pk__in=left).update(
        status=Report.Status.CANCELLED, claim=None, error="", finished_at=timezone.now()
    )
    return len(left)
