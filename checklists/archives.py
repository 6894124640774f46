"""What an Office file may hold inside: it is a zip archive, and may be a trap.

Refused is what runs (macros, embedded objects, commands), what fetches something when it is opened,
what can't be looked into (passwords), and what is no honest archive (bombs, hidden paths). No more
of a part is unpacked than its look needs.
"""

import io
import re
import stat
import zipfile
from collections import Counter
from typing import IO

from django.utils.translation import gettext as _

from checklists.office_xml import OfficeXMLError, check_xml, is_xml

MAX_PARTS = 5_000
MAX_UNPACKED = 300_000_000  # bytes
MAX_RATIO = 300  # of unpacked to packed, for parts from RATIO_FROM on
RATIO_FROM = 5_000_000  # bytes
MAX_XML = 100_000_000  # bytes of all that is parsed
MAX_READ = 60_000_000  # bytes of a file in the file
MAX_DEPTH = 2

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RUNS = re.compile(
    r"\.(exe|dll|com|scr|js|jse|vbs|vbe|wsf|hta|bat|cmd|ps1|jar|lnk|html?|mht|svgz?|py|sh)$"
)
_XML = (".xml", ".rels", ".vml")
_MACRO_NAME = re.compile(r"vba(project|data)|(^|/)(macrosheets|dialogsheets|activex)/|^basic/")


class ArchiveError(ValueError):
    """The archive isn't taken; the message is the reason, for the person."""


def check_archive(file: IO[bytes], size: int, depth: int = 1) -> None:
    """Raise ArchiveError for what isn't taken, and what `zipfile` raises for what is damaged."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        _check_shape(parts, size)
        for part in parts:
            _check_name(part.filename)
        for part in parts:
            if not part.is_dir():
                _check_part(archive, part, depth)


def _check_shape(parts: list[zipfile.ZipInfo], size: int) -> None:
    if any(stat.S_ISLNK(part.external_attr >> 16) for part in parts):
        raise ArchiveError(_("A part of it has a name that leads out of the file."))
    if any(part.flag_bits & 0x1 for part in parts):
        raise ArchiveError(_("It is protected by a password: save it without one."))
    if max(Counter(part.filename for part in parts).values(), default=0) > 1:
        raise ArchiveError(_("It is damaged, or made to be read in two ways."))
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    xml = sum(part.file_size for part in parts if part.filename.lower().endswith(_XML))
    too_much = xml > MAX_XML or unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS
    if too_much or packed > size or swollen:
        raise ArchiveError(_("Unpacked it would be far too large."))


def _check_name(name: str) -> None:
    steps = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in steps or ":" in name or "\\" in name:
        raise ArchiveError(_("A part of it has a name that leads out of the file."))
    low = name.lower()
    if _MACRO_NAME.search(low) or low.startswith("scripts/"):
        raise ArchiveError(_("Files with macros aren't taken."))
    if _RUNS.search(low):
        raise ArchiveError(_("It holds another file that could run."))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    name = part.filename.lower()
    with archive.open(part) as stream:
        head = stream.read(4096)
    if head.startswith(_OLE):
        raise ArchiveError(_("It holds an embedded object that could run."))
    if head.startswith((b"MZ", b"\x7fELF")):
        raise ArchiveError(_("It holds another file that could run."))
    if head.startswith(b"PK\x03\x04"):
        _check_inner(archive, part, depth)
    elif is_xml(head):
        try:
            check_xml(name, part.file_size, lambda: archive.open(part))
        except OfficeXMLError as error:
            raise ArchiveError(str(error)) from error
    elif name.endswith(_XML) and head.strip():
        raise ArchiveError(_("It is damaged, or made to be read in two ways."))


def _check_inner(archive: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    """A workbook behind a chart is a file in the file; one more storey is a trap."""
    if depth >= MAX_DEPTH or part.file_size > MAX_READ:
        raise ArchiveError(_("It holds files inside files inside files."))
    if not part.filename.lower().endswith((".xlsx", ".docx", ".pptx")):
        raise ArchiveError(_("It holds another archive."))
    with archive.open(part) as stream:
        content = stream.read(MAX_READ)
    check_archive(io.BytesIO(content), len(content), depth + 1)
