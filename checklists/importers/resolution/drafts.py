"""Lines that were found to belong together, before their wording is read."""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from checklists.importers.resolution.markup import CLOSING_QUOTES, SUPERSCRIPTS, Line

NUMBER = re.compile(r"[*_]*([0-9]{1,3})\\?\.[*_]*(?=[ *_]|$)")
_REFERENCE = re.compile(
    r"\b(?:paras?|nos?|vols?|arts?|chaps?|sects?|pp?|annex|ibid)\.$", re.IGNORECASE
)
# A footnote's mark that pasting has turned into digits: “for 2017/18; 4”.
_MARK_IN_DIGITS = re.compile(r"(?<=[;,.:”]) ?[0-9]{1,3}\Z")


class Gap(Enum):
    """What lies between a line and the one before it."""

    LINE = auto()
    BLANK = auto()
    PAGE = auto()  # footnotes, page numbers, running titles


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a paragraph, and what parts it from the line before."""

    line: Line
    gap: Gap


@dataclass(slots=True)
class Draft:
    """The lines of one paragraph or footnote; `number` is its number or mark."""

    number: str
    section: str = ""
    pieces: list[Piece] = field(default_factory=list)
    end: str = ""
    open_quotes: int = 0

    def add(self, line: Line, gap: Gap) -> None:
        """Takes a line; `end` is the last wording, without number, marks and closing quotes."""
        wording = line.text if self.pieces else NUMBER.sub("", line.text, count=1)
        self.pieces.append(Piece(line, gap))
        self.open_quotes += line.text.count("“") - line.text.count("”")
        wording = _MARK_IN_DIGITS.sub("", wording)
        self.end = wording.rstrip(SUPERSCRIPTS + CLOSING_QUOTES + "*_\\ ") or self.end

    @property
    def first(self) -> Line:
        """Where it begins."""
        return self.pieces[0].line

    def ends_in(self, signs: str) -> bool:
        """Whether the wording ends in one of the signs, and not in an abbreviation's dot."""
        return _ends_in(self.end, signs)


def ends_sentence(text: str) -> bool:
    """Whether a line ends in a full stop that isn't an abbreviation's."""
    return _ends_in(text.rstrip(CLOSING_QUOTES + "*_\\ "), ".")


def _ends_in(end: str, signs: str) -> bool:
    return end.endswith(tuple(signs)) and not _REFERENCE.search(end[-12:])


@dataclass(slots=True)
class AnnexDraft:
    """An annex: its label, the lines of its title, and its paragraphs."""

    label: str
    line: Line
    title: list[str] = field(default_factory=list)
    paragraphs: list[Draft] = field(default_factory=list)
