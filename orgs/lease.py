"""Keeping a claim on a row while long work is done for it."""

import contextlib
import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

logger = logging.getLogger(__name__)

# The clocks of machines differ by less, and no wait between attempts is left out for less.
CLOCKS_DIFFER = dt.timedelta(minutes=10)


def lease_end() -> dt.datetime:
    """When a lease that is taken or renewed now runs out."""
    return timezone.now() + dt.timedelta(seconds=settings.LEASE_SECONDS)


@contextlib.contextmanager
def renewed(renew: Callable[[dt.datetime], object]) -> Iterator[None]:
    """While this lasts, call `renew` with the lease's new end three times in each lease.

    It is called in a thread of its own. A database that is away for a moment ends nothing.
    """
    finished = threading.Event()

    def keep() -> None:
        while not finished.wait(settings.LEASE_SECONDS / 3):
            try:
                renew(lease_end())
            except Error as error:
                logger.warning("A lease could not be renewed: %s", error)
                connection.close()
        connection.close()

    thread = threading.Thread(target=keep, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()
