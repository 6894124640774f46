"""Where organizations stand, counted by the database: two statements, however many assessments.

An organization stands where the lowest of its offices' answers does, for each paragraph and
dimension: "not in place" is lower than an item without an answer, which could turn out to be
anything, and that is lower than the rest of the scale; "not applicable" counts where nothing else
is said. It stands there verified where accepted answers alone say so.

Each organization is counted by the latest of its cycles that has begun on a checklist.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from checklists.indicators import RECRUITMENT, SEX, TOTAL
from checklists.models import Answer, Assessment, Cycle
from checklists.scale import AnswerValue, IndicatorValue, Outcome
from orgs.models import Organization
from reports.frozen import UNANSWERED
from reports.paragraphs.suppression import Cell, Part

# Answers from the lowest up. What isn't accepted is verified as nothing better than unanswered.
_LADDER = {
    AnswerValue.NOT_IN_PLACE.value: 0,
    "": 1,
    AnswerValue.PARTLY.value: 2,
    AnswerValue.MOSTLY.value: 3,
    AnswerValue.IN_PLACE.value: 4,
    AnswerValue.NOT_APPLICABLE.value: 5,
}
_NO_ANSWER = _LADDER[""]
_POSITIONS = {rank: value or UNANSWERED for value, rank in _LADDER.items()}

_TABLES = {
    "answer": Answer._meta.db_table,
    "assessment": Assessment._meta.db_table,
    "cycle": Cycle._meta.db_table,
    "organization": Organization._meta.db_table,
}

# The cycles come as a list: from it the planner of PostgreSQL sees how many answers there will be.
# `asked` has the items, each with the number of the place where it is counted.
_STANDINGS = """
WITH asked (item_id, slot) AS (VALUES {asked}),
positions AS (
  SELECT s.cycle_id, asked.slot, MIN({rank}) AS declared,
    MIN(CASE a.verdict WHEN '{accepted}' THEN {rank} ELSE {no_answer} END) AS verified
  FROM {assessment} s
  JOIN {answer} a ON a.assessment_id = s.id
  JOIN asked ON asked.item_id = a.item_id
  WHERE s.cycle_id IN ({cycles})
  GROUP BY s.cycle_id, asked.slot
)
SELECT slot, o.kind, declared,
  CASE WHEN verified = declared AND declared <> {no_answer} THEN 1 ELSE 0 END, COUNT(*)
FROM positions
JOIN {cycle} c ON c.id = cycle_id
JOIN {organization} o ON o.id = c.organization_id
GROUP BY 1, 2, 3, 4
"""

# Each cell is read once, summed for each organization, and only then added to the parts.
_NUMBERS = """
WITH given AS (
  SELECT s.cycle_id, a.item_id, {sums}
  FROM {assessment} s
  JOIN {answer} a ON a.assessment_id = s.id
  WHERE s.cycle_id IN ({cycles}) AND a.item_id IN ({items}) AND a.value = '{reported}'
  GROUP BY s.cycle_id, a.item_id
),
parts AS (SELECT item_id, {parts} FROM given)
SELECT item_id, COUNT(*), {counts} FROM parts GROUP BY item_id
"""

# Where organizations of each kind stand, by slot.
Counted = dict[int, dict[str, dict[str, Cell]]]

# What a sum is told apart by, the whole first.
PARTS = (TOTAL, *RECRUITMENT, *SEX)


@dataclass(frozen=True)
class TakingPart:
    """By checklist, the cycles by which organizations are counted, and how many of which kind."""

    cycles: dict[int, list[int]]
    kinds: dict[int, dict[str, int]]


@dataclass(frozen=True)
class Summed:
    """An indicator: from how many organizations, and its parts by name ("total", "local"…)."""

    organizations: int
    parts: dict[str, Part]


def taking_part(checklists: Sequence[int], on: dt.date) -> TakingPart:
    """Each organization's latest cycle that has begun by a day on each of the checklists, if it
    has offices. One query.
    """
    rows = (
        Cycle.objects.filter(checklist__in=checklists, starts_on__lte=on)
        .filter(Exists(Assessment.objects.filter(cycle=OuterRef("pk"))))
        .order_by("starts_on", "pk")
        .values_list("checklist", "organization", "organization__kind", "pk")
    )
    latest = {(checklist, organization): (kind, pk) for checklist, organization, kind, pk in rows}
    found = TakingPart({pk: [] for pk in checklists}, {pk: {} for pk in checklists})
    for (checklist, _organization), (kind, cycle) in latest.items():
        found.cycles[checklist].append(cycle)
        kinds = found.kinds[checklist]
        kinds[kind] = kinds.get(kind, 0) + 1
    return found


def count_standings(slots: Mapping[int, int], cycles: Sequence[int]) -> Counted:
    """By slot and kind, how many organizations stand where, given the slot of each item and a
    cycle of each organization. One query. Who has none of the items of a slot isn't in it.
    """
    if not slots or not cycles:
        return {}
    rank = " ".join(f"WHEN '{value}' THEN {rank}" for value, rank in _LADDER.items())
    statement = _STANDINGS.format(
        **_TABLES,
        rank=f"CASE a.value {rank} END",
        accepted=Outcome.ACCEPTED.value,
        no_answer=_NO_ANSWER,
        asked=", ".join(f"({item:d}, {slot:d})" for item, slot in slots.items()),
        cycles=_numbers(cycles),
    )
    found: Counted = {}
    for slot, kind, place, verified, count in _rows(statement):
        cells = found.setdefault(slot, {}).setdefault(kind, {})
        cell = cells.get(_POSITIONS[place], Cell())
        cells[_POSITIONS[place]] = Cell(
            cell.organizations + count, cell.verified + verified * count
        )
    return found


def sum_numbers(cells: Mapping[int, Sequence[str]], cycles: Sequence[int]) -> dict[int, Summed]:
    """Sum the figures given for each indicator, which is asked for its `cells`. One query."""
    if not cells or not cycles:
        return {}
    asked = sorted({cell for each in cells.values() for cell in each})
    columns = {cell: f"c{n}" for n, cell in enumerate(asked)}
    told = [f"n{n}" for n in range(len(PARTS))]
    parts = [f"{_added(part, columns)} AS {name}" for part, name in zip(PARTS, told, strict=True)]
    statement = _NUMBERS.format(
        **_TABLES,
        reported=IndicatorValue.REPORTED.value,
        sums=", ".join(f"SUM({_cell(cell)}) AS {name}" for cell, name in columns.items()),
        parts=", ".join(parts),
        counts=", ".join(f"SUM({n}), SUM(CASE WHEN {n} > 0 THEN 1 ELSE 0 END)" for n in told),
        items=_numbers(cells),
        cycles=_numbers(cycles),
    )
    found = {}
    for item, organizations, *numbers in _rows(statement):
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        each = [Part(int(value), int(count)) for value, count in pairs]
        found[item] = Summed(organizations, dict(zip(PARTS, each, strict=True)))
    return found


def _added(part: str, columns: Mapping[str, str]) -> str:
    """The columns of the cells that belong to a part of a sum."""
    found = [column for cell, column in columns.items() if part in (TOTAL, *cell.split("."))]
    return " + ".join(found) or "0"


def _cell(name: str) -> str:
    """A number of an answer's figures; the names of cells are our own."""
    if connection.vendor == "postgresql":
        return f"COALESCE((a.figures ->> '{name}')::bigint, 0)"
    return f"COALESCE(json_extract(a.figures, '$.\"{name}\"'), 0)"


def _numbers(keys: Iterable[int]) -> str:
    """Keys of the database as a list; a statement takes only so many as parameters."""
    return ", ".join(f"{key:d}" for key in keys)


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
