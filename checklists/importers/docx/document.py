"""Reads a Word file (.docx) into a transcript.

Word's own numbers, notes, fields and tracked changes are worked out from the XML: the readers of
Word files that there are give all numbers one look (“1)” for “(a)”), know none that styles give,
and read text boxes twice. Macros are refused, and nothing outside the file is ever opened.
"""

import re
from collections.abc import Iterable, Iterator

from checklists.importers.docx.body import Block, BlockReader
from checklists.importers.docx.notes import Notes
from checklists.importers.docx.numbering import Numbering
from checklists.importers.docx.package import Package
from checklists.importers.docx.styles import Styles
from checklists.importers.docx.text import TextReader
from checklists.importers.docx.transcript import MASTHEAD, write_transcript
from checklists.importers.docx.xml import Node, attribute, relation_id, switched_on
from checklists.importers.transcript import DocumentError, Transcript

_NOTE_PARTS = {"footnotes": "footnote", "endnotes": "endnote"}


def read_docx(content: bytes) -> Transcript:
    """The text of a Word file, as docs/instruments.md has it.

    Raises DocumentError for a file that is no Word file, is damaged, protected by a password, has
    macros or no text, or is larger than documents are.
    """
    try:
        return _Document(Package(content)).read()
    except (RecursionError, MemoryError) as error:
        raise DocumentError("This Word file is too large or nested too deep.") from error


class _Document:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main_part()
        self._relations = package.relations(self._main)
        self._styles = Styles(self._nodes("styles"))
        self._notes = Notes(self._read_notes())
        self._first_headers: list[str] = []

    def read(self) -> Transcript:
        numbering = Numbering(self._nodes("numbering"))
        blocks = _blocks(self._reader(numbering, self._notes), self._body())
        if not any(MASTHEAD.match(block.text) for block in blocks[:20]):
            blocks = [*self._masthead(), *blocks]
        if not any(block.text for block in blocks):
            raise DocumentError("This Word file has no text.")
        return write_transcript(blocks, self._notes)

    def _reader(self, numbering: Numbering, notes: Notes) -> BlockReader:
        return BlockReader(self._styles, numbering, TextReader(self._styles, notes))

    def _body(self) -> Iterator[Node]:
        for node in self._package.nodes(self._main, level=2):
            for section in node.iter("sectPr"):
                self._note_first_header(section)
            yield node

    def _note_first_header(self, section: Node) -> None:
        """The header of the first page is where the UN's templates put the masthead."""
        if not switched_on(section, "titlePg"):
            return
        for reference in section.findall("headerReference"):
            if attribute(reference, "type") == "first":
                self._first_headers.append(relation_id(reference))

    def _masthead(self) -> list[Block]:
        part = next((one.part for one in self._relations if one.id in self._first_headers[:1]), "")
        blocks = _blocks(self._reader(Numbering(), Notes({})), self._package.nodes(part))
        return blocks if any(MASTHEAD.match(block.text) for block in blocks) else []

    def _nodes(self, kind: str) -> Iterator[Node]:
        part = next((one.part for one in self._relations if one.kind == kind), "")
        yield from self._package.nodes(part)

    def _read_notes(self) -> dict[tuple[str, str], tuple[str, list[str]]]:
        texts: dict[tuple[str, str], tuple[str, list[str]]] = {}
        reader = self._reader(Numbering(), Notes({}))
        for part, kind in _NOTE_PARTS.items():
            for node in self._nodes(part):
                if node.tag == kind and attribute(node, "type") in ("", "normal"):
                    blocks = _blocks(reader, node)
                    text = re.sub(r"\n+", "\n", "\n".join(block.text for block in blocks)).strip()
                    doubts = [doubt for block in blocks for doubt in block.doubts]
                    texts[kind, attribute(node, "id")] = text, doubts
        return texts


def _blocks(reader: BlockReader, nodes: Iterable[Node]) -> list[Block]:
    return [*reader.read(nodes), *reader.rest()]
