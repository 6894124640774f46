"""What is too small to be told to everybody: whose numbers they are could be recognized. Pure."""

from collections.abc import Mapping

from checklists.indicators import TOTAL

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
    total = sum(figures.values())
    return {} if is_small(total) else {TOTAL: total}
