"""Reads a document in a process of its own, which may use little and can harm nothing.

The libraries that read PDFs and Word documents are large, and their files come from anywhere. The
child has limits on memory, processor time and what it writes; the parent ends it when it takes too
long. Whatever happens there is a DocumentError here.
"""

import logging
import math
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

import msgspec

from checklists.importers.transcript import DocumentError, Transcript
from checklists.workbook.cells import RawWorkbook

Kind = Literal["pdf", "docx", "xlsx"]

READER = "checklists.importers.confined_reader"
MAX_ANSWER = 16_000_000  # bytes

# A bomb is small; an honest document of many pages isn't. Seconds for any, and bytes that earn one
# more.
SECONDS_FOR_ANY = 4.0
BYTES_PER_SECOND = 40_000

_ROOT = Path(__file__).parents[2]
_NAMES = {"pdf": "this PDF", "docx": "this Word document", "xlsx": "this workbook"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child says: a transcript or a workbook, or why there is none."""

    transcript: Transcript | None = None
    workbook: RawWorkbook | None = None
    error: str = ""


def read_confined(kind: Kind, content: bytes, *, seconds: float) -> Transcript:
    """The transcript of a document. Raises DocumentError, at the latest after `seconds`."""
    transcript = _answer(kind, content, seconds).transcript
    assert transcript is not None
    return transcript


def read_workbook_confined(content: bytes, *, seconds: float) -> RawWorkbook:
    """The cells of a workbook, or its code of refusal. Raises DocumentError as `read_confined`."""
    workbook = _answer("xlsx", content, seconds).workbook
    assert workbook is not None
    return workbook


def _answer(kind: Kind, content: bytes, seconds: float) -> Answer:
    seconds = min(seconds, SECONDS_FOR_ANY + len(content) / BYTES_PER_SECOND)
    status, answer, complaint = run_confined(READER, kind, content, seconds)
    if status != 0:
        logger.warning("Reading a %s ended with %s: %s", kind, status, complaint)
        raise DocumentError(_why(kind, status, seconds))
    return _decoded(kind, answer[:MAX_ANSWER])


def run_confined(
    module: str, task: str, content: bytes, seconds: float
) -> tuple[int | None, bytes, str]:
    """Let a module of ours do a task with some content, in a process of its own.

    The module gets the task and the seconds as arguments, sets its own limits, and writes its
    answer to the standard output. Returns its exit status (negative for a signal, None when it took
    too long), the answer, and the end of what it complained of.
    """
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as answered,
        tempfile.TemporaryFile() as complaints,
    ):
        given.write(content)
        given.seek(0)
        status = _run(module, task, given, answered, complaints, seconds)
        answered.seek(0)
        complaints.seek(0)
        return status, answered.read(), _tail(complaints)


def _run(
    module: str,
    task: str,
    given: IO[bytes],
    answered: IO[bytes],
    complaints: IO[bytes],
    seconds: float,
) -> int | None:
    """The child's exit status, negative for a signal; None when it took too long."""
    child = subprocess.Popen(  # noqa: S603  # our own module, and no word of it comes from outside
        [
            sys.executable,
            *("-s", "-X", "utf8", "-m", module),
            task,
            str(math.ceil(seconds)),
        ],
        cwd=_ROOT,
        env={key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ},
        stdin=given,
        stdout=answered,
        stderr=complaints,
        start_new_session=True,
    )
    try:
        return child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if child.returncode is None:
            child.kill()
            child.wait()


def _why(kind: Kind, status: int | None, seconds: float) -> str:
    name = _NAMES[kind]
    if status is None or status == -signal.SIGXCPU:
        return f"{name} takes more than {seconds:.0f} seconds to read: it is too large, or a trap"
    return f"{name} can't be read: it is damaged, or needs more memory than a document may"


def _decoded(kind: Kind, answered: bytes) -> Answer:
    try:
        answer = msgspec.json.decode(answered, type=Answer)
    except msgspec.DecodeError:
        raise DocumentError(_why(kind, 1, 0)) from None
    if (answer.workbook if kind == "xlsx" else answer.transcript) is None:
        raise DocumentError(answer.error or _why(kind, 1, 0))
    return answer


def _tail(complaints: IO[bytes]) -> str:
    return complaints.read(100_000)[-500:].decode(errors="replace")
