"""Rows for the tests of making reports."""

import datetime as dt
import uuid

from django.utils import timezone

from reports.models import Report


def stored(report: Report) -> Report:
    """The report as it is stored now."""
    return Report.objects.get(pk=report.pk)


def lease(report: Report, seconds: int) -> uuid.UUID:
    """Another worker is at it; its lease runs out in so many seconds."""
    claim = uuid.uuid4()
    Report.objects.filter(pk=report.pk).update(
        status=Report.Status.RUNNING,
        claim=claim,
        attempts=1,
        due_at=timezone.now() + dt.timedelta(seconds=seconds),
    )
    return claim
