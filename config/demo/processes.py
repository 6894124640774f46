"""The processes of the demonstration: started together, watched, stopped together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

# A process that dies this often within a minute will not get better.
MAX_DEATHS = 5
STOP_AFTER = 15


@dataclass
class Child:
    """One process, and when it died."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    deaths: list[float] = field(default_factory=list)


class StoppedError(Exception):
    """A process doesn't stay up; the message says which, and where its log is."""


class Processes:
    """Web server, worker and beat, each with its log, restarted when it dies."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.children: list[Child] = []
        self.stopping = False
        # From the first moment on: whoever leaves while it still starts leaves nothing behind.
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._stop_soon)

    def start(self, name: str, *arguments: str) -> None:
        """Start a Python module as a process; what it prints goes to NAME.log."""
        if self.stopping:
            return
        command = [sys.executable, "-m", *arguments]
        self.children.append(Child(name, command, self._spawn(name, command)))

    def watch(self, say: Callable[[str], None]) -> None:
        """Wait until Ctrl-C, and start again what dies. Raises StoppedError when it is in vain."""
        while not self.stopping:
            for child in self.children:
                if child.process.poll() is not None and not self.stopping:
                    self._start_again(child, say)
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask all to stop, wait, and end whoever is still there, with what it started."""
        for child in self.children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_AFTER
        for child in self.children:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()

    def _spawn(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        # A session of its own: Ctrl-C reaches this process alone, which stops the others in order.
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _start_again(self, child: Child, say: Callable[[str], None]) -> None:
        now = time.monotonic()
        child.deaths = [*(at for at in child.deaths if now - at < 60), now]
        log = self.folder / f"{child.name}.log"
        if len(child.deaths) >= MAX_DEATHS:
            raise StoppedError(f"The {child.name} does not stay up: see {log}")
        say(f"The {child.name} has stopped and is started again; its log is {log}")
        # What the dead process had started is not left behind.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process = self._spawn(child.name, child.command)

    def _stop_soon(self, _signum: int, _frame: FrameType | None) -> None:
        self.stopping = True
