"""What stands on a PDF's pages beside the text: running titles, page and job numbers, bar codes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from checklists.importers.pdf.glyphs import Page
from checklists.importers.pdf.lines import Line

# Parts of the page's height.
_TOP_ZONE = 0.84
_BOTTOM_ZONE = 0.16
_WIDE_RULE = 0.45  # of the page's width: the rule below a running title

_SYMBOL = r"[A-Z][A-Z.]{0,9}(?:/[A-Za-z0-9.\-]+)+(?: ?\([0-9]{4}\))?\*?"
_CERTAIN = re.compile(
    rf"{_SYMBOL}"
    r"|(?:GE\.)?[0-9]{2}-[0-9]{4,6} ?(?:\(E\))?(?: *[0-9 ]{6,9})?"  # job number
    r"|\*? ?[0-9]{6,8} ?\*?"  # what the bar code says
    r"|[0-9]{1,4} ?/ ?[0-9]{1,4}|(?:Page )?[0-9]{1,4}|- ?[0-9]{1,4} ?-|[0-9]{1,4} of [0-9]{1,4}"
    r"|/\s?\.\.\.|Please recycle\W*|\W{1,3}"
)


@dataclass(frozen=True, slots=True)
class Cleared:
    """A page's lines without furniture; `unsure` are lines that only their place told."""

    lines: list[Line]
    unsure: list[Line]


class Furniture:
    """Learns from all pages of a document what their furniture is."""

    def __init__(self, pages: Sequence[tuple[Page, list[Line]]], leading: float) -> None:
        self._leading = leading
        self._repeated = Counter(
            key for page, lines in pages for key in {self._key(page, line) for line in lines} if key
        )
        symbols = Counter(
            found[0]
            for page, lines in pages
            for line in lines[:4]
            if (found := re.search(_SYMBOL, line.text)) and line.y > _TOP_ZONE * page.height
        )
        self._symbol = symbols.most_common(1)[0][0] if symbols else ""
        self._top, self._bottom = self._learn_band(pages)

    def clear(self, page: Page, lines: list[Line]) -> Cleared:
        """Takes the furniture from the edges of a page. A first page keeps its masthead."""
        first, last = self._edges(page, lines)
        while first and not self._is_ruled(page, lines[first - 1]):
            if lines[first - 1].y > self._top + 1 and self._is_apart(lines, first):
                break
            first -= 1
        while last < len(lines):
            if lines[last].y < self._bottom - 1 and self._is_apart(lines, last):
                break
            last += 1
        unsure = [line for line in lines[:first] if not self._is_known(page, line)]
        return Cleared(lines[first:last], unsure)

    def _edges(self, page: Page, lines: list[Line]) -> tuple[int, int]:
        """Where a page's text begins and ends, by what its lines say."""
        first = 0
        while page.number > 1 and first < len(lines) and self._is_in_head(page, lines, first):
            first += 1
        last = len(lines)
        while last > first and self._is_in_foot(page, lines[last - 1]):
            last -= 1
        return first, last

    def _is_apart(self, lines: list[Line], at: int) -> bool:
        """Whether more than the text's leading lies above a line."""
        if not 0 < at < len(lines):
            return True
        return lines[at - 1].y - lines[at].y > 1.25 * self._leading

    def _learn_band(self, pages: Sequence[tuple[Page, list[Line]]]) -> tuple[float, float]:
        """Between which heights the text of the pages stands.

        A wrapped line that says “2015” only is no page number when it stands where other pages
        have their text.
        """
        tops: Counter[int] = Counter()
        bottom = inf
        for page, lines in pages:
            first, last = self._edges(page, lines)
            if first == last:
                continue
            bottom = min(bottom, lines[last - 1].y)
            if page.number > 1:
                tops[round(lines[first].y)] += 1
        most = max(tops.values(), default=0)
        top = max((float(y) for y, count in tops.items() if count == most), default=-inf)
        return top, bottom

    def _is_in_head(self, page: Page, lines: list[Line], at: int) -> bool:
        line = lines[at]
        if line.y < _TOP_ZONE * page.height:
            return False
        if self._is_ruled(page, line) or self._is_known(page, line):
            return True
        # The second line of a short title.
        above = lines[at - 1] if at else None
        below = lines[at + 1] if at + 1 < len(lines) else None
        return (
            above is not None
            and below is not None
            and 0 < above.y - line.y < 1.4 * line.size
            and line.size < above.size * 1.05
            and line.y - below.y > 1.5 * self._leading
        )

    @staticmethod
    def _is_ruled(page: Page, line: Line) -> bool:
        """Whether a line stands above the wide rule that parts a page's head from its text."""
        return any(
            rule.x1 - rule.x0 > _WIDE_RULE * page.width
            and _TOP_ZONE * page.height < rule.y < line.y
            for rule in page.rules
        )

    def _is_in_foot(self, page: Page, line: Line) -> bool:
        return line.y < _BOTTOM_ZONE * page.height and self._is_known(page, line)

    def _is_known(self, page: Page, line: Line) -> bool:
        if all(_CERTAIN.fullmatch(cell.text.strip()) for cell in line.cells):
            return True
        if _CERTAIN.fullmatch(line.text):
            return True
        if (
            self._symbol
            and page.number > 1
            and (line.text.startswith(self._symbol) or line.text.endswith(self._symbol))
        ):
            return True
        key = self._key(page, line)
        return key is not None and self._repeated[key] > 1

    def _key(self, page: Page, line: Line) -> tuple[str, int] | None:
        """A line at a page's edge, with its height on the page."""
        if _BOTTOM_ZONE * page.height < line.y < _TOP_ZONE * page.height:
            return None
        return line.text, round(line.y / 4)
