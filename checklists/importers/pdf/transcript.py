"""Writes a transcript from what was read of a PDF, and keeps its doubts with their lines."""

import re
from collections.abc import Sequence

from checklists.importers.pdf.footnotes import Footnotes
from checklists.importers.pdf.lines import SUPERSCRIPT, Line
from checklists.importers.pdf.paragraphs import Paragraph
from checklists.importers.resolution.parsed import Doubt
from checklists.importers.transcript import Transcript

FOOTNOTE_RULE = "__________"

# A mark that stands on the line and not above it: “UNISPACE+50,1” at a paragraph's end.
_FALLEN_AT_END = re.compile(r"(?<=[,;.])([0-9]{1,3})$")
_FALLEN_INSIDE = re.compile(r"(?<=[A-Za-z)”’][,;.])([0-9]{1,2})(?= )")


class TranscriptWriter:
    """Lines count from 1, as doubts do."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._page = 0
        self._lines_of_pages: dict[int, int] = {}
        self._doubts: list[Doubt] = []
        self._page_doubts: list[tuple[int, str]] = []
        self._marks: frozenset[str] = frozenset()

    def know_marks(self, footnotes: Footnotes) -> None:
        """The footnotes that there are, before the text is written that names them."""
        self._marks = frozenset(note.mark for note in footnotes.notes)

    def doubt_page(self, page: int, message: str) -> None:
        """A doubt about a whole page."""
        self._page_doubts.append((page, message))

    def write_masthead(self, blocks: Sequence[Sequence[str]]) -> None:
        self._turn_to(1)
        for block in blocks:
            self._part()
            self._lines += block

    def write_paragraphs(self, paragraphs: Sequence[Paragraph], pages: int) -> None:
        for paragraph in paragraphs:
            self._write(paragraph)
        self._turn_to(max(pages, self._page))

    def write_footnotes(self, footnotes: Footnotes) -> None:
        if footnotes.notes or footnotes.strays:
            self._part()
            self._lines.append(FOOTNOTE_RULE)
        for line in footnotes.strays:
            self._part()
            self._lines.append(line.text)
            self._doubt("this stands among the footnotes and has no mark", line.page)
        page = self._page
        for note in footnotes.notes:
            if note.page != page:
                page = note.page
                self._part()
                self._lines.append(f"[page {page}]")
            self._part()
            self._lines.append(f"{note.mark} {note.lines[0]}")
            self._lines += note.lines[1:]

    def finish(self) -> Transcript:
        doubts = [
            Doubt(message, self._lines_of_pages.get(page, 1), page)
            for page, message in self._page_doubts
        ]
        doubts += self._doubts
        doubts.sort(key=lambda doubt: doubt.line)
        return Transcript("\n".join(self._lines) + "\n", tuple(doubts))

    def _write(self, paragraph: Paragraph) -> None:
        lines = paragraph.lines
        if lines[0].page != self._page:
            self._turn_to(lines[0].page)
        self._part()
        if paragraph.unsure:
            self._doubt(paragraph.unsure, lines[0].page, offset=1)
        if paragraph.is_heading:
            self._lines.append("## " + paragraph.text)
            return
        for at, line in enumerate(lines):
            if line.page != self._page:
                self._mark_page(line.page)
            self._lines.append(self._raise_marks(line, is_last=at == len(lines) - 1))

    def _raise_marks(self, line: Line, is_last: bool) -> str:
        """A line whose fallen footnote marks are raised, with a doubt for each."""

        def raised(found: re.Match[str]) -> str:
            mark = found[1].translate(SUPERSCRIPT)
            if mark not in self._marks:
                return found[0]
            self._doubt(
                f"the figure {found[1]} after “{line.text[: found.start()].split()[-1]}” stands on"
                " the line; it was read as a footnote mark",
                line.page,
                offset=1,
            )
            return mark

        text = _FALLEN_INSIDE.sub(raised, line.text)
        return _FALLEN_AT_END.sub(raised, text) if is_last else text

    def _turn_to(self, page: int) -> None:
        """Begins pages at the end of a paragraph."""
        for number in range(self._page + 1, page + 1):
            self._part()
            self._mark_page(number)
        self._page = page

    def _mark_page(self, page: int) -> None:
        for number in range(self._page + 1, page + 1):
            self._lines.append(f"[page {number}]")
            self._lines_of_pages[number] = len(self._lines)
        self._page = page

    def _part(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def _doubt(self, message: str, page: int, offset: int = 0) -> None:
        self._doubts.append(Doubt(message, len(self._lines) + offset, page))
