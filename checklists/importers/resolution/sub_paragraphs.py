"""The tree inside one paragraph: (a), (i), bullets, and what goes on after them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from checklists.importers.resolution.drafts import Gap, Piece
from checklists.importers.resolution.markup import CLOSING_QUOTES, SUPERSCRIPTS, Line
from checklists.importers.resolution.parsed import Doubt

_MARKER = re.compile(
    r"[*_]*(\((?:[a-z]{1,5}|[A-Z]{1,4}|[0-9]{1,2})\)|[•●▪◦·–—]|-(?= )|\\?\*(?= ))"
    r"[*_]*(?:\s+|$)"
)
_FINISHED = re.compile(r"[;:,.](?: (?:and|or|and/or))?\Z")
_TENS = {"x": 10, "v": 5, "i": 1}
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_DEEPEST = 6  # lists within lists; resolutions have three


@dataclass(slots=True)
class Node:
    """A paragraph or sub-paragraph being put together."""

    number: str
    lines: list[Line] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def last(self) -> "Node":
        """What stands last in it: itself, or the deepest of its last children."""
        node = self
        while node.children:
            node = node.children[-1]
        return node


@dataclass(slots=True)
class _Level:
    """A list of siblings: their style, the value of the last, and whose children they are."""

    style: str
    value: int
    parent: Node


def tree(pieces: Sequence[Piece], number: str, *, strict: bool, doubts: list[Doubt]) -> Node:
    """The tree of a paragraph's lines. `strict`: only a blank line begins a sub-paragraph."""
    root = Node(number)
    builder = _Builder(root, list(_markers(pieces, strict=strict)), doubts)
    for at, piece in enumerate(pieces):
        builder.take(at, piece)
    return root


@dataclass(frozen=True, slots=True)
class _Marker:
    at: int
    label: str
    after_blank: bool


def _markers(pieces: Sequence[Piece], *, strict: bool) -> Iterator[_Marker]:
    """The lines that may open a sub-paragraph."""
    for at, piece in enumerate(pieces):
        if at == 0 or not (found := _MARKER.match(piece.line.text)):
            continue
        after_blank = piece.gap is not Gap.LINE
        label = found[1].replace("\\", "")
        if not (after_blank or strict) and _ends(pieces[at - 1].line.text):
            yield _Marker(at, label, after_blank=False)
        elif after_blank:
            yield _Marker(at, label, after_blank=True)


def _ends(text: str) -> bool:
    return bool(_FINISHED.search(text.rstrip(SUPERSCRIPTS + CLOSING_QUOTES + "*_\\ ")[-12:]))


class _Builder:
    """Puts lines into the tree, one after the other."""

    def __init__(self, root: Node, markers: list[_Marker], doubts: list[Doubt]) -> None:
        self._root = root
        self._by_line = {marker.at: index for index, marker in enumerate(markers)}
        self._markers = markers
        self._levels: list[_Level] = []
        self._doubts = doubts
        self._before = ""

    def take(self, at: int, piece: Piece) -> None:
        line = piece.line
        index = self._by_line.get(at)
        if index is not None and self._opens(index, line):
            rest = _MARKER.sub("", line.text, count=1)
            marker = _MARKER.match(line.text)
            # Emphasis that closes behind the marker must have opened before it.
            if marker and marker[0].lstrip("*_")[:1] != marker[0][:1]:
                rest = rest if marker[0].rstrip()[-1:] in "*_" else "*" + rest
            line = Line(line.number, rest, line.page)
        elif self._goes_on(piece):
            parent = self._levels[0].parent if self._levels else self._root
            parent.children.append(Node(""))
            self._levels = self._levels[:1]
        self._root.last.lines.append(line)
        if piece.line.text:
            self._before = piece.line.text

    def _goes_on(self, piece: Piece) -> bool:
        """Whether an unmarked line after sub-paragraphs belongs to the paragraph as a whole."""
        if piece.gap is Gap.LINE or not _ends(self._before):
            return False
        opening = piece.line.text.lstrip("*_")[:1]
        if self._root.children:
            return True
        return self._root.lines != [] and piece.gap is Gap.BLANK and not opening.islower()

    def _opens(self, index: int, line: Line) -> bool:
        marker = self._markers[index]
        readings = _readings(marker.label)
        for depth in range(len(self._levels) - 1, -1, -1):
            level = self._levels[depth]
            if any(r == (level.style, level.value + 1) for r in readings) or (
                level.style == marker.label
            ):
                if self._begins_deeper(index, level):
                    break
                return self._sibling(depth, marker.label, level.value + 1)
        if (again := self._repeated(readings)) is not None:
            self._doubt(f"the sub-paragraph {marker.label} stands twice", line)
            return self._sibling(again, marker.label, self._levels[again].value)
        if any(value == 1 for _style, value in readings) and self._may_begin(index):
            style = next(style for style, value in readings if value == 1)
            return self._deeper(style, 1, marker.label, line)
        return self._skipped(marker, readings, line)

    def _repeated(self, readings: list[tuple[str, int]]) -> int | None:
        """The list whose last sign this is again, the deepest first."""
        for depth in range(len(self._levels) - 1, -1, -1):
            if (self._levels[depth].style, self._levels[depth].value) in readings:
                return depth
        return None

    def _deeper(self, style: str, value: int, label: str, line: Line) -> bool:
        """Begins a list below what stands last, or goes on in the deepest that may be."""
        if len(self._levels) >= _DEEPEST:
            self._doubt(f"the sub-paragraph {label} stands too deep in other lists", line)
            self._levels[-1].style = style
            return self._sibling(len(self._levels) - 1, label, value)
        self._levels.append(_Level(style, value, self._root.last))
        self._root.last.children.append(Node(label))
        return True

    def _doubt(self, message: str, line: Line) -> None:
        self._doubts.append(Doubt(message, line.number, line.page))

    def _begins_deeper(self, index: int, level: _Level) -> bool:
        """Whether “(i)” after “(h)” is the first of a deeper list: “(ii)” follows, or “:” led."""
        label = self._markers[index].label
        if label != "(i)" or level.style != "a":
            return False
        following = self._markers[index + 1].label if index + 1 < len(self._markers) else ""
        colon = self._before.rstrip(SUPERSCRIPTS + "*_ ").endswith(":")
        return following == "(ii)" or (colon and following != "(j)")

    def _sibling(self, depth: int, label: str, value: int) -> bool:
        del self._levels[depth + 1 :]
        level = self._levels[depth]
        level.value = value
        level.parent.children.append(Node(label))
        return True

    def _may_begin(self, index: int) -> bool:
        """After a blank line a list begins at once; else its second must begin a line, too."""
        marker = self._markers[index]
        if marker.after_blank:
            return True
        return any(
            value == 2
            for following in self._markers[index + 1 : index + 60]
            for _style, value in _readings(following.label)
        )

    def _skipped(self, marker: _Marker, readings: list[tuple[str, int]], line: Line) -> bool:
        """A sign out of its order: after a blank line it opens a sub-paragraph all the same."""
        if not marker.after_blank:
            return False
        self._doubt(f"the sub-paragraph {marker.label} stands out of its order", line)
        styles = dict(readings)
        for depth in range(len(self._levels) - 1, -1, -1):
            if (style := self._levels[depth].style) in styles:
                return self._sibling(depth, marker.label, styles[style])
        return self._deeper(*readings[0], marker.label, line)


def _readings(label: str) -> list[tuple[str, int]]:
    """What a sign can stand for: “(i)” is the ninth letter, and the first Roman number.

    Where it begins a list the first reading that is a first holds.
    """
    if not label.startswith("("):
        return [(label, 1)]
    inner = label[1:-1]
    if inner.isdigit():
        return [("1", int(inner))]
    low = inner.lower()
    case = "a" if inner == low else "A"
    readings = []
    if len(set(low)) == 1 and len(low) < 3:  # (a) … (z), (aa), (bb) …
        readings.append((case, ord(low[0]) - 96 + 26 * (len(low) - 1)))
    if _ROMAN.fullmatch(low):
        readings.append(("i" if case == "a" else "I", _roman(low)))
    return readings or [(label, 1)]


def _roman(text: str) -> int:
    values = [_TENS[char] for char in text]
    return sum(
        -value if any(later > value for later in values[at + 1 : at + 2]) else value
        for at, value in enumerate(values)
    )
