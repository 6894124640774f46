"""Footnotes: at the foot of each page between the lines of a paragraph, or all at the end."""

import re

from checklists.importers.resolution.drafts import Draft, Gap
from checklists.importers.resolution.markup import SUPERSCRIPTS, Line, lowered
from checklists.importers.resolution.parsed import Doubt

_SUPERSCRIPT = re.compile(rf"[*_]*([{SUPERSCRIPTS}]{{1,4}})(?![{SUPERSCRIPTS}])[*_]*\s*")
_ASTERISKS = re.compile(r"((?:\\?\*){1,3}) (?=\S)")
_DIGITS = re.compile(r"([0-9]{1,3})(?: |$)")
_FOOTNOTE_WORDS = re.compile(
    r"[0-9]{1,3} (?:See |Ibid|[AES]/|Resolutions? |United Nations, |Official Records)"
)


class FootnoteArea:
    """Knows whether the lines that come are footnotes', and gathers these."""

    def __init__(self, doubts: list[Doubt]) -> None:
        self.drafts: list[Draft] = []
        self.in_digits: list[str] = []  # the marks that are written in ordinary digits
        self.is_open = False
        self._below_rule = False
        self._at_rule = False
        self._due = 1
        self._doubts = doubts

    @property
    def last(self) -> Draft:
        return self.drafts[-1]

    @property
    def takes_numbers(self) -> bool:
        """Whether a lone number may be the mark of a footnote."""
        return self._below_rule

    def open_below_rule(self) -> None:
        """A rule: what follows are footnotes, until a page or a heading."""
        self._below_rule = self._at_rule = True

    def close(self) -> None:
        """What follows is no footnote's."""
        self.is_open = self._below_rule = self._at_rule = False

    def restart(self) -> None:
        """An annex begins, whose footnotes may begin at 1 again."""
        self._due = 1

    def end_block(self) -> None:
        """A blank line ends a footnote; below it only more of those in digits can follow."""
        self.is_open = False
        if not self._at_rule and not self._has_lone_mark():
            self._below_rule = self._below_rule and self._is_digit_area()

    def _has_lone_mark(self) -> bool:
        return bool(self.drafts) and not self.last.end

    def _is_digit_area(self) -> bool:
        return bool(self.in_digits) and self.in_digits[-1] == self.last.number

    def takes(self, line: Line, gap: Gap, paragraph: Draft | None) -> bool:
        """Takes a line that opens a footnote, or that stands where only footnotes do."""
        at_rule, self._at_rule = self._at_rule, False
        if mark := self._mark(line, gap, paragraph):
            self._open(mark, line)
            return True
        if self.is_open or not self._below_rule:
            return False
        if not (self._has_lone_mark() or at_rule):
            self._below_rule = False
            return False
        cut = self.drafts and not self.last.ends_in(".")
        if not cut:
            self._doubt("below a rule stands a footnote, and this has no mark", line)
        if not self.drafts:
            self._below_rule = False
            return False
        self.add(line)
        self.is_open = True
        return True

    def add(self, line: Line) -> None:
        """A line of the footnote that is open."""
        self.last.add(line, Gap.LINE)

    def _open(self, mark: str, line: Line) -> None:
        self.is_open = True
        self.drafts.append(Draft(mark))
        self.last.add(line, Gap.BLANK)
        opened = _SUPERSCRIPT.match(line.text) or _DIGITS.match(line.text)
        if opened and not line.text[opened.end() :]:
            self.last.end = ""
        if mark.isdigit():
            self._due = int(mark) + 1

    def _mark(self, line: Line, gap: Gap, paragraph: Draft | None) -> str:
        inside_paragraph = gap is Gap.LINE and not self.is_open
        if found := _SUPERSCRIPT.match(line.text):
            mark, rest = lowered(found[1]), line.text[found.end() :]
            # A mark apart from its word may be wrapped to the next line, too.
            due = mark == str(self._due)
            if inside_paragraph and (not due or not rest or rest[0].islower()):
                return ""
            return mark
        if found := _DIGITS.match(line.text):
            return self._digits(found[1], line, inside_paragraph)
        found = _ASTERISKS.match(line.text)
        bullet = paragraph is not None and paragraph.ends_in(":")
        if not found or inside_paragraph or bullet:
            return ""
        return found[1].replace("\\", "")

    def _digits(self, number: str, line: Line, inside_paragraph: bool) -> str:
        """A mark in ordinary digits: below a rule, or by the words that follow it."""
        worded = bool(_FOOTNOTE_WORDS.match(line.text)) and not inside_paragraph
        if int(number) != self._due or not (self._below_rule or self._open_in_digits() or worded):
            return ""
        if inside_paragraph and not self._below_rule:
            return ""
        self.in_digits.append(number)
        return number

    def _open_in_digits(self) -> bool:
        return self.is_open and self._is_digit_area()

    def _doubt(self, message: str, line: Line) -> None:
        self._doubts.append(Doubt(message, line.number, line.page))
