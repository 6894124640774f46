"""Time on the clock, and of processors: on a machine that others keep busy only the second tells
what a thing costs.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: on the clock, of processors for this process, and for its database server."""

    clock: float
    own: float
    server: float

    @property
    def work(self) -> float:
        """Seconds of one core, whichever process they were spent in."""
        return self.own + self.server


def spent(deed: Callable[[], object]) -> Spent:
    """Do something once."""
    server, own, clock = server_seconds(), time.process_time(), time.perf_counter()
    deed()
    clock, own = time.perf_counter() - clock, time.process_time() - own
    return Spent(clock, own, server_seconds() - server)


def best(deed: Callable[[], object], rounds: int) -> Spent:
    """Do something several times; the time that cost the least work."""
    return min((spent(deed) for _round in range(rounds)), key=lambda each: each.work)


def server_seconds() -> float:
    """What PostgreSQL's process for this connection has worked so far (Linux)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load() -> str:
    """How busy the machine is, in one line."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
