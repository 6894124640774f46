"""The outbox of mail: writing to it, claiming from it, sending, and recording the outcome."""

import contextlib
import datetime as dt
import smtplib
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from orgs.lease import CLOCKS_DIFFER, lease_end, renewed
from orgs.mail_server import UnansweredError
from orgs.models import OutgoingMail, User
from orgs.queue import send_on_commit

# Waiting times between attempts; after the last one the mail has failed.
RETRY_AFTER = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480)]

# One repetition, for the mail that may have been lost; then a person has to ask.
MOST_DOUBTS = 2
_IN_DOUBT = "It was sent twice, and no answer came. It may have arrived."

Status = OutgoingMail.Status

# What a server says to who should have signed in, or differently.
_NOT_LET_IN = {530, 534, 535, 538}


# What may have become wrong about a mail while it waited: each says why it can't go out, or "".
_objections: list[Callable[[OutgoingMail], str]] = []


def ask_before_sending(objection: Callable[[OutgoingMail], str]) -> None:
    """Have this asked before each attempt at a mail, with its row; once is enough for good."""
    if objection not in _objections:
        _objections.append(objection)


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
    """Mails that wait, and those whose sender died: their `due_at` is the end of its lease.

    A time further ahead than any is ever set was set by a clock that was wrong.
    """
    unsent = Q(status=OutgoingMail.Status.QUEUED) | Q(status=OutgoingMail.Status.SENDING)
    wrong = now + max(RETRY_AFTER[-1], dt.timedelta(seconds=settings.LEASE_SECONDS)) + CLOCKS_DIFFER
    return OutgoingMail.objects.filter(unsent, Q(due_at__lte=now) | Q(due_at__gt=wrong))


def deliver(mail_id: str) -> bool:
    """Send one mail if it is due and nobody else is sending it. False where it was not ours."""
    claimed = due(timezone.now()).filter(pk=mail_id)
    if not claimed.update(status=Status.SENDING, attempts=F("attempts") + 1, due_at=lease_end()):
        return False
    mail = OutgoingMail.objects.select_related("recipient").get(pk=mail_id)
    if why := _why_not(mail):
        return _give_up(mail, why)
    try:
        if not _hand_over(mail):
            return False
    except UnansweredError as error:
        if mail.doubts + 1 >= MOST_DOUBTS:
            return _give_up(mail, _IN_DOUBT)
        _record_failure(mail, error)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        if _is_final(error):
            return _give_up(mail, _told(error))
        _record_failure(mail, error)
    return True


def _why_not(mail: OutgoingMail) -> str:
    """Why it can't go out any more, or ""."""
    if mail.recipient and not mail.recipient.is_active:
        return "The recipient's account is closed."
    if mail.doubts >= MOST_DOUBTS:
        return _IN_DOUBT
    if mail.attempts > len(RETRY_AFTER) + 1:
        return "Worker after worker was lost while sending it."
    return next(filter(None, (objection(mail) for objection in _objections)), "")


def _hand_over(mail: OutgoingMail) -> bool:
    """Send it, and record it as soon as the server has taken it. False where the claim is lost.

    What is in doubt is counted before the server has the text, and taken back when its answer is
    known: so a mail is repeated once at most, wherever a worker dies and whatever the server does.
    """
    message = _message(mail)
    server = get_connection()
    try:
        server.open()
        if not _ours(mail).update(doubts=F("doubts") + 1, due_at=lease_end()):
            return False
        with renewed(lambda end: _ours(mail).update(due_at=end)):
            server.send_messages([message])
        _record_sent(mail)
    except UnansweredError:
        raise
    except (smtplib.SMTPException, OSError, ValueError):
        _ours(mail).filter(doubts__gt=mail.doubts).update(doubts=mail.doubts)
        raise
    finally:
        # How the parting goes says nothing about the mail.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.close()
    return True


def _ours(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """The row, while this attempt holds it: the next one has another number."""
    return OutgoingMail.objects.filter(pk=mail.pk, status=Status.SENDING, attempts=mail.attempts)


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


def _record_sent(mail: OutgoingMail) -> None:
    """It is true whoever holds the row by now."""
    unsent = OutgoingMail.objects.filter(pk=mail.pk).exclude(status=Status.SENT)
    # The ledger needs no text, and a link to choose a password should lie nowhere.
    unsent.update(status=Status.SENT, sent_at=timezone.now(), error="", body="")


def _give_up(mail: OutgoingMail, reason: str) -> bool:
    _ours(mail).update(status=Status.FAILED, error=reason, body="")
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
    if mail.attempts > len(RETRY_AFTER):
        _give_up(mail, _told(error))
        return
    _ours(mail).update(
        status=Status.QUEUED,
        due_at=timezone.now() + RETRY_AFTER[mail.attempts - 1],
        error=_told(error),
    )
