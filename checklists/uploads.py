"""What an uploaded file really is: told from its content, never from its name alone."""

import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

import filetype
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.archives import ArchiveError, check_archive
from checklists.importers.files import FileError, check_pdf, remade_picture

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
_TAKEN = {content_type for content_type, _label in ACCEPTED.values()}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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


_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|\?xml)\b", re.IGNORECASE)

_REASONS = {
    "damaged": gettext_lazy("It is damaged or cut off: save it again, or take it anew."),
    "too_much": gettext_lazy("It is far too large to be read, or a trap."),
    "too_many_pixels": gettext_lazy("The picture has over 40 million points: make it smaller."),
    "animated": gettext_lazy("The picture moves: give one still picture."),
    "encrypted": gettext_lazy("It is protected by a password: save it without one."),
    "javascript": gettext_lazy("The PDF holds a program: print it to a new PDF, and give that."),
    "launch": gettext_lazy("The PDF starts a program: print it to a new PDF, and give that."),
    "embedded": gettext_lazy("The PDF has other files in it: give each by itself."),
    "media": gettext_lazy("The PDF plays film or sound: print it to a new PDF, and give that."),
    "xfa": gettext_lazy("The PDF is a form that runs: print it to a new PDF, and give that."),
}
# Names that mean a device to some systems, whatever comes after the dot.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_NAME_BYTES = 200


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
    found = _content_type(file, size)
    if found != expected:
        raise UploadError(_mismatch(safe, str(label), found))
    return Upload(safe, expected, _looked_into(file, expected))


def _looked_into(file: IO[bytes], content_type: str) -> bytes | None:
    """Look inside what is what it says; of a picture, the picture made anew."""
    if content_type == "application/pdf":
        _check_pdf(file)
    elif content_type in ("image/png", "image/jpeg"):
        content = file.read()
        file.seek(0)
        try:
            return remade_picture("png" if content_type == "image/png" else "jpeg", content)
        except FileError as error:
            raise UploadError(_reason(error)) from error
    return None


def _check_pdf(file: IO[bytes]) -> None:
    content = file.read()
    file.seek(0)
    if _HTML.search(content[:1024]) or zipfile.is_zipfile(io.BytesIO(content)):
        raise UploadError(_two_in_one())
    try:
        check_pdf(content)
    except FileError as error:
        raise UploadError(_reason(error)) from error


def _reason(error: FileError) -> str:
    return str(_REASONS.get(error.reason, _REASONS["damaged"]))


def _two_in_one() -> str:
    return _("It is made to be read as two kinds of file.")


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
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*;')
    path = PurePath(kept.rstrip(" ."))
    stem, suffix = path.stem.strip(" ."), path.suffix
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    while len(stem.encode()) > _NAME_BYTES:
        stem = stem[:-1]
    return f"{stem[:150] or 'file'}{suffix[:20]}"


def _content_type(file: IO[bytes], size: int) -> str:
    """The content type by the file's own words; "" where it isn't known."""
    head = file.read(8192)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        if b"%PDF-" in head[:1024]:
            raise UploadError(_two_in_one())
        found = _zip_content_type(file, size)
        file.seek(0)
        return found
    if head.startswith(_OLE):
        raise UploadError(
            _("It is protected by a password or of an old format: save it anew without one.")
        )
    kind = filetype.guess(head)
    if kind is None:
        return ""
    return "image/png" if kind.mime == "image/apng" else str(kind.mime)


def _zip_content_type(file: IO[bytes], size: int) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            found = _archive_type(archive)
        if found in _TAKEN:
            check_archive(file, size)
    except ArchiveError as error:
        raise UploadError(str(error)) from error
    except _DAMAGED:
        return ""
    return found


def _archive_type(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        # No more than that is unpacked: a small archive can hold a part of many gigabytes.
        with archive.open("mimetype") as part:
            return part.read(100).decode("ascii", "replace")
    if "[Content_Types].xml" in names:
        for main_part, extension in _MAIN_PARTS.items():
            if main_part in names:
                return ACCEPTED[extension][0]
    return "application/zip"
