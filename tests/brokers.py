"""Brokers of a test's own, and what waits in them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty
from unittest import mock

from celery import Celery, current_app


@contextmanager
def other_broker(url: str, **transport_options: object) -> Iterator[Celery]:
    """The product's way to send, with another broker for as long as this lasts."""
    before = current_app._get_current_object()
    app = Celery("test", broker=url, set_as_current=False)
    app.conf.update(
        task_default_queue="test-queue",
        task_publish_retry=False,
        broker_connection_timeout=1,
        broker_transport_options=transport_options,
    )
    app.set_current()
    # Celery believes the environment over its configuration.
    with mock.patch.dict(os.environ):
        os.environ.pop("CELERY_BROKER_URL", None)
        try:
            yield app
        finally:
            before.set_current()
            app.close()


def sent(app: Celery) -> list[tuple[str, list[object], object]]:
    """The messages that wait: task, arguments, and seconds until they expire."""
    messages: list[tuple[str, list[object], object]] = []
    with app.connection_for_read() as connection, connection.SimpleQueue("test-queue") as queue:
        while True:
            try:
                message = queue.get(block=False)
            except Empty:
                return messages
            message.ack()
            headers = message.headers
            messages.append((headers["task"], message.payload[0], headers["expires"]))


@contextmanager
def emptied(app: Celery) -> Iterator[None]:
    """A broker in memory is one for the whole process: leave nothing to the next test."""
    yield
    with app.connection_for_write() as connection:
        connection.default_channel.queue_purge("test-queue")
