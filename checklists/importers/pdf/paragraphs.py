"""From the lines of a document's text to its paragraphs and headings, over the ends of pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from checklists.importers.pdf.layout import Layout
from checklists.importers.pdf.lines import SUPERSCRIPT_DIGITS, Line

# A number, letter or bullet that begins a paragraph.
_MARKER = re.compile(
    r"(?:[0-9]{1,3}(?:\.[0-9]{1,2})*\.|[0-9]{1,3}\)|\([0-9]{1,3}\)|\(?[a-z]{1,2}\)|\(?[ivxlc]{1,6}\)"
    r"|[A-Z]\.|[•●○▪–—-])\s+\S"
)
_ENDS = re.compile(rf"[.;:,!?][”’\"')\]]*[*{SUPERSCRIPT_DIGITS}]*(?: (?:and|or))?$")
_STOPS = re.compile(rf"[.;:!?][”’\"')\]]*[*{SUPERSCRIPT_DIGITS}]*$")
_ANNEX = re.compile(r"(?:Annex|Appendix|Enclosure)(?: [IVXLC]+| [0-9]+| [A-Z])?\W*", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"[IVXLC]+\.|[A-Z]\.")
_HEADING_LINES = 5
# Parts of the font's size, and of the leading.
_SHIFT = 0.7
_GAP = 1.22


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `unsure` says what could not be told for sure."""

    lines: list[Line] = field(default_factory=list)
    is_heading: bool = False
    unsure: str = ""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def read_paragraphs(pages: Sequence[Sequence[Line]], layout: Layout) -> list[Paragraph]:
    """The paragraphs of a document's text, in order."""
    paragraphs: list[Paragraph] = []
    for lines in pages:
        for line in lines:
            last = paragraphs[-1] if paragraphs else None
            if last is None:
                paragraphs.append(Paragraph([line]))
            elif last.lines[-1].page == line.page:
                if _begins(last, line, layout):
                    paragraphs.append(Paragraph([line]))
                else:
                    last.lines.append(line)
            else:
                goes_on, unsure = _goes_on(paragraphs, line, layout)
                if goes_on:
                    last.lines.append(line)
                    last.unsure = last.unsure or unsure
                else:
                    paragraphs.append(Paragraph([line], unsure=unsure))
    return [part for whole in paragraphs for part in _with_headings(whole, layout)]


def _begins(paragraph: Paragraph, line: Line, layout: Layout) -> bool:
    """Whether a line begins a paragraph, on the same page as the line before."""
    last = paragraph.lines[-1]
    if last.y - line.y > _GAP * max(layout.leading, _own_leading(line, layout)):
        return True
    if abs(last.size - line.size) > 0.12 * max(last.size, line.size):
        return True
    if last.bold != line.bold and _is_apart(last if last.bold else line, layout):
        return True
    if _stand_alike(last, line, layout):
        return False
    return _begins_by_indent(paragraph, line, layout)


def _begins_by_indent(paragraph: Paragraph, line: Line, layout: Layout) -> bool:
    last = paragraph.lines[-1]
    shift = line.x0 - last.x0
    near = _SHIFT * line.size
    is_marked = _MARKER.match(line.text) is not None
    has_ended = _ENDS.search(last.text) is not None
    is_short = has_ended and not layout.is_full(last)
    if is_marked and is_short:
        return True
    if len(paragraph.lines) > 1:
        stopped = _STOPS.search(last.text) is not None
        return abs(shift) > near or (is_marked and stopped)
    if shift > near:
        return not _MARKER.match(last.text)
    if shift < -near:
        return is_short
    # Two indented lines below each other, of which the first is short, are two paragraphs.
    return (is_short and line.x0 > layout.left + near) or (is_marked and has_ended)


def _own_leading(line: Line, layout: Layout) -> float:
    """What lines of this size are apart, when the size isn't the text's."""
    return layout.leading * line.size / layout.size


def _is_apart(line: Line, layout: Layout) -> bool:
    """Whether a bold line is a heading's and not bold words that fill a line of a paragraph."""
    return not layout.is_full(line) or layout.is_centred(line)


def _stand_alike(one: Line, other: Line, layout: Layout) -> bool:
    """Lines of one block that is centred or set at the right."""
    if layout.is_at_right(one) and layout.is_at_right(other):
        return not layout.is_full(one) or one.x0 > layout.left + 0.3 * layout.width
    middle = abs((one.x0 + one.x1) - (other.x0 + other.x1)) / 2
    return one.bold == other.bold and layout.is_centred(one) and middle < 1.2 * one.size


def _goes_on(paragraphs: list[Paragraph], line: Line, layout: Layout) -> tuple[bool, str]:
    """Whether the first line of a page goes on with the last paragraph, and what is unsure."""
    paragraph = paragraphs[-1]
    last = paragraph.lines[-1]
    if abs(last.size - line.size) > 0.12 * line.size or last.bold != line.bold:
        return False, ""
    if layout.is_centred(line) and not layout.is_full(last):
        return False, ""
    if layout.is_at_right(line) and line.italic:
        return layout.is_at_right(last), ""
    ended = _STOPS.search(last.text) is not None
    if _MARKER.match(line.text) and (ended or not layout.is_full(last)):
        return False, ""
    by_place = _goes_on_by_place(paragraphs, line, layout)
    if by_place is None:
        goes_on = not ended and (layout.is_full(last) or line.text[0].islower())
        return goes_on, ""
    if by_place and ended and not line.text[0].islower() and not layout.is_full(last):
        return False, ""
    if not by_place and not _ENDS.search(last.text) and line.text[0].islower():
        return True, "a paragraph goes on from the page before, though its line is indented"
    return by_place, ""


def _goes_on_by_place(paragraphs: list[Paragraph], line: Line, layout: Layout) -> bool | None:
    """What the indent of a page's first line says; None when it says nothing."""
    paragraph = paragraphs[-1]
    near = _SHIFT * layout.size
    shift = line.x0 - paragraph.lines[-1].x0
    if len(paragraph.lines) > 1:
        first = paragraph.lines[0].x0 - paragraph.lines[1].x0
        if abs(first) <= near and abs(shift) <= near:
            return None
        return abs(shift) <= near
    if abs(shift) > near:
        return shift < 0 or _MARKER.match(paragraph.lines[0].text) is not None
    return None


def _with_headings(paragraph: Paragraph, layout: Layout) -> list[Paragraph]:
    """A paragraph, marked when it is a heading; “Annex” and the title below it are two."""
    lines = paragraph.lines
    if not _is_heading(paragraph, layout):
        return [paragraph]
    paragraph.is_heading = True
    if len(lines) > 1 and _ANNEX.fullmatch(lines[0].text):
        return [Paragraph(lines[:1], True, paragraph.unsure), Paragraph(lines[1:], True)]
    return [paragraph]


def _is_heading(paragraph: Paragraph, layout: Layout) -> bool:
    lines = paragraph.lines
    if len(lines) > _HEADING_LINES or len({line.page for line in lines}) > 1:
        return False
    if _ANNEX.fullmatch(lines[0].text):
        return True
    if re.search(r"[;,:]$", lines[-1].text) or re.match(r"\(|[0-9]+\. ", lines[0].text):
        return False
    if not any(letter.isalpha() for letter in paragraph.text):
        return False
    if all(line.bold for line in lines):
        return True
    if re.search(r"[.;]$", lines[-1].text) and not re.fullmatch(
        r"[IVXLC]+\.|[A-Z]\.", lines[-1].text
    ):
        return False
    return all(layout.is_centred(line) for line in lines) or lines[0].size > 1.12 * layout.size
