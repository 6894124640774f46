"""`make demo`: the whole product on this machine alone, with an invented organization in it."""

import contextlib
import datetime as dt
import fcntl
import os
import secrets
import shutil
import socket
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo import content
from config.demo.processes import Processes, StoppedError
from orgs.models import Organization

SECONDS_TO_REPORT = 40
MADE = [
    "operative.sqlite3*",
    "beat-ticked",
    "broker",
    "demo-password",
    "logs",
    "mail",
    "media",
    "secret-key",
    "static",
]


class Command(BaseCommand):
    """Sets up, starts and watches the demonstration."""

    help = "Run Operative with a demonstration organization, on this machine alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--port and --reset."""
        port = os.environ.get("PORT", "8000")
        parser.add_argument("--port", type=int, default=port, help="default: %(default)s")
        parser.add_argument("--reset", action="store_true", help="forget everything, begin anew")

    def handle(self, *args: Any, port: int, reset: bool, **options: Any) -> None:
        """Run until Ctrl-C."""
        if not settings.EMBEDDED:
            raise CommandError("The demo uses a database of its own: unset DATABASE_URL.")
        folder = Path(settings.DATA_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        with _only_demo(folder):
            _demand_free(port)
            if reset:
                _forget(folder)
            # The mails of the demonstration's own making lead to where it runs.
            settings.PUBLIC_URL = f"http://localhost:{port}"
            processes = Processes(folder / "logs", _environment(folder, port))
            try:
                password = self._set_up(folder)
                self._start(processes, port)
                self._say_where(folder, port, password)
                processes.watch(self.stdout.write)
            except StoppedError as error:
                raise CommandError(str(error)) from error
            finally:
                self.stdout.write("Stopping ...")
                processes.stop()
                self.stdout.write("Stopped. The data stays: `make demo` goes on with it.")

    def _set_up(self, folder: Path) -> str:
        self.stdout.write("Preparing the database and the pages ...")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("load_library", verbosity=0)
        password = _kept_secret(folder / "demo-password", secrets.token_urlsafe(9))
        if not Organization.objects.exists():
            self.stdout.write("Creating the demonstration organization ...")
            content.create(password)
        return password

    def _start(self, processes: Processes, port: int) -> None:
        self.stdout.write("Starting web server, workers and beat ...")
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        # The second takes what is long, so that the first is free for what is short.
        for name, queue in (("worker", "celery"), ("worker-heavy", "reports-heavy")):
            own = ["-n", f"{name}@%h", "-c", "1", "-Q", queue]
            processes.start(name, "celery", "-A", "config", "worker", "-l", "INFO", *own, *quiet)
        processes.start("beat", "celery", "-A", "config", "beat", "-l", "INFO")
        processes.start(
            "web",
            "gunicorn",
            "config.wsgi",
            f"--bind=127.0.0.1:{port}",
            "--workers=2",
            "--threads=4",
        )
        _wait_for(f"http://127.0.0.1:{port}/healthz", processes)
        content.arm_schedule(SECONDS_TO_REPORT)

    def _say_where(self, folder: Path, port: int, password: str) -> None:
        due = timezone.now() + dt.timedelta(seconds=SECONDS_TO_REPORT)
        lines = [
            "",
            f"Operative runs at http://localhost:{port}/  (only this machine can reach it)",
            "",
            f"Password of everybody: {password}",
            *(f"  {address:<40} {role}" for role, address in content.logins()),
            "",
            f"A scheduled report falls due at {due:%H:%M:%S} UTC; its PDF arrives in",
            f"  {folder / 'mail'}",
            f"and on http://localhost:{port}/reports/",
            "",
            "Ctrl-C stops everything.",
        ]
        self.stdout.write("\n".join(lines))


@contextlib.contextmanager
def _only_demo(folder: Path) -> Iterator[None]:
    """Two demos would work on one database, and one could forget it under the other."""
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                f"A demo is running already with the data in {folder}: stop it first."
            ) from error
        yield


def _forget(folder: Path) -> None:
    """Remove what the demonstration made, and nothing else that may be in the folder."""
    for name in MADE:
        for path in folder.glob(name):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _demand_free(port: int) -> None:
    if not 0 < port < 65536:
        raise CommandError(f"{port} is no port: give one from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} can't be had ({error.strerror}): give another one, "
                f"for example make demo PORT={port + 1 if port > 1023 else 8001}"
            ) from error


def _environment(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "DATA_DIR": str(folder),
        "SECRET_KEY": _kept_secret(folder / "secret-key", secrets.token_urlsafe(50)),
        "PUBLIC_URL": f"http://localhost:{port}",
        "SWEEP_SECONDS": "5",
        "LEASE_SECONDS": "20",
        "PYTHONUNBUFFERED": "1",
    }


def _kept_secret(path: Path, fresh: str) -> str:
    """A secret that was made on this machine at the first start; only its owner can read it."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(fresh)
    return path.read_text()


def _wait_for(address: str, processes: Processes) -> None:
    for _attempt in range(120):
        if processes.stopping:
            return
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    raise StoppedError(f"The web server does not answer at {address}")
