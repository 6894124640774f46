"""What an uploaded file really is: told from its content, never from its name alone."""

import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

import filetype
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

# Extension: (content type, what people call it).
ACCEPTED = {
    ".pdf": ("application/pdf", gettext_lazy("PDF document")),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", gettext_lazy("Word document")),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", gettext_lazy("Excel workbook")),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", gettext_lazy("PowerPoint presentation")),
    ".odt": (f"{_OPEN}.text", gettext_lazy("OpenDocument text")),
    ".ods": (f"{_OPEN}.spreadsheet", gettext_lazy("OpenDocument spreadsheet")),
    ".png": ("image/png", gettext_lazy("PNG picture")),
    ".jpg": ("image/jpeg", gettext_lazy("JPEG picture")),
    ".jpeg": ("image/jpeg", gettext_lazy("JPEG picture")),
}
ACCEPT_ATTRIBUTE = ",".join(ACCEPTED)

# The part that makes a zip archive one of the Office formats.
_MAIN_PARTS = {
    "word/document.xml": ".docx",
    "xl/workbook.xml": ".xlsx",
    "ppt/presentation.xml": ".pptx",
}

# What reading an archive raises that is damaged, encrypted, or packed in an unknown way.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class UploadError(ValueError):
    """The file can't be taken; the message tells the person why."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at: a safe name without folders, and its content type.

    `content` is what to store in the place of what was sent: of a picture, the picture made anew.
    """

    name: str
    content_type: str
    content: bytes | None = None


def inspect(file: IO[bytes], name: str, size: int, *, limit_mb: int) -> Upload:
    """Say what a file is. Raises UploadError where it is empty, too large, of a type that isn't
    taken, carries macros, or where its content belies its name. Leaves the file at its start.
    """
    safe = safe_name(name)
    if not size:
        raise UploadError(_("“%(name)s” is empty.") % {"name": safe})
    if size > limit_mb << 20:
        raise UploadError(
            _("“%(name)s” is larger than %(limit)d MB.") % {"name": safe, "limit": limit_mb}
        )
    extension = PurePath(safe).suffix.lower()
    if extension not in ACCEPTED:
        raise UploadError(
            _("“%(name)s” is of a type that isn't taken. Taken are: %(types)s.")
            % {"name": safe, "types": ", ".join(ACCEPTED)}
        )
    expected, label = ACCEPTED[extension]
    found = _content_type(file)
    if found != expected:
        raise UploadError(_mismatch(safe, str(label), found))
    return Upload(safe, expected)


def _mismatch(name: str, label: str, found: str) -> str:
    known = {content_type: str(called) for content_type, called in ACCEPTED.values()}
    if found in known:
        return _("“%(name)s” is not a %(label)s: its content is a %(found)s.") % {
            "name": name,
            "label": label,
            "found": known[found],
        }
    return _("“%(name)s” is not a %(label)s: its content is something else, or is damaged.") % {
        "name": name,
        "label": label,
    }


def safe_name(name: str) -> str:
    """The last part of the name, printable, without what has a meaning in paths or in headers."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*;')
    stem, suffix = PurePath(kept).stem.strip(" ."), PurePath(kept).suffix
    return f"{stem[:150] or 'file'}{suffix[:20]}"


def _content_type(file: IO[bytes]) -> str:
    """The content type by the file's own words; "" where it isn't known."""
    head = file.read(8192)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        found = _zip_content_type(file)
        file.seek(0)
        return found
    kind = filetype.guess(head)
    return kind.mime if kind else ""


def _zip_content_type(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            return _archive_type(archive)
    except UploadError:
        raise
    except _DAMAGED:
        return ""


def _archive_type(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if any(_is_macro(name.lower()) for name in names):
        raise UploadError(_("Files with macros aren't taken."))
    if "mimetype" in names:
        # No more than that is unpacked: a small archive can hold a part of many gigabytes.
        with archive.open("mimetype") as part:
            return part.read(100).decode("ascii", "replace")
    if "[Content_Types].xml" in names:
        for main_part, extension in _MAIN_PARTS.items():
            if main_part in names:
                return ACCEPTED[extension][0]
    return "application/zip"


def _is_macro(part: str) -> bool:
    return part.endswith("vbaproject.bin") or part.startswith(("basic/", "scripts/"))
