"""Files that commands are given: what is no file, or has no end, is an error that says why."""

import stat
from pathlib import Path

from django.core.management.base import CommandError

# The longest resolutions have some 500 kB of text.
_MAX_TEXT_BYTES = 5_000_000


def read_bytes(file: str, *, at_most: int) -> bytes:
    """The content of a file; raises CommandError for one that can't be read or is larger."""
    path = Path(file)
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # opening a directory says what it is
            raise CommandError(f"{file}: not a regular file, and others may have no end")
        with path.open("rb") as stream:
            content = stream.read(at_most + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a zero byte
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(f"{file}: {reason}") from error
    if len(content) > at_most:
        raise CommandError(f"{file}: larger than {at_most // 1_000_000} MB")
    return content


def read_source(file: str) -> str:
    """The text of a file; a file that isn't UTF-8 text is a CommandError that says why."""
    content = read_bytes(file, at_most=_MAX_TEXT_BYTES)
    if content.startswith((b"%PDF-", b"PK\x03\x04")) or b"\x00" in content:
        raise CommandError(f"{file}: a binary file; this command reads plain text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CommandError(f"{file}, line {line}: not UTF-8 text") from error
