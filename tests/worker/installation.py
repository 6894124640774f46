"""A real installation beside the tests: its own database, broker, mail server and processes.

Its database is filled and asked by processes of its own too (`driver`), so that nothing of what
the tests do runs inside the test process.
"""

import contextlib
import email.policy
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from aiosmtpd.controller import Controller

ROOT = Path(__file__).parent.parent.parent
LEASE_SECONDS = 4
# RabbitMQ in the slower checks, the broker on disk otherwise.
BROKER_URL = os.environ.get("WORKER_BROKER_URL", "filesystem://localhost")


class Mailbox:
    """The mail server's handler: keeps what arrives."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Called for each mail, by this name."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


class Installation:
    """Processes that share one database, one broker and one mail server."""

    def __init__(self, folder: Path, mail_port: int) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "only-for-tests-" * 4,
            "CELERY_BROKER_URL": BROKER_URL,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "SWEEP_SECONDS": "1",
            "LEASE_SECONDS": str(LEASE_SECONDS),
        }
        if url := self.environment.get("DATABASE_URL"):
            self.environment["DATABASE_URL"] = _fresh_database(url, folder)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `celery -A config ARGUMENTS` as a session of its own."""
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", *arguments],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with two children."""
        return self.start(
            "worker", "-c2", "--without-gossip", "--without-mingle", "--without-heartbeat"
        )

    def start_beat(self) -> subprocess.Popen[bytes]:
        """Start beat, which sweeps every second."""
        return self.start("beat")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9, the worker with all its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def driver(self, *arguments: str) -> Any:
        """Run a function of `driver.py` in a process of its own; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.inside", "tests.worker.driver", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(done.stdout)

    def remove_broker(self) -> None:
        """Lose all that the broker holds: its files, or a RabbitMQ that is stopped and emptied."""
        shutil.rmtree(self.folder / "broker", ignore_errors=True)
        if BROKER_URL.startswith("amqp"):
            for command in ("stop_app", "reset", "start_app"):
                subprocess.run(["rabbitmqctl", "--quiet", command], check=True)

    def log(self) -> str:
        """What all processes said, for a failing test."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


def _fresh_database(url: str, folder: Path) -> str:
    """A database of this installation's own on the tests' server."""
    name = f"installation_{folder.name.replace('-', '_')}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def installation(folder: Path) -> Iterator[tuple[Installation, Mailbox]]:
    """Set up an installation with its mail server, and end whatever still runs."""
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=_free_port())
    server.start()
    try:
        place = Installation(folder, server.port)
        try:
            yield place, mailbox
        finally:
            for process in place.processes:
                place.kill(process)
    finally:
        server.stop()


def wait_until(condition: Any, seconds: float) -> bool:
    """Ask again and again; False when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False
