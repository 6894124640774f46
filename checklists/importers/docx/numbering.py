"""The numbers that Word gives to paragraphs by itself: “1.”, “(a)”, “(i)”, “I.”."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from checklists.importers.docx.xml import Node, attribute, integer

_PLACE = re.compile(r"%([1-9])")
_ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")]
_ROMAN += [(50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
BULLET = "•"
_DEEPEST = 8  # Word's lists have nine levels


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `text` is “(%1)”; `restart` the level (from 1) after which it begins
    anew, 0 for never, None for every higher one.
    """

    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list as paragraphs name it: its definition, its own levels, and where it starts anew."""

    definition: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of all lists. Lists with one definition count on together."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._definitions: dict[str, dict[int, Level]] = {}
        self._linked: dict[str, str] = {}  # definition: the style that has the levels
        self._of_style: dict[str, str] = {}  # style: the definition that it stands for
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        for node in nodes:
            if node.tag == "abstractNum":
                self._add_definition(node)
            elif node.tag == "num":
                self._add_list(node)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a list keeps for a style; 0 when it names none."""
        levels = self._levels(list_id)
        return next((at for at, level in levels.items() if style and level.style == style), 0)

    def next_label(self, list_id: str, at: int) -> str:
        """Counts one paragraph and gives its number as printed; "" for an unknown list."""
        at = min(at, _DEEPEST)
        levels = self._levels(list_id)
        if not levels:
            return ""
        level = levels.get(at, Level(form="none", text=""))
        counts = self._count(list_id, at, levels)
        if level.form == "bullet":
            return BULLET if _is_symbol(level.text) else level.text.strip()

        def written(place: re.Match[str]) -> str:
            other = int(place[1]) - 1
            its_level = levels.get(other, Level())
            form = "decimal" if level.legal and its_level.form != "none" else its_level.form
            return in_form(counts.get(other, its_level.start), form)

        return _PLACE.sub(written, level.text).strip()

    def _count(self, list_id: str, at: int, levels: dict[int, Level]) -> dict[int, int]:
        its_list = self._lists[list_id]
        counts = self._counts.setdefault(its_list.definition, {})
        anew = at in its_list.starts and (list_id, at) not in self._started
        self._started.add((list_id, at))
        if anew or at not in counts:
            counts[at] = its_list.starts.get(at, levels[at].start if at in levels else 1)
        else:
            counts[at] += 1
        for deeper in [other for other in counts if other > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or at < restart:
                del counts[deeper]
        return counts

    def _levels(self, list_id: str) -> dict[int, Level]:
        its_list = self._lists.get(list_id)
        if its_list is None:
            return {}
        definition = its_list.definition
        if definition in self._linked:
            definition = self._of_style.get(self._linked[definition], definition)
        return self._definitions.get(definition, {}) | its_list.levels

    def _add_definition(self, node: Node) -> None:
        name = attribute(node, "abstractNumId")
        self._definitions[name] = dict(_level(one) for one in node.findall("lvl"))
        if link := attribute(node.find("numStyleLink"), "val"):
            self._linked[name] = link
        if style := attribute(node.find("styleLink"), "val"):
            self._of_style[style] = name

    def _add_list(self, node: Node) -> None:
        its_list = _List(attribute(node.find("abstractNumId"), "val"))
        for override in node.findall("lvlOverride"):
            at = integer(override, "ilvl")
            start = override.find("startOverride")
            if (own := override.find("lvl")) is not None:
                its_list.levels[at] = _level(own)[1]
            if start is not None:
                its_list.starts[at] = integer(start, default=1)
        self._lists[attribute(node, "numId")] = its_list


def _level(node: Node) -> tuple[int, Level]:
    restart = node.find("lvlRestart")
    level = Level(
        form=attribute(node.find("numFmt"), "val") or "decimal",
        text=attribute(node.find("lvlText"), "val")[:40],
        start=integer(node.find("start"), default=0),
        legal=node.find("isLgl") is not None,
        style=attribute(node.find("pStyle"), "val"),
    )
    if restart is not None:
        level = replace(level, restart=integer(restart))
    return integer(node, "ilvl"), level


def _is_symbol(text: str) -> bool:
    """Whether a bullet is a sign of a symbol font, or a letter that looks like a bullet there."""
    return not text.strip() or text == "o" or any("\ue000" <= char <= "\uf8ff" for char in text)


def in_form(number: int, form: str) -> str:
    """A number as Word writes it in a form (“lowerRoman”); unknown forms become plain digits."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26 * 5:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        parts.append(letters * times)
    return "".join(parts)
