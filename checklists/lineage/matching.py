"""The best pairing of two lists: the one with the highest sum of scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

# Larger than any cost, smaller than what floating point would blur.
_NEVER = 1e6

Edge = tuple[int, int]


def best_pairs(scores: Mapping[Edge, float]) -> list[Edge]:
    """Pairs (row, column) so that each row and column is in one pair at most.

    `scores` has the pairs that may be, with scores above 0. Rows and columns may stay alone. The
    same scores give the same pairs, whatever their order.
    """
    rows = sorted({row for row, _column in scores})
    columns = sorted({column for _row, column in scores})
    # A column of its own for each row, in which it stays alone at no cost.
    costs = [
        [-scores.get((row, column), -_NEVER) for column in columns] + [0.0] * len(rows)
        for row in rows
    ]
    chosen = ((rows[place], at) for place, at in enumerate(_assign(costs)))
    return [(row, columns[at]) for row, at in chosen if at < len(columns)]


def _assign(costs: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row so that the sum is least; at least as many columns as rows.

    The Hungarian method with potentials and shortest augmenting paths, O(rows² × columns). Row
    and column 0 are dummies, as the method is usually written.
    """
    height, width = len(costs), len(costs[0]) if costs else 0
    state = _State(costs, [0.0] * (height + 1), [0.0] * (width + 1), [0] * (width + 1))
    for row in range(1, height + 1):
        _take_in(row, state)
    columns = [0] * height
    for column, row in enumerate(state.row_of[1:]):
        if row:
            columns[row - 1] = column
    return columns


@dataclass(frozen=True, slots=True)
class _State:
    """The assignment so far: `row_of` has the row of each column, 0 where it is free."""

    costs: Sequence[Sequence[float]]
    row_potential: list[float]
    column_potential: list[float]
    row_of: list[int]


def _take_in(row: int, state: _State) -> None:
    """Give one more row a column, at the least cost to the rows before."""
    row_of, width = state.row_of, len(state.row_of)
    row_of[0] = row
    column, least = 0, [inf] * width
    came_from, unseen = [0] * width, set(range(1, width))
    while row_of[column]:
        at = row_of[column]
        for other in unseen:
            cost = state.costs[at - 1][other - 1]
            slack = cost - state.row_potential[at] - state.column_potential[other]
            if slack < least[other]:
                least[other], came_from[other] = slack, column
        column = min(unseen, key=lambda other: (least[other], other))
        _shift(least[column], state, least, unseen)
        unseen.discard(column)
    while column:
        row_of[column] = row_of[came_from[column]]
        column = came_from[column]


def _shift(delta: float, state: _State, least: list[float], unseen: set[int]) -> None:
    """Raise the potentials so that one more column costs nothing beyond them."""
    for other in range(len(state.row_of)):
        if other in unseen:
            least[other] -= delta
        else:
            state.row_potential[state.row_of[other]] += delta
            state.column_potential[other] -= delta
