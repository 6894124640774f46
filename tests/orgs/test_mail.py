"""The outbox: a mail is a row first, leaves once, and is tried again when it could not."""

import datetime as dt
import smtplib
from collections.abc import Sequence

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as LocmemBackend
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from orgs.mail import RETRY_AFTER, address, deliver, due, queue_mail, queue_mail_to_address
from orgs.models import OutgoingMail, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

Status = OutgoingMail.Status


class AwayBackend(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


def _overtake() -> None:
    """Another worker takes the mail, as after a lease."""
    OutgoingMail.objects.update(attempts=F("attempts") + 1)


class OvertakenBackend(LocmemBackend):
    """A mail server that takes so long to connect that another worker has taken the mail."""

    def open(self) -> None:
        _overtake()


class LateBackend(AwayBackend):
    """A mail server that fails after another worker has sent the mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        _overtake()
        OutgoingMail.objects.update(status=Status.SENT)
        return super().send_messages(email_messages)


@pytest.fixture
def mail() -> OutgoingMail:
    """A mail that waits."""
    return queue_mail(make_user("Ana"), "Hello", ["Dear Ana,", "look here."])


@pytest.fixture
def _away(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.AwayBackend"


def _make_due(mail: OutgoingMail) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(due_at=timezone.now())


def test_mail_is_a_row_before_it_is_a_message(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    assert (mail.status, len(mailoutbox)) == (Status.QUEUED, 0)


def test_mail_is_handed_to_the_workers_once_the_deed_is_in_the_database(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        queue_mail(make_user(), "Hello", ["Look here."])
    assert len(callbacks) == 1


def test_subject_cannot_carry_a_second_header() -> None:
    mail = queue_mail(make_user(), "Hello\r\nBcc: x@example.org", ["Look here."])
    assert mail.subject == "Hello Bcc: x@example.org"


def test_long_subject_is_cut_to_what_the_row_holds() -> None:
    assert len(queue_mail(make_user(), "x" * 400, ["Look here."]).subject) == 250


def test_delivered_mail_has_its_paragraphs_apart(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    deliver(str(mail.pk))
    [message] = mailoutbox
    assert (message.to, message.subject, message.body) == (
        ["ana@example.org"],
        "Hello",
        "Dear Ana,\n\nlook here.\n",
    )


def test_delivered_mail_is_recorded_as_sent(mail: OutgoingMail) -> None:
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.sent_at is not None) == (Status.SENT, 1, True)


def test_mail_leaves_once_however_often_it_is_asked_for(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    assert [deliver(str(mail.pk)) for _ in range(3)] == [True, False, False]
    assert len(mailoutbox) == 1


def test_message_id_is_that_of_the_row_so_that_a_repetition_is_told(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    deliver(str(mail.pk))
    [message] = mailoutbox
    assert message.extra_headers["Message-ID"] == f"<{mail.pk}@localhost>"


def test_mail_says_that_a_machine_wrote_it(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    deliver(str(mail.pk))
    assert mailoutbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_attachment_goes_under_the_name_for_people(mailoutbox: list[EmailMessage]) -> None:
    stored = default_storage.save("reports/ab/abc.pdf", ContentFile(b"%PDF-1.7"))
    mail = queue_mail(
        make_user(), "Report", ["Attached."], attachment=stored, attachment_name="report.pdf"
    )
    deliver(str(mail.pk))
    assert mailoutbox[0].attachments == [("report.pdf", b"%PDF-1.7", "application/pdf")]


def test_mail_whose_attachment_is_missing_waits_for_it(mailoutbox: list[EmailMessage]) -> None:
    mail = queue_mail(
        make_user(), "Report", ["Attached."], attachment="gone.pdf", attachment_name="report.pdf"
    )
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mailoutbox) == (Status.QUEUED, [])


def test_mail_to_somebody_without_an_account_goes_to_the_address(
    mailoutbox: list[EmailMessage],
) -> None:
    mail = queue_mail_to_address(
        "kim@example.net", "Kim\nLee", "Hello\nyou", ["Dear Kim,", "look."]
    )
    assert (mail.recipient, mail.name, str(mail)) == (None, "Kim Lee", "Hello you → Kim Lee")
    deliver(str(mail.pk))
    [message] = mailoutbox
    assert (message.to, message.subject, message.body) == (
        ["kim@example.net"],
        "Hello you",
        "Dear Kim,\n\nlook.\n",
    )
    assert message.extra_headers["Message-ID"] == f"<{mail.pk}@localhost>"


def test_mail_to_an_address_is_handed_to_the_workers_on_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        queue_mail_to_address("kim@example.net", "", "Hello", ["Look here."])
    assert len(callbacks) == 1


@pytest.mark.parametrize("email", ["", "kim@example.net"])
def test_mail_is_to_a_user_or_to_an_address_and_never_to_both_or_neither(email: str) -> None:
    recipient = make_user() if email else None
    with pytest.raises(IntegrityError):
        OutgoingMail.objects.create(recipient=recipient, email=email, subject="x", body="x")


@pytest.mark.usefixtures("_away")
def test_mail_that_has_failed_keeps_no_text(mail: OutgoingMail) -> None:
    OutgoingMail.objects.update(attempts=len(RETRY_AFTER))
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mail.body) == (Status.FAILED, "")


@pytest.mark.usefixtures("_away")
def test_mail_that_could_not_leave_waits_and_says_why(mail: OutgoingMail) -> None:
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mail.error) == (
        Status.QUEUED,
        "SMTPServerDisconnected: Connection unexpectedly closed",
    )


@pytest.mark.usefixtures("_away")
@pytest.mark.parametrize(("before", "wait"), list(enumerate(RETRY_AFTER)))
def test_mail_waits_longer_after_each_attempt(
    mail: OutgoingMail, before: int, wait: dt.timedelta
) -> None:
    OutgoingMail.objects.update(attempts=before)
    start = timezone.now()
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert wait <= mail.due_at - start < wait + dt.timedelta(seconds=10)


@pytest.mark.usefixtures("_away")
def test_mail_fails_after_the_last_attempt(mail: OutgoingMail) -> None:
    OutgoingMail.objects.update(attempts=len(RETRY_AFTER))
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert mail.status == Status.FAILED


@pytest.mark.usefixtures("_away")
def test_failed_mail_is_not_tried_again(mail: OutgoingMail) -> None:
    OutgoingMail.objects.update(attempts=len(RETRY_AFTER))
    deliver(str(mail.pk))
    _make_due(mail)
    assert not deliver(str(mail.pk))


def test_mail_is_sent_after_the_server_came_back(
    mail: OutgoingMail, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.AwayBackend"
    deliver(str(mail.pk))
    settings.EMAIL_BACKEND = working
    _make_due(mail)
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mail.error, len(mailoutbox)) == (Status.SENT, "", 1)


def test_mail_in_other_hands_is_left_alone(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    lease = timezone.now() + dt.timedelta(seconds=60)
    OutgoingMail.objects.update(status=Status.SENDING, due_at=lease)
    assert not deliver(str(mail.pk))
    assert mailoutbox == []


def test_mail_whose_sender_died_is_taken_over(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    lease = timezone.now() - dt.timedelta(seconds=1)
    OutgoingMail.objects.update(status=Status.SENDING, due_at=lease)
    assert deliver(str(mail.pk))
    assert len(mailoutbox) == 1


def test_late_failure_does_not_undo_what_another_has_sent(
    mail: OutgoingMail, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.LateBackend"
    assert deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (Status.SENT, 2)


def test_sender_that_lost_its_claim_sends_nothing(
    mail: OutgoingMail, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.OvertakenBackend"
    assert not deliver(str(mail.pk))
    assert mailoutbox == []


@pytest.mark.parametrize(("doubts", "status"), [(1, Status.SENT), (2, Status.FAILED)])
def test_mail_whose_senders_died_with_it_is_repeated_once(
    mail: OutgoingMail, doubts: int, status: OutgoingMail.Status, mailoutbox: list[EmailMessage]
) -> None:
    OutgoingMail.objects.update(status=Status.SENDING, doubts=doubts)
    assert deliver(str(mail.pk))
    mail.refresh_from_db()
    assert mail.status == status


def test_mail_that_loses_every_sender_fails_in_the_end(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    OutgoingMail.objects.update(status=Status.SENDING, attempts=len(RETRY_AFTER) + 1)
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mailoutbox) == (Status.FAILED, [])
    assert "was lost" in mail.error


def test_address_that_cannot_be_written_is_a_failure_like_others() -> None:
    person = make_user()
    person.email = f"a@{60 * 'ü'}.org"
    person.full_clean()
    person.save()
    mail = queue_mail(person, "Hello", ["Look here."])
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mail.error[:12]) == (Status.QUEUED, "UnicodeError")


@pytest.mark.parametrize(
    ("status", "is_due"),
    [
        (Status.QUEUED, True),
        (Status.SENDING, True),
        (Status.SENT, False),
        (Status.FAILED, False),
    ],
)
def test_due_are_mails_that_wait_and_mails_whose_lease_ran_out(
    mail: OutgoingMail, status: OutgoingMail.Status, *, is_due: bool
) -> None:
    OutgoingMail.objects.update(status=status)
    assert due(timezone.now()).exists() is is_due


def test_mail_of_later_is_not_due(mail: OutgoingMail) -> None:
    assert not due(mail.due_at - dt.timedelta(seconds=1)).exists()


@pytest.mark.parametrize(("hours", "is_due"), [(8, False), (24, True)])
def test_mail_of_a_clock_that_was_wrong_waits_no_longer(
    mail: OutgoingMail, hours: int, *, is_due: bool
) -> None:
    assert due(mail.due_at - dt.timedelta(hours=hours)).exists() is is_due


def test_address_is_that_of_this_installation(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://operative.example.org"
    assert address("/reports/1/") == "https://operative.example.org/reports/1/"


def test_a_closed_account_gets_no_mail(mailoutbox: list[EmailMessage]) -> None:
    person = make_user()
    mail = queue_mail(person, "Subject", ["Text"])
    User.objects.filter(pk=person.pk).update(is_active=False)
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mailoutbox) == (OutgoingMail.Status.FAILED, [])


def test_the_text_of_a_sent_mail_is_not_kept() -> None:
    mail = queue_mail(make_user(), "Subject", ["A link that should lie nowhere"])
    deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mail.body) == (OutgoingMail.Status.SENT, "")
