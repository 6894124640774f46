"""Making a report: claim the row, freeze the data, render, store, finish, mail. Each step can die.

The row is claimed by one conditional UPDATE and leased for LEASE_SECONDS; each step renews the
lease. A worker that dies leaves a row whose lease runs out, and the sweep gives it to another. A
worker that comes back late finds another's claim and stops without a trace, so that a period gets
one report and each recipient one mail.
"""

import datetime as dt
import hashlib
import logging
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from orgs import audit
from orgs.access import ConflictError
from orgs.lease import CLOCKS_DIFFER, lease_end
from orgs.models import User
from orgs.queue import send_on_commit
from orgs.roles import Capability
from reports import frozen
from reports.access import demand_to, may_read
from reports.kinds import Kind, Tier
from reports.makers import MAKERS
from reports.models import Report
from reports.pdf import RenderError
from reports.queues import IS_HEAVY, task_for
from reports.services import claims, storing
from reports.services.claims import ClaimLostError
from reports.services.deliveries import mail_report
from reports.services.intact import AlteredError, intact
from reports.subjects import Subject

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
# A disk that is full, or a storage that is away, is waited for: with the times below for two hours.
MAX_STORING = 30
# Of one person's own: who wants more has schedules, whose reports go behind those of others.
MOST_WAITING = 20
RETRY_AFTER = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(minutes=5)

Status = Report.Status
Step = Report.Step


@transaction.atomic
def request_report(
    actor: User, subject: Subject, tier: str = Tier.FULL, language: str = ""
) -> Report:
    """Ask for a report now. Asking again while one is still being made gives that one.

    `language` is one of those installed, or "" for the checklist's.
    Raises Http404 or PermissionDenied where the actor may not ask for it, or may not read it, and
    ConflictError where MOST_WAITING of theirs are being made.
    """
    report = Report(**subject.columns, tier=tier, language=language, requested_by=actor)
    demand_to(actor, Capability.REQUEST_REPORTS, report.office)
    if not may_read(actor, report):
        raise PermissionDenied
    # Locked, so that a form that is sent twice at once asks once.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    own = Report.objects.filter(
        schedule=None, requested_by=actor, status__in=[Status.QUEUED, Status.RUNNING]
    ).defer("data")
    if running := own.filter(**subject.columns, tier=tier, language=language).first():
        return running
    if own.count() >= MOST_WAITING:
        raise ConflictError(
            _(
                "%d reports that you asked for are still being made. Wait until one is ready, or "
                "cancel one. For many offices at once, make a schedule with each office below."
            )
            % MOST_WAITING
        )
    report.save()
    audit.record(actor, "report.requested", report, organization=report.organization)
    send_on_commit(task_for(report.kind, False), str(report.pk))
    return report


@transaction.atomic
def retry(actor: User, report_id: uuid.UUID) -> None:
    """Try a failed report again. One that is being made already is left alone."""
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("office__organization", "schedule")
        .get(pk=report_id)
    )
    demand_to(actor, Capability.REQUEST_REPORTS, report.office)
    if report.status in (Status.QUEUED, Status.RUNNING):
        return
    if report.status != Status.FAILED:
        raise ConflictError(_("Only a report that failed can be tried again."))
    report.status = Status.QUEUED
    report.step = Step.WAITING
    report.attempts = 0
    report.error = ""
    report.due_at = timezone.now()
    report.finished_at = None
    report.save(update_fields=["status", "step", "attempts", "error", "due_at", "finished_at"])
    audit.record(actor, "report.retried", report, organization=report.organization)
    is_of_many = report.schedule is not None and report.schedule.with_below
    send_on_commit(task_for(report.kind, is_of_many), str(report.pk))


def due(now: dt.datetime) -> QuerySet[Report]:
    """Reports that wait, and those whose worker has not renewed its lease.

    A time further ahead than any is ever set was set by a clock that was wrong.
    """
    unfinished = Q(status=Status.QUEUED) | Q(status=Status.RUNNING)
    wrong = now + dt.timedelta(seconds=settings.LEASE_SECONDS) + CLOCKS_DIFFER
    return Report.objects.filter(unfinished, Q(due_at__lte=now) | Q(due_at__gt=wrong))


def messages_due(now: dt.datetime, most: int) -> list[tuple[str, str]]:
    """Of each queue, the tasks and reports that waited longest, at most so many."""
    rows = due(now).order_by("due_at").values_list("pk", "kind", "schedule__with_below")
    chosen = [*rows.filter(~IS_HEAVY)[:most], *rows.filter(IS_HEAVY)[:most]]
    return [(task_for(kind, bool(fanned_out)), str(pk)) for pk, kind, fanned_out in chosen]


def make(report_id: str) -> bool:
    """Make one report if it is due and nobody else is at it. False where it was not ours."""
    claim = uuid.uuid4()
    claimed = due(timezone.now()).filter(pk=report_id)
    if not claimed.update(
        status=Status.RUNNING, claim=claim, attempts=F("attempts") + 1, due_at=lease_end()
    ):
        return False
    report = Report.objects.select_related(
        "office__organization", "cycle", "checklist", "schedule", "requested_by"
    ).get(pk=report_id)
    if why := _hopeless(report):
        _give_up(report, claim, why)
        return True
    try:
        _freeze(report, claim)
        claims.enter(report, claim, Step.RENDERING)
        with claims.renewed_lease(report, claim):
            pdf = MAKERS[Kind(report.kind)].render(frozen_data(report), report.data_sha256)
        sha256 = hashlib.sha256(pdf).hexdigest()
        name = storing.store(report, claim, pdf, sha256)
        with transaction.atomic():
            _close(report, claim, name, sha256, len(pdf))
    except ClaimLostError:
        _withdraw(report, claim)
        return False
    except (RenderError, AlteredError) as error:
        _give_up(report, claim, str(error))
    except OSError as error:
        _postpone(report, claim, error)
    return True


def _hopeless(report: Report) -> str:
    """Why it isn't tried once more, or "". A try that ended by itself has said what went wrong."""
    if report.attempts > MAX_STORING:
        return _("The file could not be stored.")
    if report.attempts > MAX_ATTEMPTS and not report.error:
        return _("The worker was lost %d times while making it.") % MAX_ATTEMPTS
    return ""


def _withdraw(report: Report, claim: uuid.UUID) -> None:
    """Another has the report, or it is cancelled: leave no file behind."""
    if f"-{claim.hex[:8]}." in (report.file.name or ""):
        storing.discard(report)


def _freeze(report: Report, claim: uuid.UUID) -> None:
    """Freeze what the report says, once: a second try renders what the first one read."""
    claims.enter(report, claim, Step.COLLECTING)
    if report.data:
        return
    with claims.renewed_lease(report, claim), transaction.atomic():
        data = MAKERS[Kind(report.kind)].collect(
            report, timezone.now().replace(microsecond=0), _zone(report)
        )
    report.data = frozen.dump(data)
    report.data_sha256 = frozen.digest(report.data)
    claims.update(report, claim, data=report.data, data_sha256=report.data_sha256)


def frozen_data(report: Report) -> Any:
    """What a report says, as the dataclass of its kind. Raises AlteredError."""
    raw = intact(bytes(report.data), report.data_sha256, report.pk)
    return frozen.load(raw, MAKERS[Kind(report.kind)].data)


def _zone(report: Report) -> str:
    """The time zone of a report's times: the schedule's, or that of whoever asked for it.

    A zone is named after a place, which a shareable report doesn't tell.
    """
    if report.tier == Tier.SHAREABLE:
        return "UTC"
    if report.schedule:
        return report.schedule.time_zone
    return report.requested_by.time_zone if report.requested_by else "UTC"


def _close(report: Report, claim: uuid.UUID, name: str, sha256: str, size: int) -> None:
    """The row is done and the mails are in the outbox, both or neither."""
    claims.update(
        report,
        claim,
        status=Status.DONE,
        step=Step.FINISHED,
        file=name,
        file_sha256=sha256,
        size=size,
        error="",
        finished_at=timezone.now(),
    )
    report.file.name = name
    for delivery in report.deliveries.filter(mail=None).select_related("recipient"):
        reader = delivery.recipient
        if reader.is_active and may_read(reader, report):
            mail_report(report, delivery, download_name(report))
        else:
            # They have left the office since it was asked for, which can be long ago.
            delivery.delete()
    audit.record(
        None,
        "report.made",
        report,
        organization=report.organization,
        data_sha256=report.data_sha256,
        file_sha256=sha256,
    )


def download_name(report: Report, extension: str = "pdf") -> str:
    """The name of the file for people: the kind, what it is about and the day, never more than the
    report's tier tells.
    """
    names = "" if report.tier == Tier.SHAREABLE else slugify(report.subject)
    parts = ["report", report.kind, names, f"{report.created_at:%Y-%m-%d}"]
    return "-".join(part for part in parts if part) + f".{extension}"


def _postpone(report: Report, claim: uuid.UUID, error: OSError) -> None:
    """The disk or the storage failed: try again a little later, and give up in the end.

    Where on the disk is for the log alone.
    """
    logger.warning("Report %s could not be stored: %s", report.pk, error)
    storing.discard(report)  # a part of a file makes a full disk no emptier
    if report.attempts >= MAX_STORING:
        _give_up(report, claim, _("The file could not be stored."))
        return
    try:
        claims.update(
            report,
            claim,
            status=Status.QUEUED,
            step=Step.WAITING,
            due_at=timezone.now() + min(RETRY_AFTER * report.attempts, LONGEST_WAIT),
            error=_("The file could not be stored; it is tried again."),
        )
    except ClaimLostError:
        return


def _give_up(report: Report, claim: uuid.UUID, reason: str) -> None:
    reason = reason[:500]
    try:
        with transaction.atomic():
            claims.update(
                report, claim, status=Status.FAILED, error=reason, finished_at=timezone.now()
            )
            audit.record(
                None,
                "report.failed",
                report,
                organization=report.organization,
                reason=reason,
            )
    except ClaimLostError:
        return
