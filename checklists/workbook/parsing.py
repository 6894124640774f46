"""From the cells of a workbook to what they say of each item.

Liberal where the meaning is certain, strict where it isn't.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from checklists.indicators import TOTAL, Indicator, parse_number
from checklists.workbook.cells import Cell, RawWorkbook, RefusedError, Row, Sheet, as_cell, place
from checklists.workbook.identity import Identity, opened
from checklists.workbook.layout import (
    COLUMNS,
    IDENTITY,
    IDENTITY_ROWS,
    SheetKey,
    folded,
    row_key,
    values_by_label,
)

MAX_JUSTIFICATION = 30_000
MAX_REASON = 2_000

# "3.0", as some programs write the number 3 when they make a text of it.
_WHOLE = re.compile(r"(\d+)[.,]0+")
_LIMITS = {"justification": MAX_JUSTIFICATION, "reason": MAX_REASON}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: where it is, what it says, and why that can't be taken."""

    sheet: str
    cell: str
    said: str
    why: str


@dataclass(slots=True)
class Entry:
    """What a workbook says of one item. None, or a missing figure, is an empty cell.

    `value` may be COME_BACK. `places` has (sheet, cell) by field: "answer", "justification",
    "reason", and the figures by the names of their cells.
    """

    ref: str
    value: str | None = None
    justification: str | None = None
    reason: str | None = None
    figures: dict[str, int] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def identity_of(raw: RawWorkbook) -> Identity:
    """Which assessment the workbook is of. Raises RefusedError."""
    sheet = next((one for one in raw.sheets if one.name == IDENTITY), None)
    if sheet is None:
        raise RefusedError("identity")
    pieces = [
        cell.text.strip()
        for row in sheet.rows
        if row.number >= IDENTITY_ROWS
        for cell in row.cells
        if cell.column == 1
    ]
    return opened(pieces)


def parse(
    raw: RawWorkbook,
    identity: Identity,
    measures: Mapping[str, Indicator | None],
    languages: Iterable[str],
) -> list[Entry]:
    """What the workbook says of each of the items, by reference in `measures`.

    Raises RefusedError where its structure was altered; what is wrong with one cell alone is a
    problem of its entry.
    """
    languages = list(languages)
    entries: dict[str, Entry] = {}
    for key in COLUMNS:
        asked = {ref: one for ref, one in measures.items() if bool(one) == (key == "indicators")}
        if asked:
            entries |= _Parser(raw, identity, key, asked, languages).entries()
    return [entries[ref] for ref in measures if ref in entries]


class _Parser:
    """One of the two sheets that are filled in."""

    def __init__(
        self,
        raw: RawWorkbook,
        identity: Identity,
        key: SheetKey,
        measures: Mapping[str, Indicator | None],
        languages: Iterable[str],
    ) -> None:
        self.name = identity.sheets[key]
        self.sheet = self._find(raw)
        self.measures = measures
        self.values = values_by_label(key, languages)
        self.ref_column = "key" if key == "indicators" else "ref"
        wanted = [one.key for one in COLUMNS[key] if one.fill or one.key == self.ref_column]
        titles = dict(zip((one.key for one in COLUMNS[key]), identity.headers[key], strict=True))
        self.columns = {one: self._column(titles[one]) for one in wanted}
        self.fill = [one for one in wanted if one != self.ref_column]
        self.found: dict[str, Entry] = {}
        self.seen: set[str] = set()

    def entries(self) -> dict[str, Entry]:
        """The entries by reference."""
        keys = {
            row_key(ref, cell) if measure else ref: (ref, cell)
            for ref, measure in self.measures.items()
            for cell in (measure.cells if measure else (TOTAL,))
        }
        for row in self.sheet.rows:
            if row.number > 1:
                self._row(row, keys)
        return self.found

    def _find(self, raw: RawWorkbook) -> Sheet:
        for sheet in raw.sheets:
            if folded(sheet.name) == folded(self.name):
                return sheet
        raise RefusedError("no_sheet", sheet=self.name)

    def _column(self, title: str) -> int:
        head = self.sheet.rows[0] if self.sheet.rows else Row(0, ())
        found = [one.column for one in head.cells if folded(one.text) == folded(title)]
        if not found or head.number != 1:
            raise RefusedError("no_column", sheet=self.name, column=title)
        if len(found) > 1:
            words = {"sheet": self.name, "column": title, "cell": place(1, found[1])}
            raise RefusedError("column_twice", **words)
        return found[0]

    def _row(self, row: Row, keys: Mapping[str, tuple[str, str]]) -> None:
        cells = {cell.column: cell for cell in row.cells if as_cell(cell.text) or _is_odd(cell)}
        written = {column: cells[at] for column, at in self.columns.items() if at in cells}
        for cell in written.values():
            if cell.kind == "formula":
                raise self._refused("formula", row, cell)
        named = written.pop(self.ref_column, None)
        if named is not None:
            ref, figure = self._named(row, named, keys)
            self._enter(self.found.setdefault(ref, Entry(ref)), row, figure, written)
        elif written:
            raise self._refused("no_ref", row, next(iter(written.values())))

    def _named(self, row: Row, named: Cell, keys: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
        """The item that a row is of, and which of its figures; each stands once."""
        name = " ".join(named.text.split())
        if name not in keys:
            raise self._refused("unknown_ref", row, named, ref=name[:40])
        if name in self.seen:
            raise self._refused("ref_twice", row, named, ref=name)
        self.seen.add(name)
        return keys[name]

    def _enter(self, entry: Entry, row: Row, figure: str, written: Mapping[str, Cell]) -> None:
        for column in self.fill:
            name = figure if column == "figure" else column
            # The further rows of an indicator have no choice of their own, but may hold one.
            if column in written or name not in entry.places:
                entry.places[name] = (self.name, place(row.number, self.columns[column]))
            if column in written:
                self._take(entry, column, name, written[column])

    def _take(self, entry: Entry, column: str, name: str, cell: Cell) -> None:
        try:
            if column == "figure":
                entry.figures[name] = _number(cell)
            elif column == "answer":
                entry.value = self._choice(cell)
            elif column == "justification":
                entry.justification = _text(cell, column)
            else:
                entry.reason = _text(cell, column)
        except ValueError as error:
            sheet, where = entry.places[name]
            entry.problems.append(Problem(sheet, where, cell.text[:200], str(error)))

    def _choice(self, cell: Cell) -> str:
        value = self.values.get(folded(cell.text)) if cell.kind == "text" else None
        if value is None:
            raise ValueError(_("This answer isn't in the list: choose one of those it offers."))
        return value

    def _refused(self, code: str, row: Row, cell: Cell, **words: str) -> RefusedError:
        where = place(row.number, cell.column)
        return RefusedError(code, sheet=self.name, cell=where, **words)


def _is_odd(cell: Cell) -> bool:
    return cell.kind in ("formula", "error")


def _text(cell: Cell, column: str) -> str:
    if cell.kind == "error":
        raise ValueError(_("The spreadsheet shows an error here: write the text itself."))
    text = as_cell(cell.text)
    if len(text) > _LIMITS[column]:
        raise ValueError(
            _("At most %(limit)d characters; there are %(count)d.")
            % {"limit": _LIMITS[column], "count": len(text)}
        )
    return text


def _number(cell: Cell) -> int:
    if cell.kind in ("date", "boolean", "error"):
        raise ValueError(_("This is no number: give a whole number in digits, for example 12."))
    text = as_cell(cell.text)
    if found := _WHOLE.fullmatch(text):
        text = found[1]
    return parse_number(text)
