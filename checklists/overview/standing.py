"""Who is where: offices by state, and those that are late."""

from collections import Counter
from dataclasses import dataclass

from checklists.models import ThemeCount
from checklists.overview.branches import Branch, branches
from checklists.overview.selection import Place, Selection, State
from checklists.overview.tallies import totals
from checklists.scoring import Tally


@dataclass(frozen=True, slots=True)
class Standing:
    """How many offices are in each state, and how many of them all are late."""

    offices: int
    states: list[tuple[State, int]]
    late: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar that a state fills; `start` and `width` are in percent, as SVG has them."""

    state: State
    count: int
    start: str
    width: str


def bar(found: Standing) -> list[Segment]:
    """The segments of a bar of all offices, from left to right; states without any left out."""
    segments, before = [], 0
    for state, count in found.states:
        if count:
            start, width = (100 * part / found.offices for part in (before, count))
            segments.append(Segment(state, count, f"{start:.2f}%", f"{width:.2f}%"))
            before += count
    return segments


@dataclass(frozen=True, slots=True)
class BranchStanding:
    """The offices of a branch, counted."""

    branch: Branch
    standing: Standing


def standing(places: list[Place]) -> Standing:
    """Count some offices."""
    found = Counter(place.state for place in places)
    return Standing(
        offices=len(places),
        states=[(state, found[state]) for state in State],
        late=sum(place.days_late > 0 for place in places),
    )


def branch_standings(selection: Selection) -> list[BranchStanding]:
    """The same for each branch. One query at most."""
    return [BranchStanding(branch, standing(branch.places)) for branch in branches(selection)]


def in_order(places: list[Place], sort: str) -> list[Place]:
    """The offices (given in the order of the tree): "name", or "worst", the longest late first."""
    if sort == "name":
        return sorted(places, key=lambda place: place.name.casefold())
    if sort == "worst":
        return sorted(places, key=lambda place: -place.days_late)
    return places


def progress(places: list[Place]) -> dict[int, Tally]:
    """What is counted of all items of each office, by assessment. One query."""
    counts = ThemeCount.objects.filter(assessment__in=[place.assessment for place in places])
    found = totals(counts, "assessment")
    return {place.assessment: found.get((place.assessment,), Tally()) for place in places}
