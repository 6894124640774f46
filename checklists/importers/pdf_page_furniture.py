"""What stands on a PDF's pages beside the text: running titles, page and job numbers, bar codes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checklists.importers.pdf_glyphs import Page
from checklists.importers.pdf_lines import Line

# Parts of the page's height.
_TOP_ZONE = 0.84
_BOTTOM_ZONE = 0.14
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

    def clear(self, page: Page, lines: list[Line]) -> Cleared:
        """Takes the furniture from the edges of a page. A first page keeps its masthead."""
        first = 0 if page.number == 1 else self._end_of_head(page, lines)
        last = len(lines)
        while last > first and self._is_at_foot(page, lines[last - 1], last == len(lines)):
            last -= 1
        unsure = [line for line in lines[:first] if not self._is_known(page, line)]
        return Cleared(lines[first:last], unsure)

    def _end_of_head(self, page: Page, lines: list[Line]) -> int:
        zone = _TOP_ZONE * page.height
        rule = max(
            (
                rule.y
                for rule in page.rules
                if rule.x1 - rule.x0 > _WIDE_RULE * page.width and rule.y > zone
            ),
            default=None,
        )
        end = 0
        while end < len(lines) and lines[end].y > zone:
            line = lines[end]
            below = lines[end - 1].y - line.y if end else 0.0
            wrapped = 0 < below < 1.4 * line.size and line.size < lines[end - 1].size * 1.05
            above_rule = rule is not None and line.y > rule
            if not (above_rule or self._is_known(page, line) or (wrapped and rule is None)):
                break
            if wrapped and rule is None and not self._is_known(page, line):
                following = lines[end + 1] if end + 1 < len(lines) else None
                if following is None or line.y - following.y < 1.5 * self._leading:
                    break
            end += 1
        return end

    def _is_at_foot(self, page: Page, line: Line, is_last: bool) -> bool:
        if line.y > _BOTTOM_ZONE * page.height and not is_last:
            return False
        return line.y < _BOTTOM_ZONE * 1.5 * page.height and self._is_known(page, line)

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
        """A line at a page's edge, its figures left open, with its height on the page."""
        if _BOTTOM_ZONE * page.height < line.y < _TOP_ZONE * page.height:
            return None
        return re.sub(r"[0-9]+", "#", line.text), round(line.y / 4)
