"""What the tests of faults ask and do inside an installation, by schedule."""

import datetime as dt
import hashlib
import time
from pathlib import Path
from typing import Any

from celery import current_app
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections
from django.utils import timezone

from orgs.mail import message_id
from orgs.models import OutgoingMail, User
from orgs.roles import Role
from reports.models import Frequency, Report, Schedule
from reports.services.cancelling import cancel
from reports.services.schedules import create_due_reports, save_schedule
from tests.factories import make_cycle, make_member, make_office

_ENDED = {"done", "failed", "cancelled", "sent"}


def settled(schedule: str, seconds: str = "150") -> dict[str, Any]:
    """Wait until a schedule's reports and their mails have ended, and say how."""
    end = time.monotonic() + float(seconds)
    while True:
        said = outcome(schedule)
        statuses = {each["status"] for each in [*said["reports"], *said["mails"]]}
        if (said["reports"] and statuses <= _ENDED) or time.monotonic() > end:
            return said
        connections.close_all()
        time.sleep(0.1)


def outcome(schedule: str) -> dict[str, Any]:
    """A schedule's reports with their files, and their mails.

    `stray` are files of reports, anybody's, that no report names: nobody would ever remove them.
    """
    reports = Report.objects.filter(schedule=int(schedule)).order_by("scheduled_for", "office")
    mails = OutgoingMail.objects.filter(delivery__report__in=reports)
    whole = [
        hashlib.sha256(report.file.open("rb").read()).hexdigest() == report.file_sha256
        for report in reports.filter(status=Report.Status.DONE)
    ]
    return {
        "reports": list(
            reports.values("status", "step", "attempts", "error", "is_late", "office__name")
        ),
        "files": whole,
        "mails": list(mails.order_by("pk").values("status", "attempts", "error")),
        "message_ids": [message_id(mail) for mail in mails],
        "stray": sorted(_stored() - set(Report.objects.values_list("file", flat=True))),
    }


def _stored() -> set[str]:
    """The files of reports on the disk; none where the files are on a server."""
    if not isinstance(default_storage, FileSystemStorage):
        return set()
    folder = Path(default_storage.path("reports"))
    return {str(path.relative_to(folder.parent)) for path in folder.rglob("*.pdf")}


def hurry() -> None:
    """Let the time pass after which what failed is tried again."""
    now = timezone.now()
    Report.objects.filter(status=Report.Status.QUEUED).update(due_at=now)
    OutgoingMail.objects.filter(status=OutgoingMail.Status.QUEUED).update(due_at=now)


def batch(organizations: str, offices: str, seconds: str) -> list[int]:
    """A schedule for each of several organizations, with a report for each of its offices, to
    whoever coordinates it; all fall due at once, in some seconds.
    """
    now = timezone.now()
    due = now + dt.timedelta(seconds=float(seconds))
    made = []
    for _number in range(int(organizations)):
        top = make_office()
        below = [make_office(parent=top) for _n in range(int(offices) - 1)]
        make_cycle([top, *below])
        row = Schedule(
            office=top,
            with_below=True,
            frequency=Frequency.QUARTERLY,
            first_on=due.date(),
            at=due.time(),
        )
        coordinator = make_member(top, Role.COORDINATOR)
        made.append(save_schedule(coordinator, row, [coordinator], now=now).pk)
    OutgoingMail.objects.filter(delivery=None).delete()  # those of the seeding itself
    return made


def begun_months_ago(months: str) -> int:
    """A monthly schedule that was to run so many times by now: nothing did run."""
    now = timezone.now()
    past = now - dt.timedelta(days=1)
    for _month in range(int(months) - 1):
        past = past.replace(day=1) - dt.timedelta(days=1)
    past = past.replace(day=1)
    row = Schedule.objects.latest("pk")
    people = list(row.recipients.all())
    changed = Schedule(
        office=row.office,
        frequency=Frequency.MONTHLY,
        first_on=past.date(),
        at=dt.time(0, 0, row.pk % 60),
    )
    before = past - dt.timedelta(days=1)
    return save_schedule(User.objects.get(pk=row.created_by_id), changed, people, now=before).pk


def sweep_with_clock(days: str) -> int:
    """Sweep with a clock that is so many days ahead of the true time, or behind it."""
    return create_due_reports(timezone.now() + dt.timedelta(days=float(days)))


def message_again(schedule: str, times: str) -> None:
    """Send the message of a schedule's one report again, so many times."""
    report = Report.objects.get(schedule=int(schedule))
    for _time in range(int(times)):
        current_app.send_task("reports.make_report", [str(report.pk)])


def cancel_round(schedule: str) -> int:
    """Cancel what is left of a schedule's round, as the button does; returns how many."""
    row = Schedule.objects.get(pk=int(schedule))
    actor = User.objects.get(pk=row.created_by_id)
    report = Report.objects.filter(schedule=row).earliest("created_at")
    return cancel(actor, report.pk, whole_round=True)


def wait_for_mails(status: str, count: str, schedule: str) -> dict[str, Any]:
    """Wait until so many of a schedule's mails have had an attempt and are in a status."""
    end = time.monotonic() + 150
    while time.monotonic() < end:
        rows = OutgoingMail.objects.filter(delivery__report__schedule=int(schedule), attempts__gt=0)
        if rows.filter(status=status).count() >= int(count):
            break
        connections.close_all()
        time.sleep(0.1)
    return outcome(schedule)
