"""What is too small to be told to everybody: whose numbers they are could be recognized. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from checklists.indicators import TOTAL, total

# The least number of persons, and of those whose answers stand together.
LEAST = 5


def is_small(number: int) -> bool:
    """Whether a count of persons could tell who is meant. None at all tells of nobody."""
    return 0 < number < LEAST


def suppressed(figures: Mapping[str, int]) -> dict[str, int]:
    """The cells of an indicator without what is too small.

    Where one cell is, none stands, or the total would tell it: only the total is left, as the cell
    "total", and not even that if it is small itself.
    """
    if not any(map(is_small, figures.values())):
        return dict(figures)
    whole = total(figures)
    return {} if is_small(whole) else {TOTAL: whole}


def added(offices: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The figures of several offices added up by cell."""
    found: Counter[str] = Counter()
    for figures in offices:
        found.update(figures)
    return dict(found)


def told_together(offices: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The figures of several offices added up, without what an office by itself doesn't tell.

    Who has the neighbours' own reports could else subtract them from the sum, and have it.
    """
    every = [(figures, suppressed(figures)) for figures in offices]
    if all(told == figures for figures, told in every):
        return added(told for _figures, told in every)
    whole = sum(total(told) for _figures, told in every)
    return {TOTAL: whole} if whole else {}
