"""The measures of a document, taken from its own lines: size of the text, margins, leading."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checklists.importers.pdf.lines import Line


@dataclass(frozen=True, slots=True)
class Layout:
    """Points. `left` and `right` are the margins of the text, `leading` from line to line."""

    size: float
    left: float
    right: float
    leading: float

    @property
    def width(self) -> float:
        return self.right - self.left

    def is_centred(self, line: Line) -> bool:
        middle = (self.left + self.right) / 2
        return (
            abs((line.x0 + line.x1) / 2 - middle) < 1.2 * self.size
            and line.x0 > self.left + 2 * self.size
            and line.x1 < self.right - 2 * self.size
        )

    def is_at_right(self, line: Line) -> bool:
        """Whether a line hangs on the right margin, as a resolution's meeting and date do."""
        return abs(line.x1 - self.right) < 2 * self.size and line.x0 > self.left + 0.3 * self.width

    def is_small(self, line: Line) -> bool:
        return line.size < 0.94 * self.size

    def is_full(self, line: Line) -> bool:
        """Whether a line runs to the right margin, so that the text may go on."""
        return line.x1 > self.right - 4 * self.size


def measure(pages: Sequence[Sequence[Line]]) -> Layout:
    """The layout that most lines of a document have."""
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            letters[round(line.size * 2) / 2] += len(line.text)
    size = letters.most_common(1)[0][0] if letters else 10.0
    text = [
        [line for line in lines if abs(line.size - size) <= 0.3 + 0.04 * size] for lines in pages
    ]
    lefts = Counter(round(line.x0) for lines in text for line in lines if len(line.text) > 30)
    rights = Counter(round(line.x1 / 2) * 2 for lines in text for line in lines)
    gaps: Counter[float] = Counter()
    for lines in text:
        for one, other in itertools.pairwise(lines):
            gap = round((one.y - other.y) * 2) / 2
            if 0.9 * size < gap < 3 * size:
                gaps[gap] += 1
    right = _outermost(rights, default=500.0, side=1)
    return Layout(
        size=size,
        left=_outermost(lefts, default=72.0, side=-1),
        right=right,
        leading=gaps.most_common(1)[0][0] if gaps else 1.2 * size,
    )


def _outermost(places: Counter[int], default: float, side: int) -> float:
    """A margin: the outermost place where a good part of the lines begin or end."""
    if not places:
        return default
    often = max(places.values()) * 0.25
    return float(max((place for place, n in places.items() if n >= often), key=side.__mul__))
