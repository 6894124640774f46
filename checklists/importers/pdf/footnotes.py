"""Parts a page's footnotes from its text, and puts together those that run over pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from checklists.importers.pdf.glyphs import Page
from checklists.importers.pdf.layout import Layout
from checklists.importers.pdf.lines import SUPERSCRIPT, SUPERSCRIPT_DIGITS, Line

_RULE_IN_LETTERS = re.compile(r"[_—–]{5,}")
_MARK = re.compile(rf"([{SUPERSCRIPT_DIGITS}]+|\*+)\s*(?=\S)")
_PLAIN_MARK = re.compile(r"([0-9]{1,3})/?\s+(?=\S)")


@dataclass(slots=True)
class Note:
    """A footnote: its mark as it is written in a transcript, its lines, and where it begins."""

    mark: str
    page: int
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Footnotes:
    """The notes of all pages so far, and lines below a rule that belong to none."""

    notes: list[Note] = field(default_factory=list)
    strays: list[Line] = field(default_factory=list)

    def add(self, lines: Sequence[Line]) -> None:
        """Takes a page's lines; what has no mark goes on with the note before."""
        for line in lines:
            mark, text = self._part(line)
            if mark:
                self.notes.append(Note(mark, line.page, [text]))
            elif self.notes:
                self.notes[-1].lines.append(line.text)
            else:
                self.strays.append(line)

    def _part(self, line: Line) -> tuple[str, str]:
        if found := _MARK.match(line.text):
            return found[1], line.text[found.end() :]
        numbers = [n.mark for n in self.notes if n.mark[0] in SUPERSCRIPT_DIGITS]
        following = int(numbers[-1].translate(_TO_DIGITS)) + 1 if numbers else 1
        found = _PLAIN_MARK.match(line.text)
        if found and int(found[1]) == following:
            return found[1].translate(SUPERSCRIPT), line.text[found.end() :]
        return "", line.text


_TO_DIGITS = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")


def part_footnotes(page: Page, lines: list[Line], layout: Layout) -> tuple[list[Line], list[Line]]:
    """The lines of the text and those of the notes; rules made of letters are left out."""
    rules = [
        rule.y
        for rule in page.rules
        if 20 < rule.x1 - rule.x0 < 0.6 * layout.width
        and rule.x0 < layout.left + 0.15 * layout.width
    ]
    rules += [
        line.y
        for line in lines
        if _RULE_IN_LETTERS.fullmatch(line.text) and line.x0 < layout.left + 0.15 * layout.width
    ]
    written = [line for line in lines if not _RULE_IN_LETTERS.fullmatch(line.text)]
    for rule in sorted(rules):
        below = [line for line in written if line.y < rule]
        if below and all(layout.is_small(line) or _MARK.match(line.text) for line in below):
            return [line for line in written if line.y >= rule], below
    return _part_by_size(written, layout)


def _part_by_size(lines: list[Line], layout: Layout) -> tuple[list[Line], list[Line]]:
    """Without a rule: the small lines at the foot, from the first that begins with a mark."""
    at = len(lines)
    while at and layout.is_small(lines[at - 1]):
        at -= 1
    while at < len(lines) and not _MARK.match(lines[at].text):
        at += 1
    return lines[:at], lines[at:]
