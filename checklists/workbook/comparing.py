"""Holds a workbook against what is stored online: what is new, the same, or in conflict. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from checklists.indicators import Indicator
from checklists.scale import IndicatorValue
from checklists.workbook.content import Said
from checklists.workbook.identity import UNWRITABLE, Base, choice_of, mark
from checklists.workbook.layout import COME_BACK
from checklists.workbook.parsing import Entry


class State(StrEnum):
    """What a workbook does to an item."""

    SAME = "same"
    NEW = "new"
    CONFLICT = "conflict"
    INVALID = "invalid"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Compared:
    """An item of a workbook beside the stored answer; `mine` is what would be stored."""

    entry: Entry
    state: State
    online: Said
    mine: Said
    version: int
    touched: frozenset[str]


def compare(
    entry: Entry,
    base: Base,
    online: Said,
    version: int,
    *,
    measure: Indicator | None,
    is_frozen: bool,
) -> Compared:
    """Tell what an entry changes of an answer that is at `version` by now.

    A cell that is empty, or as it was at the download, changes nothing: what is online stays.
    """
    touched = frozenset(_touched(entry, base))
    mine = _merged(entry, touched, online, measure)
    if entry.problems:
        state = State.INVALID
    elif not touched or _same(mine, online):
        state = State.SAME
    elif is_frozen:
        state = State.FROZEN
    else:
        state = State.NEW if version == base.version else State.CONFLICT
    return Compared(entry, state, online, mine, version, touched)


def _touched(entry: Entry, base: Base) -> set[str]:
    touched = set()
    if entry.value is not None and entry.value != base.value:
        touched.add("answer")
    texts = (
        ("justification", entry.justification, base.justification),
        ("reason", entry.reason, base.reason),
    )
    for name, text, before in texts:
        if text is not None and before != UNWRITABLE and mark(text) != before:
            touched.add(name)
    figures = base.figures
    touched |= {cell for cell, one in entry.figures.items() if figures.get(cell) != one}
    return touched


def _merged(entry: Entry, touched: frozenset[str], online: Said, measure: Indicator | None) -> Said:
    value = (entry.value if "answer" in touched else choice_of(online)) or ""
    justification, reason = online.justification, online.reason
    if "justification" in touched:
        justification = entry.justification or ""
    if "reason" in touched:
        reason = entry.reason or ""
    figures: Mapping[str, int] = {}
    if measure:
        given = {cell: one for cell, one in entry.figures.items() if cell in touched}
        value, figures = _figures(value, given, online, measure, chosen="answer" in touched)
    return Said(
        value="" if value == COME_BACK else value,
        come_back=value == COME_BACK,
        justification=justification,
        reason=reason,
        figures=figures,
    )


def _figures(
    value: str, given: dict[str, int], online: Said, measure: Indicator, *, chosen: bool
) -> tuple[str, Mapping[str, int]]:
    """The choice and the figures of an indicator: as the form has it, all figures say "given"."""
    figures = {**online.figures, **given}
    figures = {cell: figures[cell] for cell in measure.cells if cell in figures}
    if given and not chosen and value == COME_BACK:
        value = ""  # who writes a number has come back to it
    if len(figures) == len(measure.cells) and not value:
        return IndicatorValue.REPORTED.value, figures
    if value in ("", COME_BACK, IndicatorValue.REPORTED):
        return value, figures
    # Numbers that were there before go when it is said that none are kept; new ones contradict.
    return value, given


def _same(mine: Said, online: Said) -> bool:
    return (
        choice_of(mine) == choice_of(online)
        and mark(mine.justification) == mark(online.justification)
        and mark(mine.reason) == mark(online.reason)
        and dict(mine.figures) == dict(online.figures)
    )
