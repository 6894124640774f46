"""What the workers do for mail: send one, and send again what was lost."""

import datetime as dt

import pytest
from celery import Celery
from django.core.mail import EmailMessage
from django.utils import timezone

from orgs.mail import queue_mail
from orgs.models import OutgoingMail
from orgs.tasks import send_mail, sweep_mail
from tests.brokers import sent
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_worker_sends_the_mail_that_its_message_names(mailoutbox: list[EmailMessage]) -> None:
    mail = queue_mail(make_user(), "Hello", ["Look here."])
    send_mail(str(mail.pk))
    assert len(mailoutbox) == 1


def test_sweep_asks_again_for_a_mail_whose_message_was_lost(broker: Celery) -> None:
    mail = queue_mail(make_user(), "Hello", ["Look here."])
    sweep_mail()
    [(task, arguments, _expires)] = sent(broker)
    assert (task, arguments) == ("orgs.send_mail", [str(mail.pk)])


def test_sweep_leaves_a_mail_that_waits_for_its_next_attempt(broker: Celery) -> None:
    queue_mail(make_user(), "Hello", ["Look here."])
    OutgoingMail.objects.update(due_at=timezone.now() + dt.timedelta(minutes=1))
    sweep_mail()
    assert sent(broker) == []
