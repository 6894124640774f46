"""Pictures made anew, PDFs looked into, and pictures of both, in a process with limits.

The libraries that read them are large, and the files come from anywhere; so only the child reads
them (checklists.importers.confined_file), and whatever happens there is a FileError here.
"""

import logging
from typing import Literal

from checklists.importers.confinement import run_confined

Task = Literal["png", "jpeg", "pdf", "preview_picture", "preview_pdf", "small"]
MODULE = "checklists.importers.confined_file"
SECONDS = 15.0

logger = logging.getLogger(__name__)


class FileError(ValueError):
    """The file isn't taken; `reason` is the key of why, as the child gives it, or "damaged"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def remade_picture(kind: Literal["png", "jpeg"], content: bytes) -> bytes:
    """The picture alone, upright: no place, no camera, no comment, no thumbnail. Or FileError."""
    return _run(kind, content)


def check_pdf(content: bytes) -> None:
    """Raise FileError for a PDF that is locked, can run something, or carries other files."""
    _run("pdf", content)


_PREVIEWS: dict[str, Task] = {
    "application/pdf": "preview_pdf",
    "image/png": "preview_picture",
    "image/jpeg": "preview_picture",
}


def preview(content_type: str, content: bytes) -> bytes:
    """A PNG of a picture or of a PDF's first page, of 1,200 pixels at most. Or FileError."""
    task = _PREVIEWS.get(content_type)
    if task is None:
        raise FileError("damaged")
    return _run(task, content)


def small_preview(png: bytes) -> bytes:
    """A WebP of a preview, of 720 pixels at most."""
    return _run("small", png)


def _run(task: Task, content: bytes) -> bytes:
    status, answer, complaint = run_confined(MODULE, task, content, SECONDS)
    if status == 0 and answer.startswith(b"+"):
        return answer[1:]
    if status == 0 and answer.startswith(b"-"):
        raise FileError(answer[1:].decode("ascii"))
    logger.warning("Looking at a file (%s) ended with %s: %s", task, status, complaint)
    raise FileError("damaged" if status == 1 else "too_much")
