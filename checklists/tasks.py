"""What the workers do for checklists."""

from celery import shared_task
from django.utils import timezone

from checklists.services.proposed_evidence import remove_abandoned
from checklists.services.reminders import send_due_digests
from checklists.services.workbooks import remove_expired_uploads


@shared_task(name="checklists.send_digests")
def send_digests() -> None:
    """Write the digests that are due into the outbox."""
    send_due_digests()


@shared_task(name="checklists.remove_expired")
def remove_expired() -> None:
    """Delete what is kept for a time: workbooks under preview, and evidence nobody confirmed."""
    now = timezone.now()
    remove_expired_uploads(now)
    remove_abandoned(now)
