"""How many there are in each state, as rows of a table: of an action plan, of a register. Pure."""

from collections.abc import Mapping, Sequence


def state_rows(
    counts: Mapping[str, Mapping[str, int]], labels: Mapping[str, str], columns: Sequence[str]
) -> list[tuple[str, list[int]]]:
    """The label of each state that is counted, then its numbers by column and their sum.

    Data from before a state was counted has no row of it.
    """
    rows = []
    for state, label in labels.items():
        if state in counts:
            numbers = [counts[state].get(column, 0) for column in columns]
            rows.append((label, [*numbers, sum(numbers)]))
    return rows
