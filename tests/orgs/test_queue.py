"""A task leaves after the transaction, and a broker that is away costs nothing but time."""

import socket
from pathlib import Path

import pytest
from celery import Celery
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from orgs.queue import send_all_now, send_all_on_commit, send_now, send_on_commit
from tests.brokers import other_broker, sent


def test_task_leaves_with_its_arguments(broker: Celery) -> None:
    send_now("orgs.send_mail", "one", 2)
    [(task, arguments, _expires)] = sent(broker)
    assert (task, arguments) == ("orgs.send_mail", ["one", 2])


def test_message_expires_because_the_sweep_sends_another(broker: Celery) -> None:
    send_now("orgs.send_mail")
    [(_task, _arguments, expires)] = sent(broker)
    assert expires


@pytest.mark.django_db
def test_task_leaves_once_the_transaction_is_over(
    broker: Celery, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send_on_commit("orgs.send_mail", "one")
        before = sent(broker)
    assert (before, len(sent(broker))) == ([], 1)


@pytest.mark.django_db
def test_task_of_a_transaction_that_failed_never_leaves(
    broker: Celery, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def send_and_fail() -> None:
        with transaction.atomic():
            send_on_commit("orgs.send_mail", "one")
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        send_and_fail()
    assert sent(broker) == []


@pytest.mark.django_db
def test_of_many_the_first_leave_and_the_sweep_sends_the_others(
    broker: Celery, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send_all_on_commit("orgs.send_mail", [str(n) for n in range(150)])
    assert [arguments for _task, arguments, _expires in sent(broker)] == [
        [str(n)] for n in range(100)
    ]


def test_of_many_none_is_tried_after_the_first_that_the_broker_did_not_take(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.socket() as unserved:
        unserved.bind(("127.0.0.1", 0))
        with other_broker(f"amqp://127.0.0.1:{unserved.getsockname()[1]}//", max_retries=0):
            send_all_now([("orgs.send_mail", "one"), ("orgs.send_mail", "two")])
    assert len(caplog.records) == 1


def test_broker_that_is_away_is_noted_and_forgiven(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as unserved:
        unserved.bind(("127.0.0.1", 0))
        with other_broker(f"amqp://127.0.0.1:{unserved.getsockname()[1]}//", max_retries=0):
            send_now("orgs.send_mail", "one")
    assert "the sweep will" in caplog.text


def test_folder_broker_that_cannot_write_is_noted_and_forgiven(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    folder = str(tmp_path / "removed")
    with other_broker("filesystem://", data_folder_in=folder, data_folder_out=folder):
        send_now("orgs.send_mail", "one")
    assert "the sweep will" in caplog.text
