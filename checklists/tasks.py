"""What the workers do for checklists."""

from celery import shared_task

from checklists.services.reminders import send_due_digests


@shared_task(name="checklists.send_digests")
def send_digests() -> None:
    """Write the digests that are due into the outbox."""
    send_due_digests()
