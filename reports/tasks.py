"""What the workers do for reports."""

from celery import shared_task
from django.utils import timezone

from orgs.queue import send_all_now, send_now
from reports.models import Heartbeat
from reports.services import declarations, heartbeat, production, retention, schedules


@shared_task(name="reports.make_report")
def make_report(report_id: str) -> None:
    """Make one report, unless it is made already or somebody is at it."""
    production.make(report_id)


@shared_task(name="reports.make_heavy_report")
def make_heavy_report(report_id: str) -> None:
    """The same for what takes long: its messages wait in a queue of their own."""
    production.make(report_id)


@shared_task(name="reports.make_declaration")
def make_declaration(sign_off_id: int) -> None:
    """Make the declaration of a sign-off, unless it is made already or somebody is at it."""
    declarations.make(sign_off_id)


@shared_task(name="reports.sweep_reports")
def sweep_reports() -> None:
    """Write the reports that have fallen due, send again those whose message was lost, and remove
    files that are kept long enough.
    """
    now = timezone.now()
    schedules.create_due_reports(now)
    send_all_now(production.messages_due(now, 500))
    for sign_off_id in declarations.due(now).values_list("pk", flat=True)[:500]:
        send_now("reports.make_declaration", sign_off_id)
    heartbeat.beat(Heartbeat.SWEEP, now)
    retention.remove_old_files(now)
    retention.remove_leftovers(now)
