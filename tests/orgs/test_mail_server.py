"""The outbox against a real mail server that refuses, for now or for good, is slow, or is away."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from pytest_django import Settings

from orgs.mail import deliver, queue_mail
from orgs.models import OutgoingMail
from tests.factories import make_user

pytestmark = pytest.mark.django_db

Status = OutgoingMail.Status


class Refusing:
    """A mail server's handler that answers as it is told."""

    rcpt, data, wait = "250 OK", "250 OK", 0.0
    parting = "221 Bye"
    taken = 0

    async def handle_RCPT(  # noqa: N802  # called by this name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """For each recipient."""
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802  # the same
        """For each mail."""
        self.taken += self.data.startswith("250")
        time.sleep(self.wait)
        return self.data

    async def handle_QUIT(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802  # the same
        """When a client takes its leave."""
        return self.parting


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(settings: Settings) -> Iterator[Refusing]:
    handler = Refusing()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "orgs.mail_server.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = settings.EMAIL_ANSWER_TIMEOUT = 10
    yield handler
    controller.stop()


def _outcome() -> tuple[str, str, str]:
    mail = queue_mail(make_user("Ana"), "Hello", ["Look here."])
    deliver(str(mail.pk))
    mail.refresh_from_db()
    return mail.status, mail.error.partition(":")[0], mail.body


def test_server_that_takes_it_ends_it(server: Refusing) -> None:
    assert _outcome() == (Status.SENT, "", "")


@pytest.mark.parametrize("answer", ["550 No such user", "554 Refused", "552 Too large"])
def test_refusal_for_good_is_final_at_once(server: Refusing, answer: str) -> None:
    server.rcpt = answer
    assert _outcome() == (Status.FAILED, "SMTPRecipientsRefused", "")


def test_text_that_is_refused_for_good_is_final_too(server: Refusing) -> None:
    server.data = "554 This is spam"
    assert _outcome()[:2] == (Status.FAILED, "SMTPDataError")


@pytest.mark.parametrize("answer", ["450 Greylisted", "421 Too busy", "530 Sign in first"])
def test_refusal_for_now_is_tried_again(server: Refusing, answer: str) -> None:
    server.rcpt = answer
    status, _error, body = _outcome()
    assert (status, bool(body)) == (Status.QUEUED, True)


def test_server_that_thinks_for_long_is_waited_for(server: Refusing, settings: Settings) -> None:
    server.wait, settings.EMAIL_TIMEOUT = 0.6, 0.2
    assert _outcome()[0] == Status.SENT


def test_server_that_never_answers_gets_it_once_more(server: Refusing, settings: Settings) -> None:
    server.wait, settings.EMAIL_ANSWER_TIMEOUT = 0.3, 0.1
    mail = queue_mail(make_user("Ana"), "Hello", ["Look here."])
    for status in (Status.QUEUED, Status.FAILED, Status.FAILED):
        OutgoingMail.objects.update(due_at=timezone.now())
        deliver(str(mail.pk))
        mail.refresh_from_db()
        assert mail.status == status
    assert (server.taken, mail.error) == (
        2,
        "It was sent twice, and no answer came. It may have arrived.",
    )


def test_refusals_leave_no_doubt(server: Refusing) -> None:
    server.data = "450 Later"
    mail = queue_mail(make_user("Ana"), "Hello", ["Look here."])
    for _attempt in range(3):
        OutgoingMail.objects.update(due_at=timezone.now())
        deliver(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.doubts) == (Status.QUEUED, 3, 0)


def test_bad_parting_repeats_nothing(server: Refusing) -> None:
    server.parting = "500 What?"
    assert _outcome() == (Status.SENT, "", "")


def test_server_that_is_away_is_asked_again(server: Refusing, settings: Settings) -> None:
    settings.EMAIL_PORT = _free_port()
    assert _outcome()[:2] == (Status.QUEUED, "ConnectionRefusedError")
