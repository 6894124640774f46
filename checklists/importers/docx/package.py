"""Opens a Word file: a zip of XML parts, of which only those with text are read, within limits."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from checklists.importers.docx.xml import Node, children, plain_attribute
from checklists.importers.transcript import DocumentError

MAX_ENTRIES = 4_000
MAX_UNPACKED = 200_000_000  # bytes, all parts with the pictures
MAX_PART = 16_000_000  # bytes of one part with text; 400 pages take 3 to 10 MB
MAX_RATIO = 150  # unpacked to packed, as a whole; documents reach 30
_SMALL = 8_000_000  # bytes that are no danger, however well they were packed

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 65_536
_DOCUMENT_TYPES = ("document.main+xml", "template.main+xml")
_DAMAGED = "This Word file is damaged or cut off"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part names: `kind` is “styles”, “header” …; `part` its name in the zip."""

    id: str
    kind: str
    part: str


class Package:
    """The parts of one Word file. Raises DocumentError for any other file, a damaged one, one with
    a password or macros, and one whose content is out of proportion.
    """

    def __init__(self, content: bytes) -> None:
        self._zip = _open_zip(content)
        self._check_sizes(len(content))

    def main_part(self) -> str:
        """The name of the part that holds the document's body."""
        found = [one.part for one in self.relations("") if one.kind == "officeDocument"]
        if not found or found[0] not in self._zip.NameToInfo:
            raise DocumentError("This file is a zip archive, but no Word document (.docx).")
        kind = self._content_type(found[0])
        names = self._zip.namelist()
        if "macroEnabled" in kind or any(name.endswith("vbaProject.bin") for name in names):
            raise DocumentError("This Word file contains macros: save it as a plain .docx.")
        if not kind.endswith(_DOCUMENT_TYPES):
            raise DocumentError("This file is an Office file, but no Word document (.docx).")
        return found[0]

    def relations(self, part: str) -> list[Relation]:
        """The parts that a part names ("" is the package itself), without addresses outside."""
        folder, name = posixpath.split(part)
        relations = []
        for node in self.nodes(posixpath.join(folder, "_rels", f"{name}.rels")):
            target = plain_attribute(node, "Target")
            if target and plain_attribute(node, "TargetMode") != "External":
                resolved = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = plain_attribute(node, "Type").rpartition("/")[2]
                relations.append(Relation(plain_attribute(node, "Id"), kind, resolved))
        return relations

    def nodes(self, part: str, level: int = 1) -> Iterator[Node]:
        """The elements at a level of a part (1: the root's children) one by one; none when the
        part is missing. An element is emptied when the next is asked for.
        """
        if part in self._zip.NameToInfo:
            yield from children(self._chunks(part), level, part)

    def _chunks(self, part: str) -> Iterator[bytes]:
        info = self._zip.NameToInfo[part]
        if info.file_size > MAX_PART:
            size = info.file_size // 1_000_000
            raise DocumentError(f"This Word file's text is too large ({size} MB in {part}).")
        try:
            with self._zip.open(info) as source:
                while chunk := source.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise DocumentError(f"{_DAMAGED}: {part} can't be unpacked.") from error

    def _check_sizes(self, packed: int) -> None:
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise DocumentError(f"This file holds {len(entries):,} parts: that is no document.")
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * packed):
            raise DocumentError(
                f"This file would unpack to {unpacked // 1_000_000:,} MB: that is no document."
            )
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise DocumentError("This file is protected by a password: save it without one.")
            if entry.flag_bits & 0x60 or entry.compress_type not in (
                zipfile.ZIP_STORED,
                zipfile.ZIP_DEFLATED,
            ):
                raise DocumentError(f"{_DAMAGED}: no Word document is packed this way.")

    def _content_type(self, part: str) -> str:
        by_ending = ""
        for node in self.nodes("[Content_Types].xml"):
            kind = plain_attribute(node, "ContentType")
            if plain_attribute(node, "PartName").lstrip("/") == part:
                return kind
            if part.endswith("." + (plain_attribute(node, "Extension") or "?")):
                by_ending = kind
        return by_ending


def _open_zip(content: bytes) -> zipfile.ZipFile:
    if content.startswith(_OLE):
        raise DocumentError(_ole_reason(content))
    if not content.startswith(b"PK"):
        raise DocumentError("This file is no Word document (.docx).")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise DocumentError(f"{_DAMAGED}: the list of its parts is missing.") from error


def _ole_reason(content: bytes) -> str:
    """Why a file in the container of older Office versions can't be read."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "This file is protected by a password: save it without one."
    if "WordDocument".encode("utf-16-le") in content:
        return "This file has Word's old format (.doc): save it as .docx."
    return "This file has an old Office format and is no Word document (.docx)."
