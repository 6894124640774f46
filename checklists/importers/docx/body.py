"""The paragraphs of a Word file in reading order, each with its number and its rank."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from checklists.importers.docx.numbering import Numbering
from checklists.importers.docx.styles import Look, Styles, read_look
from checklists.importers.docx.text import TRACKED, TextReader, evened
from checklists.importers.docx.xml import Node, attribute, switched_on
from checklists.importers.transcript import DocumentError

_LONGEST_HEADING = 300  # characters
_MOST_PARAGRAPHS = 20_000  # 400 pages have about 5,000
_NUMBERED = re.compile(r"[0-9]{1,3}\.|\([a-z]+\)|[•–-]")
_CLOSING = re.compile(r"[0-9]{1,3}(?:st|nd|rd|th) (?:\(.+\) )?(?:plenary )?meeting|[0-9]|\[")
_BLOCKS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "mc:Choice", "mc:Fallback"}


@dataclass(slots=True)
class Block:
    """A paragraph as printed; `cell` tells the paragraphs of one table's cell, 0 outside of one."""

    text: str
    heading: bool = False
    cell: int = 0
    doubts: list[str] = field(default_factory=list)


class BlockReader:
    """Reads the elements of a body, a header or a note into blocks."""

    def __init__(self, styles: Styles, numbering: Numbering, texts: TextReader) -> None:
        self._styles = styles
        self._numbering = numbering
        self._texts = texts
        self._paragraphs = 0
        self._cells = 0
        self._cell = 0
        self._before = ""  # text of paragraphs whose end was deleted: it opens the next one
        self._doubts_before: list[str] = []

    def read(self, nodes: Iterable[Node]) -> Iterator[Block]:
        """The blocks of elements that stand one after the other."""
        for node in nodes:
            if node.tag == "p":
                self._paragraphs += 1
                if self._paragraphs > _MOST_PARAGRAPHS:
                    raise DocumentError("This Word file can't be read: it has too many paragraphs.")
                yield from self._paragraph(node)
            elif node.tag == "tbl":
                yield from self._table(node)
            elif node.tag == "mc:AlternateContent":
                yield from self.read(list(node)[:1])
            elif node.tag in _BLOCKS:
                yield from self.read(node)
            elif node.tag == "altChunk":
                yield Block("", doubts=["a file inside this file was left out"])

    def rest(self) -> Iterator[Block]:
        """The text of a last paragraph whose end was deleted."""
        if self._before or self._doubts_before:
            yield Block(evened(self._before), doubts=self._doubts_before)
        self._before, self._doubts_before = "", []

    def _table(self, table: Node) -> Iterator[Block]:
        outer = self._cell
        for row in _inside(table, "tr"):
            properties = row.find("trPr")
            if properties is not None and properties.find("del") is not None:
                yield Block("", doubts=[TRACKED])
                continue
            for cell in _inside(row, "tc"):
                self._cells += 1
                self._cell = self._cells
                yield from self.read(cell)
        self._cell = outer

    def _paragraph(self, node: Node) -> Iterator[Block]:
        properties = node.find("pPr")
        own_mark = properties.find("rPr") if properties is not None else None
        style = attribute(properties.find("pStyle"), "val") if properties is not None else ""
        of_style = self._styles.look(style)
        look = read_look(properties, None).over(of_style)
        found = self._texts.read(node, bold=bool(of_style.bold))
        for box in found.boxes:
            yield from self._box(box)
        raw = f"{self._before}{found.raw}"
        doubts = [*self._doubts_before, *found.doubts]
        self._before, self._doubts_before = "", []
        if own_mark is not None and own_mark.find("del") is not None:
            self._before, self._doubts_before = raw, [*doubts, TRACKED]
            return
        text = evened(raw)
        heading = _is_heading(text, look, found.bold)
        if label := self._label(look, style, hidden=bool(switched_on(own_mark, "specVanish"))):
            if not text:
                doubts.append(f"the number “{label}” has no text")
                label = ""
            heading = heading and (bool(look.heading) or not _NUMBERED.match(label))
            text = f"{label} {text}".strip()
        if text or doubts:
            yield Block(text, heading, self._cell, list(dict.fromkeys(doubts)))

    def _box(self, box: Node) -> Iterator[Block]:
        before, self._before = self._before, ""
        yield from self.read(box)
        self._before = before

    def _label(self, look: Look, style: str, hidden: bool) -> str:
        if not look.list_id or look.list_id == "0" or hidden:
            return ""
        level = look.level
        if level is None:
            level = self._numbering.level_of_style(look.list_id, look.list_style or style)
        return self._numbering.next_label(look.list_id, level)


def _inside(node: Node, tag: str) -> Iterator[Node]:
    """The rows of a table or cells of a row, some of them inside controls."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in _BLOCKS:
            yield from _inside(child, tag)


def _is_heading(text: str, look: Look, bold: bool) -> bool:
    """Whether a paragraph is a heading by its style, or looks like one: short, without a sign at
    its end, bold or centred.
    """
    if not text or len(text) > _LONGEST_HEADING or text.endswith((",", ";", ":")):
        return False
    if look.heading:
        return True
    closes = text.endswith(".") and len(text) > 6  # “I.” and “VIII.” are headings
    return (bold or bool(look.centred)) and not (
        closes or _NUMBERED.match(text) or _CLOSING.match(text)
    )
