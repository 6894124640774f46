"""Looks at the package of an XLSX file before anything reads its parts. Runs in the child process.

What is refused here never reaches the library that reads workbooks.
"""

import io
import lzma
import re
import zipfile
import zlib

from checklists.workbook.cells import RefusedError

MAX_PARTS = 300
MAX_UNPACKED = 60_000_000  # bytes, all parts together
# Repeated rows pack well: our own come to 25. A bomb reaches a thousand.
MAX_RATIO = 150
RATIO_MATTERS = 2_000_000  # bytes

_WORKBOOK = "xl/workbook.xml"
_SHARED = "[content_types].xml"
_MACRO = ("vbaproject", "macrosheets/", "dialogsheets/", "basic/", "scripts/", "vbadata")
_LINKS = ("externallinks/", "connections.xml", "querytables/", "xl/model/", "webextensions/")
_OBJECTS = ("embeddings/", "activex/", "ctrlprops/", "oleobject", "customui/")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)
_TARGET = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.DOTALL)


def check_package(content: bytes) -> None:
    """Raise RefusedError unless a file is a plain XLSX package of a sane size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
    except RefusedError:
        raise
    except RuntimeError:  # what zipfile says of a part with a password
        raise RefusedError("password") from None
    except _DAMAGED:
        raise RefusedError("damaged") from None


def _check(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.lower().replace("\\", "/") for part in parts]
    _check_size(parts)
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError("password")
    if "mimetype" in names and _WORKBOOK not in names:
        raise RefusedError("opendocument")
    if "xl/workbook.bin" in names:
        raise RefusedError("binary")
    if _WORKBOOK not in names or _SHARED not in names:
        raise RefusedError("no_workbook")
    if len(set(names)) != len(names) or any(".." in name.split("/") for name in names):
        raise RefusedError("damaged")
    for code, marks in (("macros", _MACRO), ("links", _LINKS), ("objects", _OBJECTS)):
        if any(mark in name for name in names for mark in marks):
            raise RefusedError(code)
    for part, name in zip(parts, names, strict=True):
        _check_part(archive, part, name)


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise RefusedError("bomb")
    if unpacked > RATIO_MATTERS and unpacked > MAX_RATIO * max(packed, 1):
        raise RefusedError("bomb")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Unpack a part, which must be as long as the archive says, and look for what runs or calls."""
    with archive.open(part) as stream:
        content = stream.read(part.file_size + 1)
    if len(content) != part.file_size:
        raise RefusedError("bomb")
    if not name.endswith((".xml", ".rels", ".vml")):
        return
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:200]:
        raise RefusedError("damaged")  # all programs write UTF-8; another hides what follows
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RefusedError("entities")
    if name == _SHARED and (b"macroEnabled" in content or b"vbaProject" in content):
        raise RefusedError("macros")
    if name.endswith(".rels"):
        _check_relations(content)
    if name.startswith("xl/worksheets/") and b"<oleObject" in content:
        raise RefusedError("objects")
    if b"<ddeLink" in content:
        raise RefusedError("links")


def _check_relations(content: bytes) -> None:
    for found in _TARGET.findall(content):
        # An address that somebody typed becomes a link to click on: that alone fetches nothing.
        if b'"External"' in found and b"/hyperlink" not in found:
            raise RefusedError("links")
        if b"vbaProject" in found:
            raise RefusedError("macros")
