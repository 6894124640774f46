"""What the worker tests do inside an installation: each function is called by `Installation`."""

import datetime as dt
import importlib
import json
import os
import signal
import sys
import time
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from checklists.models import Assessment
from orgs.models import OutgoingMail
from orgs.roles import Role
from reports.models import Frequency, Report, Schedule
from reports.services.schedules import create_due_reports, save_schedule
from tests.factories import answer_all, make_assessment, make_member


def serve() -> None:
    """Do what each line of the input asks for, and answer with a line, until there is no more."""
    for line in sys.stdin:
        module, function, *arguments = json.loads(line)
        answer = getattr(importlib.import_module(module), function)(*arguments)
        connections.close_all()  # the database may be another one the next time
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def seed(paragraphs: str = "1") -> dict[str, Any]:
    """An assessment whose report takes long with many paragraphs, and its two readers."""
    call_command("migrate", verbosity=0)
    assessment = make_assessment(items=4)
    office = assessment.office
    answers = answer_all(assessment, make_member(office, Role.FOCAL_POINT))
    long_text = "\n".join("One line of many." for _n in range(int(paragraphs)))
    for answer in answers:
        answer.justification = long_text
        answer.save(update_fields=["justification"])
    coordinator = make_member(office, Role.COORDINATOR)
    observer = make_member(office, Role.OBSERVER)
    OutgoingMail.objects.all().delete()  # those of the seeding itself
    return {
        "assessment": assessment.pk,
        "coordinator": coordinator.pk,
        "recipients": sorted([coordinator.email, observer.email]),
    }


def schedule(seconds: str) -> int:
    """A schedule that falls due in some seconds; both readers get its reports."""
    assessment = Assessment.objects.earliest("pk")
    readers = [
        membership.user
        for membership in assessment.office.memberships.filter(
            role__in=[Role.COORDINATOR, Role.OBSERVER]
        )
    ]
    due = timezone.now() + dt.timedelta(seconds=float(seconds))
    row = Schedule(
        office=assessment.office,
        frequency=Frequency.MONTHLY,
        first_on=due.date(),
        at=due.time(),
    )
    coordinator = next(user for user in readers if user.full_name)
    for membership in assessment.office.memberships.filter(role=Role.COORDINATOR):
        coordinator = membership.user
    return save_schedule(coordinator, row, readers, now=timezone.now()).pk


def sweep() -> int:
    """Write what is due, and hand it to the broker: the first half of what a worker does."""
    return create_due_reports(timezone.now())


def wait_for(step: str, seconds: str) -> dict[str, Any]:
    """Wait until the one report is at a step (or in a status), and say how it stands."""
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        if Report.objects.filter(step=step).exists() or Report.objects.filter(status=step).exists():
            break
        time.sleep(0.02)
    return state()


def kill_at(step: str, seconds: str, worker: str) -> dict[str, Any]:
    """Wait as `wait_for` does, and at once kill -9 a worker with its children, by its group.

    On a busy machine the report would be done before another process had come to it.
    """
    wait_for(step, seconds)
    os.killpg(int(worker), signal.SIGKILL)
    return state()


def wait_for_mail(count: str, seconds: str) -> dict[str, Any]:
    """Wait until so many mails are recorded as sent, and say how it all stands."""
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        if OutgoingMail.objects.filter(status=OutgoingMail.Status.SENT).count() >= int(count):
            break
        time.sleep(0.05)
    return state()


def state() -> dict[str, Any]:
    """The reports and the mails of this installation."""
    return {
        "reports": list(
            Report.objects.order_by("created_at").values(
                "status", "step", "attempts", "error", "size", "file_sha256"
            )
        ),
        "files": [
            report.file.open("rb").read(5).decode() for report in Report.objects.exclude(file="")
        ],
        "mails": sorted(OutgoingMail.objects.values_list("status", flat=True)),
    }
