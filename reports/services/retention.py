"""Removing the files of old reports, by the installation's rule, and what a report that came to
nothing left. The row and the hashes stay.

A file that can't be removed is tried again, behind all others, so that it holds up none of them.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet

from orgs import audit
from orgs.models import OutgoingMail
from reports.models import Report
from reports.services.storing import discard

logger = logging.getLogger(__name__)

_AT_ONCE = 100
_AGAIN_AFTER = dt.timedelta(hours=1)
# After so many in a row it is the storage that is away, and no longer this file or that.
_IN_A_ROW = 5


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
    rows = Report.objects.filter(status=Report.Status.DONE, finished_at__lt=before)
    rows = rows.exclude(file__in=waiting.values("attachment"))
    return _each(rows, now, most, _remove)


def remove_leftovers(now: dt.datetime, most: int = _AT_ONCE) -> int:
    """Remove what the last try left of reports that failed or were cancelled; returns how many.

    A worker that doesn't know of it yet gets the time of its lease to stop.
    """
    before = now - dt.timedelta(seconds=settings.LEASE_SECONDS)
    ended = [Report.Status.FAILED, Report.Status.CANCELLED]
    rows = Report.objects.filter(status__in=ended, finished_at__lt=before)
    return _each(rows, now, most, _remove_leftover)


def _each(
    rows: QuerySet[Report],
    now: dt.datetime,
    most: int,
    remove: Callable[[uuid.UUID, dt.datetime], bool],
) -> int:
    """Remove the files of these rows, those first that were never tried; returns how many."""
    due = Q(removal_failed_at=None) | Q(removal_failed_at__lt=now - _AGAIN_AFTER)
    rows = rows.filter(due).exclude(file="")
    order = (F("removal_failed_at").asc(nulls_first=True), "finished_at")
    removed = in_vain = 0
    for pk in list(rows.order_by(*order).values_list("pk", flat=True)[:most]):
        if remove(pk, now):
            removed, in_vain = removed + 1, 0
        else:
            in_vain += 1
        if in_vain == _IN_A_ROW:
            break
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
        report.removal_failed_at = now
        report.save(update_fields=["removal_failed_at"])
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


def _remove_leftover(report_id: uuid.UUID, now: dt.datetime) -> bool:
    report = Report.objects.defer("data").get(pk=report_id)
    is_gone = discard(report)
    # Not where it is being tried again by now.
    unchanged = Report.objects.filter(pk=report.pk, status=report.status, file=report.file.name)
    if is_gone:
        return bool(unchanged.update(file=""))
    unchanged.update(removal_failed_at=now)
    return False
