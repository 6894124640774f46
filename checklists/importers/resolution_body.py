"""Sorts the lines of a resolution into paragraphs and footnotes, across page breaks."""

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise

from checklists.importers.markup import CLOSING_QUOTES, SUPERSCRIPTS, Line, joined, lowered, plain
from checklists.importers.page_furniture import FOOTNOTE_RULE, PageFurniture
from checklists.importers.resolution import ResolutionError
from checklists.importers.resolution_header import DATE

_SUPERSCRIPT = re.compile(rf"[*_]*([{SUPERSCRIPTS}]+)[*_]*\s*")
_ASTERISKS = re.compile(r"((?:\\?\*){1,3}) (?=\S)")
_NUMBER = re.compile(r"[*_]*([0-9]{1,3})\\?\.[*_]*(?=[ *_]|$)")
_REFERENCE = re.compile(
    r"\b(?:paras?|nos?|vols?|arts?|chaps?|sects?|pp?|annex|ibid)\.$", re.IGNORECASE
)
_MEETING = r"([0-9]{1,3}(?:st|nd|rd|th) (?:\(resumed\) )?plenary meeting)"
_MEETING_LINE = re.compile(rf"[*_]*{_MEETING}")
_CLOSING = re.compile(rf"{_MEETING} {DATE}")
_LONE_NUMBER = re.compile(r"[0-9]{1,3}")
_FOOTNOTE_IN_DIGITS = re.compile(
    r"[0-9]{1,3} (?:See |Ibid|[AS]/|Resolution |United Nations, |Official Records)"
)
_DIGITS_AND_CAPITAL = re.compile(r"[0-9]{1,3} [A-Z]")
_FIRST_WORD = re.compile(r"[*_]*([A-Z][a-z]+)")
# The words that preambular paragraphs open with, and the names that only look like them.
_OPENING = re.compile(
    r"[A-Z][a-z]+(?:ing|ed|ly)|Also|Anxious|Aware|Cognizant|Confident|Conscious|Desirous|Eager"
    r"|Further|Hopeful|Mindful|Proud"
)
_NOT_OPENINGS = {"Amended", "Assembly", "Associated", "Beijing", "Developed", "Developing"}
_NOT_OPENINGS |= {"Emerging", "Family", "Governing", "Integrated", "Italy", "July", "Living"}
_NOT_OPENINGS |= {"Meeting", "Occupied", "Peacekeeping", "Red", "Specialized", "Standing"}
_NOT_OPENINGS |= {"Training", "United", "Working"}


class _Gap(Enum):
    """What lies between a line and the one before it."""

    LINE = auto()
    BLANK = auto()
    PAGE = auto()  # footnotes, page numbers, running titles


@dataclass(slots=True)
class Draft:
    """The lines of one paragraph or footnote; `number` is its number or mark."""

    number: str
    lines: list[Line] = field(default_factory=list)
    end: str = ""

    def add(self, line: Line) -> None:
        """Takes a line; `end` is the last wording, without number, marks and closing quotes."""
        wording = line.text if self.lines else _NUMBER.sub("", line.text, count=1)
        self.lines.append(line)
        self.end = wording.rstrip(SUPERSCRIPTS + CLOSING_QUOTES + "*_\\ ") or self.end

    def ends_in(self, signs: str) -> bool:
        """Whether the wording ends in one of the signs, and not in an abbreviation's dot."""
        return self.end.endswith(tuple(signs)) and not _REFERENCE.search(self.end[-12:])


class Body:
    """Reads what follows “The General Assembly,” into drafts. Raises ResolutionError for a line
    that has no certain place.
    """

    def __init__(self, symbol: str, title: str) -> None:
        self.preambular: list[Draft] = []
        self.operative: list[Draft] = []
        self.footnotes: list[Draft] = []
        self.closing: tuple[re.Match[str], int] | None = None
        self._gap = _Gap.BLANK
        self._in_footnote = False
        self._below_rule = False
        self._title = title
        self._furniture = PageFurniture(symbol, title)

    def read(self, lines: list[Line]) -> None:
        """Reads every line; what was read is then in the lists."""
        block: list[Line] = []
        end = Line(lines[-1].number, "")
        for line, after in pairwise([*lines, end, end]):
            at_page_break = self._gap is _Gap.PAGE
            furniture = self._furniture.has(line, after, at_page_break, in_block=bool(block))
            if block and (not line.text or furniture or _starts_apart(block, line)):
                self._read_block(block)
                block = []
            if furniture:
                self._gap = _Gap.PAGE
                self._below_rule |= bool(FOOTNOTE_RULE.fullmatch(line.text))
            elif line.text:
                block.append(line)

    def _read_block(self, block: list[Line]) -> None:
        text = plain(joined(line.text for line in block))
        if text == self._title:
            self._gap = _Gap.PAGE
            return
        if _LONE_NUMBER.fullmatch(text):
            raise ResolutionError(
                f"“{text}” stands alone: a page number, or part of a paragraph?", block[0].number
            )
        if closing := _CLOSING.fullmatch(text):
            self._close(closing, block[0].number)
            return
        for line in block:
            self._read_line(line)
            self._gap = _Gap.LINE
        self._gap = _Gap.PAGE if self._in_footnote else _Gap.BLANK
        self._in_footnote = False

    def _close(self, closing: re.Match[str], line: int) -> None:
        if self.closing:
            raise ResolutionError("the meeting and its date stand twice", line)
        self.closing = closing, line
        self._gap = _Gap.BLANK

    def _read_line(self, line: Line) -> None:
        if mark := self._footnote_mark(line):
            self._in_footnote, self._below_rule = True, False
            self.footnotes.append(Draft(mark))
            self.footnotes[-1].add(line)
        elif self._below_rule:
            raise ResolutionError(
                "below a rule stands a footnote, with its mark in superscript (¹)", line.number
            )
        elif self.closing and not self._in_footnote:
            raise ResolutionError(
                "text after the meeting and its date: annexes can't be read yet", line.number
            )
        elif not self.closing and (number := self._paragraph_number(line)):
            self._in_footnote = False
            self.operative.append(Draft(number))
            self.operative[-1].add(line)
        elif self._in_footnote:
            self.footnotes[-1].add(line)
        else:
            self._read_paragraph(line)

    def _footnote_mark(self, line: Line) -> str | None:
        inside_paragraph = self._gap is _Gap.LINE and not self._in_footnote
        if found := _SUPERSCRIPT.match(line.text):
            mark, rest = lowered(found[1]), line.text[found.end() :]
            # A mark apart from its word may be wrapped to the next line, too.
            due = mark == str(len(self.footnotes) + 1)
            if inside_paragraph and (not due or not rest or rest[0].islower()):
                return None
            return mark
        found = _ASTERISKS.match(line.text)
        return found[1].replace("\\", "") if found and not inside_paragraph else None

    def _paragraph_number(self, line: Line) -> str | None:
        if not (found := _NUMBER.match(line.text)):
            return None
        before = self.footnotes[-1] if self._in_footnote else self._paragraph()
        settled = before is None or not before.end or before.ends_in(";:,.")
        alone = not line.text[found.end() :].strip("*_ ")
        if not settled and (alone or self._gap is _Gap.LINE):
            return None  # a wrapped sentence, as in “paragraph / 5.”
        expected = len(self.operative) + 1
        if int(found[1]) != expected:
            raise ResolutionError(
                f"operative paragraph {expected} is due, but the number is {found[1]}", line.number
            )
        return str(expected)

    def _paragraph(self) -> Draft | None:
        paragraphs = self.operative or self.preambular
        return paragraphs[-1] if paragraphs else None

    def _read_paragraph(self, line: Line) -> None:
        before = self._paragraph()
        finished = before is None or before.ends_in(";." if self.operative else ",;")
        if self._gap is not _Gap.LINE and (objection := self._objection(line, finished)):
            raise ResolutionError(objection, line.number)
        if not self.operative and self._opens_preambular(line, finished):
            self.preambular.append(Draft(""))
        (self.operative or self.preambular)[-1].add(line)

    def _objection(self, line: Line, finished: bool) -> str | None:
        """Why a line after a gap is no part of a paragraph."""
        if _FOOTNOTE_IN_DIGITS.match(line.text) or (
            finished and _DIGITS_AND_CAPITAL.match(line.text)
        ):
            return "a footnote or the end of a paragraph? A footnote's mark is in superscript (¹)"
        if finished and _MEETING_LINE.match(line.text):
            return "below the meeting stands its date, like “8 December 2023”, and nothing else"
        if self.operative and finished and line.text.lstrip("*_")[:1].isupper():
            return "this follows a finished operative paragraph and has no number"
        return None

    def _opens_preambular(self, line: Line, finished: bool) -> bool:
        """A page can break after any comma and before any name: there the paragraph must also
        open as preambular paragraphs do, and so it must where no blank line parts them.
        """
        if not self.preambular:
            return True
        word = _FIRST_WORD.match(line.text)
        opening = bool(word and _OPENING.fullmatch(word[1]) and word[1] not in _NOT_OPENINGS)
        if opening and not finished and self._gap is not _Gap.LINE:
            raise ResolutionError(
                f"“{word[1] if word else ''}” opens a preambular paragraph, but the one before it"
                f" (line {self.preambular[-1].lines[0].number}) doesn't end in a comma",
                line.number,
            )
        return finished and (opening or (self._gap is _Gap.BLANK and word is not None))


def _starts_apart(block: list[Line], line: Line) -> bool:
    """The closing lines stand apart even where no blank line parts them from the text."""
    if _MEETING_LINE.match(line.text):
        return block[-1].text.rstrip(SUPERSCRIPTS + "*_").endswith(".")
    return bool(_MEETING_LINE.match(block[0].text) and _SUPERSCRIPT.match(line.text))
