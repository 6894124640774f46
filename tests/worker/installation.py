"""A real installation beside the tests: its own database, broker, mail server and processes.

Its database is filled and asked by processes of its own too (`driver`), so that nothing of what
the tests do runs inside the test process.
"""

import asyncio
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
import uuid
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from aiosmtpd.controller import Controller

from tests.worker.gates import Gate

ROOT = Path(__file__).parent.parent.parent
LEASE_SECONDS = 4
# RabbitMQ in the slower checks, the broker on disk otherwise.
BROKER_URL = os.environ.get("WORKER_BROKER_URL", "filesystem://localhost")


class Mailbox:
    """A mail server: keeps what it accepts, and answers as it is told."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.port = _free_port()
        self.answers: list[str] = []  # to the next mails; then it accepts each
        self.silence = 0.0  # seconds until it answers

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Take mail, for as long as this lasts."""
        self._listen()
        try:
            yield
        finally:
            self._server.stop()

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """Refuse connections, for as long as this lasts."""
        self._server.stop()
        yield
        self._listen()

    def _listen(self) -> None:
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Called for each mail, by this name."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
        await asyncio.sleep(self.silence)
        return answer

    def copies(self, *wanted: str) -> list[int]:
        """How often each mail arrived, by its Message-ID; of the wanted ones, or of all."""
        found = Counter(str(each["Message-ID"]) for each in self.messages)
        return sorted(found[each] for each in wanted) if wanted else sorted(found.values())


class Installation:
    """Processes that share one database, one broker and one mail server."""

    def __init__(self, folder: Path, mail_port: int, **variables: str) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self.gates = folder / "gates"
        self.gates.mkdir(exist_ok=True)
        self.processes: list[subprocess.Popen[bytes]] = []
        self._workers = 0
        self._driver: subprocess.Popen[bytes] | None = None
        self.environment = (
            os.environ
            | {
                "DATA_DIR": str(folder),
                "DJANGO_SETTINGS_MODULE": "tests.worker.settings",
                "SECRET_KEY": "only-for-tests-" * 4,
                "CELERY_BROKER_URL": BROKER_URL,
                "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
                "SWEEP_SECONDS": "1",
                "LEASE_SECONDS": str(LEASE_SECONDS),
            }
            | variables
        )
        url = self.environment.get("DATABASE_URL")
        if url and "DATABASE_URL" not in variables:
            self.environment["DATABASE_URL"] = _fresh_database(url)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `celery -A config ARGUMENTS` as a session of its own."""
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", *arguments],
                env=self.environment | {"WORKER_GATES": str(self.gates)},
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def start_worker(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a worker, with two children where nothing else is said, and a name of its own."""
        self._workers += 1
        return self.start(
            "worker",
            *(arguments or ["-c2"]),
            f"--hostname=worker{self._workers}@%h",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        )

    def gate(self, *texts: str) -> Gate:
        """Stop the workers before a statement that holds all these texts, or at HALF_STORED."""
        return Gate(self.gates, *texts)

    def keep_running(self, workers: int) -> None:
        """See to it that so many workers and one beat run, as whoever supervises them would."""
        running = [each for each in self.processes if each.poll() is None]
        beats = [each for each in running if "beat" in each.args]  # type: ignore[operator]  # a list
        for _missing in range(workers - (len(running) - len(beats))):
            self.start_worker()
        if not beats:
            self.start_beat()

    def kill_worker_of(self, child: int) -> None:
        """kill -9, the worker that this process is a child of, with all its children."""
        os.killpg(os.getpgid(child), signal.SIGKILL)

    def start_beat(self) -> subprocess.Popen[bytes]:
        """Start beat, which sweeps every second."""
        return self.start("beat")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9, the worker with all its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def driver(self, *arguments: str) -> Any:
        """Run a function of `driver.py` in a process of its own; returns what it gave."""
        return self.inside("tests.worker.driver", *arguments)

    def fault(self, *arguments: str) -> Any:
        """The same for a function of `faults.py`."""
        return self.inside("tests.worker.faults", *arguments)

    def inside(self, module: str, *arguments: str) -> Any:
        """Run a function of a module in the driver's process, which lives as long as all this."""
        if self._driver is None or self._driver.poll() is not None:
            with (self.folder / "driver.log").open("ab") as log:
                self._driver = subprocess.Popen(
                    [sys.executable, "-m", "tests.inside", "tests.worker.driver", "serve"],
                    env=self.environment,
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    start_new_session=True,
                )
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(json.dumps([module, *arguments]).encode() + b"\n")
        self._driver.stdin.flush()
        answer = self._driver.stdout.readline()
        assert answer, (self.folder / "driver.log").read_text()[-4000:]
        return json.loads(answer)

    def end_workers(self) -> None:
        """End workers and beats: the next test may want others."""
        for process in self.processes:
            self.kill(process)
        self.processes.clear()

    def end(self) -> None:
        """End whatever still runs."""
        self.end_workers()
        if self._driver is not None:
            with self._driver as process:
                process.kill()

    def remove_broker(self) -> None:
        """Lose all that the broker holds: its files, or a RabbitMQ that is stopped and emptied."""
        shutil.rmtree(self.folder / "broker", ignore_errors=True)
        if BROKER_URL.startswith("amqp"):
            for command in ("stop_app", "reset", "start_app"):
                subprocess.run(["rabbitmqctl", "--quiet", command], check=True)

    @contextlib.contextmanager
    def without_broker(self) -> Iterator[None]:
        """The broker is away: its folder can't be read, or a RabbitMQ is stopped."""
        if BROKER_URL.startswith("amqp"):
            subprocess.run(["rabbitmqctl", "--quiet", "stop_app"], check=True)
            yield
            subprocess.run(["rabbitmqctl", "--quiet", "start_app"], check=True)
        else:
            folder, away = self.folder / "broker", self.folder / "away"
            folder.rename(away)
            folder.touch()  # a file in its place: no folder can be made there
            yield
            folder.unlink()
            away.rename(folder)

    def log(self) -> str:
        """What all processes said, for a failing test."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


def _fresh_database(url: str) -> str:
    """A database of this installation's own on the tests' server."""
    name = f"installation_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def installation(folder: Path, **variables: str) -> Iterator[tuple[Installation, Mailbox]]:
    """Set up an installation with its mail server, and end whatever still runs."""
    mailbox = Mailbox()
    with mailbox.listening():
        place = Installation(folder, mailbox.port, **variables)
        try:
            yield place, mailbox
        finally:
            place.end()


def wait_until(condition: Any, seconds: float) -> bool:
    """Ask again and again; False when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False
