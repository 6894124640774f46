"""A real installation with the demonstration's people in it, for browsers to visit."""

import contextlib
import fcntl
import json
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playwright.sync_api import StorageState

from config.demo.content import PEOPLE
from tests.worker.installation import ROOT, Installation, Mailbox, installation, wait_until

PASSWORD = "one for the whole demonstration"
# A busy machine starts a web server slowly, and a worker finds its work late.
PATIENCE = 60
ADDRESS_OF = {name: f"{name}@meridian.example" for _full_name, name, _role, _office in PEOPLE}


@dataclass
class Site:
    """Web server, worker and beat, with their database, broker and mail server."""

    place: Installation
    mailbox: Mailbox
    address: str
    # Who has signed in already: nobody signs in thirty times a minute.
    sessions: dict[str, StorageState] = field(default_factory=dict)
    _worker: subprocess.Popen[bytes] = field(init=False)

    def drive(self, *arguments: str) -> Any:
        """Run a function of `driver.py` in a process of its own; returns what it printed."""
        return _drive(self.place.environment, *arguments)

    def start_worker(self) -> None:
        """Start a worker."""
        self._worker = self.place.start_worker()

    def stop_worker(self) -> None:
        """Stop the worker, as an administrator would who sets up the machine anew."""
        self._worker.terminate()
        self._worker.wait()

    def mail_to(self, name: str, subject: str) -> EmailMessage:
        """Wait for the latest mail to a person of the demonstration whose subject begins so."""
        found: list[EmailMessage] = []

        def arrived() -> bool:
            found[:] = [
                message
                for message in self.mailbox.messages
                if message["To"] == ADDRESS_OF[name] and message["Subject"].startswith(subject)
            ]
            return bool(found)

        assert wait_until(arrived, PATIENCE), f"no mail to {name}: {subject}\n{self.place.log()}"
        return found[-1]


def prepared(folder: Path) -> Path:
    """A data folder as `make demo` sets it up, made once for all processes of a test run."""
    data = folder / "demonstration"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not data.exists():
            with installation(_made(folder / "unfinished")) as (place, _mailbox):
                _drive(place.environment, "prepare", PASSWORD)
            (folder / "unfinished").rename(data)
    return data


@contextlib.contextmanager
def site(prepared_data: Path, folder: Path) -> Iterator[Site]:
    """Start an installation of one's own on a copy of the prepared data, and end it."""
    shutil.copytree(prepared_data, folder, dirs_exist_ok=True)
    with installation(folder) as (place, mailbox):
        port = _free_port()
        place.environment |= {"PUBLIC_URL": f"http://localhost:{port}", "SWEEP_SECONDS": "2"}
        _start_web(place, port)
        place.start_beat()
        here = Site(place, mailbox, f"http://localhost:{port}")
        here.start_worker()
        assert wait_until(lambda: _answers(here.address), PATIENCE), place.log()
        yield here


def _drive(environment: dict[str, str], *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.inside", "tests.browser.driver", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _start_web(place: Installation, port: int) -> None:
    with (place.folder / "web.log").open("ab") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "config.wsgi",
                f"--bind=127.0.0.1:{port}",
                "--workers=1",
                "--threads=8",
            ],
            env=place.environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    place.processes.append(process)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310  # its own server
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
