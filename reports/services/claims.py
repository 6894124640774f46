"""A worker's claim on a report: every write to the row asks whether it still holds."""

import contextlib
import datetime as dt
import uuid
from collections.abc import Iterator

from orgs.lease import lease_end, renewed
from reports.models import Report


class ClaimLostError(Exception):
    """Another worker has taken the report over."""


def update(report: Report, claim: uuid.UUID, **fields: object) -> None:
    """Write to the row while it is still ours, and raise ClaimLostError where it isn't."""
    ours = Report.objects.filter(pk=report.pk, claim=claim, status=Report.Status.RUNNING)
    if not ours.update(**fields):
        raise ClaimLostError


def enter(report: Report, claim: uuid.UUID, step: Report.Step, **fields: object) -> None:
    """Begin a step, with a new lease."""
    update(report, claim, step=step, due_at=lease_end(), **fields)


@contextlib.contextmanager
def renewed_lease(report: Report, claim: uuid.UUID) -> Iterator[None]:
    """Keep the claim while long work is done; the worker's time limit ends what never ends."""

    def renew(end: dt.datetime) -> None:
        ours = Report.objects.filter(pk=report.pk, claim=claim, status=Report.Status.RUNNING)
        ours.update(due_at=end)

    with renewed(renew):
        yield
