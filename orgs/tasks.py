"""What the workers do for mail."""

from celery import shared_task
from django.utils import timezone

from orgs import mail
from orgs.queue import send_now


@shared_task(name="orgs.send_mail")
def send_mail(mail_id: str) -> None:
    """Send one mail of the outbox, unless it is sent already or somebody is at it."""
    mail.deliver(mail_id)


@shared_task(name="orgs.sweep_mail")
def sweep_mail() -> None:
    """Send again what is due: mails that waited for another attempt, or whose message was lost."""
    for mail_id in mail.due(timezone.now()).values_list("pk", flat=True)[:500]:
        send_now("orgs.send_mail", str(mail_id))
