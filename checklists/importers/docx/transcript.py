"""Writes the paragraphs and notes of a Word file as a transcript."""

import re
from collections.abc import Iterable

from checklists.importers.docx.body import Block
from checklists.importers.docx.notes import Notes
from checklists.importers.resolution.parsed import Doubt
from checklists.importers.transcript import Transcript

MASTHEAD = re.compile(r"United Nations$|Distr\.", re.MULTILINE)
_ENACTING = re.compile(
    r"The (?:General Assembly|Security Council|Human Rights Council|Economic and Social Council),?$"
)
_MEETING = re.compile(r"[0-9]{1,4}(?:st|nd|rd|th) (?:\(.+\) )?(?:plenary )?meeting$")
_DATE = re.compile(r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}$")
_ANNEX = re.compile(r"Annex(?: [IVXL]+| [A-Z]| [0-9]{1,2})?$")
_RULE = re.compile(r"[-_*=–—\s.•]*")  # the UN's documents end with one
_LINE_LIKE_MARKUP = re.compile(r"^(?=#|\[page [0-9])", re.MULTILINE)
# What a pasted text would mean as Markdown: escapes and links.
_LIKE_MARKUP = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\](?=\()")
_FOOTNOTE_RULE = "__________"


class _Writer:
    """Lines, and doubts tied to them. A blank line stands between two paragraphs."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.doubts: list[Doubt] = []

    def write(self, text: str, doubts: Iterable[str] = (), joined: bool = False) -> None:
        """Adds a paragraph, or lines that belong to the last one; doubts alone go to what
        follows.
        """
        if text and self.lines and not joined:
            self.lines.append("")
        line = len(self.lines) + (1 if text or not self.lines else 2)
        self.lines += text.split("\n") if text else []
        self.doubts += [Doubt(doubt, line) for doubt in doubts]

    def transcript(self) -> Transcript:
        last = len(self.lines)
        doubts = (Doubt(doubt.message, min(doubt.line, last)) for doubt in self.doubts)
        return Transcript("\n".join([*self.lines, ""]), tuple(doubts))


def write_transcript(blocks: list[Block], notes: Notes) -> Transcript:
    """The transcript of a document's paragraphs, with its notes at the end."""
    writer = _Writer()
    enacting = next(
        (at for at, block in enumerate(blocks) if _ENACTING.match(block.text)), len(blocks)
    )
    before = Block("")
    for at, block in enumerate(blocks):
        if _RULE.fullmatch(block.text):
            writer.write("", block.doubts)
            continue
        in_body = at > enacting
        doubts = list(block.doubts)
        if in_body and block.cell and not before.cell:
            doubts.append("a table: its cells were read one after the other")
        if in_body and (block.heading or _ANNEX.match(block.text)):
            headings = [f"## {line}" for line in block.text.split("\n")]
            writer.write("\n\n".join(headings), doubts)
        else:
            writer.write(_escaped(block.text), doubts, joined=_goes_on(before, block, in_body))
        before = block
    _write_notes(writer, notes)
    return writer.transcript()


def _goes_on(before: Block, block: Block, in_body: bool) -> bool:
    """Whether a block belongs to the one before it: a cell of the masthead, the closing lines."""
    if not in_body:
        return bool(block.cell) and block.cell == before.cell
    return bool(_MEETING.match(before.text) and _DATE.match(block.text))


def _write_notes(writer: _Writer, notes: Notes) -> None:
    left_over = notes.left_over()
    if notes.in_order or left_over:
        writer.write(_FOOTNOTE_RULE)
    for note in notes.in_order:
        writer.write(f"{note.mark} {_escaped(note.text)}".strip(), note.doubts)
    for text in left_over:
        if text:
            writer.write("", [f"a footnote without a mark in the text was left out: “{text[:80]}”"])
    if notes.has_both_kinds():
        writer.write("", ["footnotes and endnotes were counted together"])


def _escaped(text: str) -> str:
    return _LINE_LIKE_MARKUP.sub(r"\\", _LIKE_MARKUP.sub(r"\\\g<0>", text))
