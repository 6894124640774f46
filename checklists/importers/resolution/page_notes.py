"""Footnotes whose marks were pasted apart from them: “2”, “3”, and elsewhere the text.

Such text has the marks above, between or below the footnotes, among job and page numbers.
"""

import re

from checklists.importers.resolution.drafts import ends_sentence
from checklists.importers.resolution.markup import Line
from checklists.importers.resolution.page_furniture import FOOTNOTE_RULE, PageFurniture

_LONE_MARK = re.compile(r"[0-9]{1,3}")
_MARKED = re.compile(r"([0-9]{1,3}) (?=\S)")
_LONGEST = 100  # lines: no page has more below its rule


def in_order(lines: list[Line], furniture: PageFurniture) -> list[Line]:
    """The lines, with each mark that stands alone moved to its footnote.

    Only between a rule and the end of its page, and only where the footnotes are as many as the
    marks, whose numbers follow one another; the lines stay as they are anywhere else.
    """
    ordered: list[Line] = []
    at, cut = 0, False
    while at < len(lines):
        rule = lines[at]
        at += 1
        ordered.append(rule)
        if not FOOTNOTE_RULE.fullmatch(rule.text):
            continue
        if end := _page_end(lines, at, furniture):
            area = _Area(lines[at:end], furniture, cut=cut)
            ordered += area.ordered()
            at, cut = end, area.is_cut
    return ordered


def _page_end(lines: list[Line], start: int, furniture: PageFurniture) -> int:
    """Where the next page begins, or 0 when nothing tells."""
    for at in range(start, min(len(lines), start + _LONGEST)):
        if lines[at].page != lines[start - 1].page or furniture.is_page_top(lines[at].text):
            return at
    return 0


class _Area:
    """What stands on a page below its rule. `cut`: the page before ended within a footnote."""

    def __init__(self, lines: list[Line], furniture: PageFurniture, *, cut: bool) -> None:
        self._lines = lines
        self._marks: list[int] = []
        self._notes: list[list[Line]] = []
        self._lone = False
        apart = True
        for line in lines:
            if not line.text or furniture.is_page_foot(line.text):
                continue
            if _LONE_MARK.fullmatch(line.text):
                self._marks.append(int(line.text))
                self._lone = apart = True
            else:
                self._add(line, apart=apart)
                apart = ends_sentence(line.text)
        self.is_cut = bool(self._notes) and not apart
        self._goes_on = cut and len(self._notes) == len(self._marks) + 1

    def _add(self, line: Line, *, apart: bool) -> None:
        if apart and (found := _MARKED.match(line.text)):
            self._marks.append(int(found[1]))
            line = Line(line.number, line.text[found.end() :], line.page)
        if apart:
            self._notes.append([])
        self._notes[-1].append(line)

    def ordered(self) -> list[Line]:
        """The footnotes, each behind its mark, without the furniture among them."""
        marks = sorted(self._marks)
        notes = self._notes[self._goes_on :]
        first_mark = min(marks, default=0)
        follow = marks == list(range(first_mark, first_mark + len(marks)))
        if not (self._lone or self._goes_on) or len(marks) != len(notes) or not follow:
            return self._lines
        ordered = list(self._notes[0]) if self._goes_on else []
        for mark, (first, *rest) in zip(marks, notes, strict=True):
            ordered += [Line(first.number, f"{mark} {first.text}", first.page), *rest]
        last = self._lines[-1]
        return [*ordered, Line(last.number, "", last.page)]
