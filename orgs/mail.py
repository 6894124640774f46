"""The outbox of mail: writing to it, claiming from it, sending, and recording the outcome."""

import datetime as dt
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from orgs.models import OutgoingMail, User
from orgs.queue import send_on_commit

# Waiting times between attempts; after the last one the mail has failed.
RETRY_AFTER = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480)]

# What a server says to who should have signed in, or differently.
_NOT_LET_IN = {530, 534, 535, 538}


def queue_mail(
    recipient: User,
    subject: str,
    paragraphs: list[str],
    *,
    attachment: str = "",
    attachment_name: str = "",
) -> OutgoingMail:
    """Put a mail into the outbox, in the transaction of the deed that it tells of.

    `attachment` is the name of a file in the default storage, `attachment_name` what the recipient
    sees. Pages in it are given as full addresses: see `address`.
    """
    mail = OutgoingMail.objects.create(
        recipient=recipient,
        subject=" ".join(subject.split())[:250],
        body="\n\n".join(paragraphs) + "\n",
        attachment=attachment,
        attachment_name=attachment_name,
    )
    send_on_commit("orgs.send_mail", str(mail.pk))
    return mail


def queue_mail_to_address(
    email: str, name: str, subject: str, paragraphs: list[str]
) -> OutgoingMail:
    """Put a mail to somebody without an account into the outbox; `name` may be "".

    The same promises as `queue_mail`. Who may be written to, the caller has checked.
    """
    mail = OutgoingMail.objects.create(
        email=email,
        name=" ".join(name.split())[:200],
        subject=" ".join(subject.split())[:250],
        body="\n\n".join(paragraphs) + "\n",
    )
    send_on_commit("orgs.send_mail", str(mail.pk))
    return mail


def address(path: str) -> str:
    """The full address of a page of this installation."""
    return f"{settings.PUBLIC_URL}{path}"


def due(now: dt.datetime) -> QuerySet[OutgoingMail]:
    """Mails that wait, and those whose sender died: their `due_at` is the end of its lease."""
    unsent = Q(status=OutgoingMail.Status.QUEUED) | Q(status=OutgoingMail.Status.SENDING)
    return OutgoingMail.objects.filter(unsent, due_at__lte=now)


def deliver(mail_id: str) -> bool:
    """Send one mail if it is due and nobody else is sending it. False where it was not ours."""
    now = timezone.now()
    claimed = due(now).filter(pk=mail_id)
    lease = now + dt.timedelta(seconds=settings.LEASE_SECONDS)
    if not claimed.update(
        status=OutgoingMail.Status.SENDING, attempts=F("attempts") + 1, due_at=lease
    ):
        return False
    mail = OutgoingMail.objects.select_related("recipient").get(pk=mail_id)
    if mail.recipient and not mail.recipient.is_active:
        return _give_up(mail, "The recipient's account is closed.")
    if mail.attempts > len(RETRY_AFTER) + 1:
        return _give_up(mail, "Worker after worker was lost while sending it.")
    try:
        _message(mail).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        if _is_final(error):
            return _give_up(mail, _told(error))
        _record_failure(mail, error)
    else:
        mail.status = OutgoingMail.Status.SENT
        mail.sent_at = timezone.now()
        mail.error = ""
        # The ledger needs no text, and a link to choose a password should lie nowhere.
        mail.body = ""
        mail.save(update_fields=["status", "sent_at", "error", "body"])
    return True


def _is_final(error: Exception) -> bool:
    """Whether another attempt could only end the same.

    So it is where the server refused this mail for good (5xx). A server that is away, slow, or
    refuses for now (4xx) is asked again; so is one that won't let this installation in, which
    somebody will mend.
    """
    codes: list[int] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        codes = [error.smtp_code]
    return any(500 <= code < 600 and code not in _NOT_LET_IN for code in codes)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _give_up(mail: OutgoingMail, reason: str) -> bool:
    mail.status = OutgoingMail.Status.FAILED
    mail.error = reason
    mail.body = ""
    mail.save(update_fields=["status", "error", "body"])
    return True


def message_id(mail: OutgoingMail) -> str:
    """The Message-ID of a mail: the same at each attempt, so that a repetition is told."""
    return f"<{mail.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def _message(mail: OutgoingMail) -> EmailMessage:
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.recipient.email if mail.recipient else mail.email],
        headers={"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"},
    )
    if mail.attachment:
        with default_storage.open(mail.attachment) as file:
            message.attach(mail.attachment_name, file.read(), "application/pdf")
    return message


def _record_failure(mail: OutgoingMail, error: Exception) -> None:
    mail.error = _told(error)
    if mail.attempts > len(RETRY_AFTER):
        mail.status = OutgoingMail.Status.FAILED
        mail.body = ""
    else:
        mail.status = OutgoingMail.Status.QUEUED
        mail.due_at = timezone.now() + RETRY_AFTER[mail.attempts - 1]
    mail.save(update_fields=["status", "due_at", "error", "body"])
