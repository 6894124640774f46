"""Sending a task to the workers without depending on the broker."""

import functools
import logging

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

logger = logging.getLogger(__name__)


def send_on_commit(task: str, *args: str | int) -> None:
    """Hand a task, by name, to the broker once this transaction is in the database.

    The row that asks for the work is written in the same transaction, and the sweep sends again
    what no worker took: a broker that is away costs time, never the work, and never the page.
    """
    transaction.on_commit(functools.partial(send_now, task, *args))


def send_now(task: str, *args: str | int) -> None:
    """Hand a task, by name, to the broker; where the broker is away, leave it to the sweep.

    The sweep sends again what still waits, so an old message may go: the queue stays short.
    """
    try:
        current_app.send_task(task, args, expires=settings.MESSAGE_SECONDS)
    except (OperationalError, ChannelError, OSError) as error:
        logger.warning("The broker did not take %s%s, the sweep will: %s", task, args, error)
