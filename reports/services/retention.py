"""Removing the files of old reports, by the installation's rule, and what a report that came to
nothing left. The row and the hashes stay.
"""

import datetime as dt
import logging
import uuid

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from orgs import audit
from orgs.models import OutgoingMail
from reports.models import Report
from reports.services.storing import discard

logger = logging.getLogger(__name__)

_AT_ONCE = 100


def remove_old_files(now: dt.datetime, most: int = _AT_ONCE) -> int:
    """Remove the files of reports finished more than REPORT_FILE_DAYS ago; returns how many.

    0 days keep all. A file that a mail still has to carry waits for that mail.
    """
    if not settings.REPORT_FILE_DAYS:
        return 0
    before = now - dt.timedelta(days=settings.REPORT_FILE_DAYS)
    waiting = OutgoingMail.objects.filter(
        status__in=[OutgoingMail.Status.QUEUED, OutgoingMail.Status.SENDING]
    ).exclude(attachment="")
    rows = (
        Report.objects.filter(status=Report.Status.DONE, finished_at__lt=before)
        .exclude(file="")
        .exclude(file__in=waiting.values("attachment"))
        .order_by("finished_at")
        .values_list("pk", flat=True)
    )
    return sum(_remove(pk, now) for pk in list(rows[:most]))


def remove_leftovers(now: dt.datetime, most: int = _AT_ONCE) -> int:
    """Remove what the last try left of reports that failed or were cancelled; returns how many.

    A worker that doesn't know of it yet gets the time of its lease to stop.
    """
    before = now - dt.timedelta(seconds=settings.LEASE_SECONDS)
    ended = [Report.Status.FAILED, Report.Status.CANCELLED]
    rows = Report.objects.filter(status__in=ended, finished_at__lt=before).exclude(file="")
    removed = 0
    for report in rows.defer("data")[:most]:
        discard(report)
        # Not where it is being tried again by now.
        unchanged = Report.objects.filter(pk=report.pk, status=report.status, file=report.file.name)
        removed += unchanged.update(file="")
    return removed


@transaction.atomic
def _remove(report_id: uuid.UUID, now: dt.datetime) -> bool:
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("office__organization")
        .defer("data")
        .filter(pk=report_id)
        .exclude(file="")
        .first()
    )
    if report is None:
        return False
    # Before the row: a crash in between leaves a row that the next sweep takes up, and no file that
    # nobody knows of.
    try:
        default_storage.delete(report.file.name or "")
    except OSError as error:
        logger.warning("The file of report %s could not be removed: %s", report.pk, error)
        return False
    report.file.name = ""
    report.file_removed_at = now
    report.save(update_fields=["file", "file_removed_at"])
    audit.record(
        None,
        "report.file_removed",
        report,
        organization=report.organization,
        file_sha256=report.file_sha256,
    )
    return True
