"""Sending a task to the workers without depending on the broker."""

import functools
import logging
from collections.abc import Iterable, Sequence

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

logger = logging.getLogger(__name__)

# Of many messages: enough to keep any number of workers busy until the sweep.
_FIRST = 100


def send_on_commit(task: str, *args: str | int) -> None:
    """Hand a task, by name, to the broker once this transaction is in the database.

    The row that asks for the work is written in the same transaction, and the sweep sends again
    what no worker took: a broker that is away costs time, never the work, and never the page.
    """
    transaction.on_commit(functools.partial(send_now, task, *args))


def send_all_on_commit(task: str, ids: Sequence[str]) -> None:
    """The same for many rows, with a message for each of the first of them.

    The sweep, which comes in seconds, sends the others: who asked for many doesn't wait for each.
    """
    transaction.on_commit(functools.partial(send_all_now, [(task, each) for each in ids[:_FIRST]]))


def send_all_now(messages: Iterable[tuple[str, str]]) -> None:
    """Hand over tasks, each with its row, up to the first that the broker doesn't take."""
    for task, row in messages:
        if not send_now(task, row):
            return


def send_now(task: str, *args: str | int) -> bool:
    """Hand a task, by name, to the broker; where the broker is away, leave it to the sweep.

    False where it is away. The sweep sends again what still waits, so an old message may go: the
    queue stays short.
    """
    try:
        current_app.send_task(task, args, expires=settings.MESSAGE_SECONDS)
    except (OperationalError, ChannelError, OSError) as error:
        logger.warning("The broker did not take %s%s, the sweep will: %s", task, args, error)
        return False
    return True
