"""Policy against practice, and what was verified against what offices declare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklists.models import Theme
from checklists.overview.heat import themes_of
from checklists.overview.selection import Place, Selection
from checklists.overview.tallies import totals
from checklists.scale import Dimension
from checklists.scoring import Figures, Tally, added_up

DIMENSIONS = (Dimension.POLICY, Dimension.PRACTICE)


@dataclass(frozen=True, slots=True)
class Gap:
    """The figures of policy and practice beside each other; gaps are in percentage points."""

    policy: Figures
    practice: Figures

    @property
    def practice_gap(self) -> int | None:
        """How far practice is behind policy, as declared; None where one has no figure."""
        return _difference(self.policy.declared, self.practice.declared)

    @property
    def policy_unverified(self) -> int | None:
        """How far the verified figure of policy is behind the declared one."""
        return _difference(self.policy.declared, self.policy.verified)

    @property
    def practice_unverified(self) -> int | None:
        """The same of practice."""
        return _difference(self.practice.declared, self.practice.verified)


@dataclass(frozen=True, slots=True)
class GapSums:
    """The gaps of all offices together, and theme by theme."""

    whole: Gap
    themes: list[tuple[Theme, Gap]]


class Gaps:
    """Sums over all offices, and the gaps of as many offices as are asked for."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self._counts = selection.counts.filter(dimension__in=DIMENSIONS)

    def sums(self) -> GapSums:
        """All offices together. Two queries."""
        themes, slugs = themes_of(self.selection)
        by_theme: dict[tuple[object, ...], list[Tally]] = {}
        for (theme, dimension), counted in totals(self._counts, "theme", "dimension").items():
            assert isinstance(theme, int)
            by_theme.setdefault((slugs[theme], dimension), []).append(counted)
        found = {key: added_up(parts) for key, parts in by_theme.items()}
        return GapSums(_whole(found), [(theme, _gap(found, theme.slug)) for theme in themes])

    def ordered(self) -> list[Place]:
        """The offices in the order asked for, those without a gap last. One query at most."""
        places = self.selection.places
        if self.selection.asked.sort == "name":
            return sorted(places, key=lambda place: place.name.casefold())
        if self.selection.asked.sort == "worst":
            found = totals(self._counts, "assessment", "dimension")
            return sorted(places, key=lambda place: -_practice_gap(found, place.assessment))
        return places

    def rows(self, places: Sequence[Place]) -> list[tuple[Place, Gap]]:
        """The gaps of some offices. One query over their counts."""
        counts = self._counts
        if len(places) < len(self.selection.places):
            counts = counts.filter(assessment__in=[place.assessment for place in places])
        found = totals(counts, "assessment", "dimension")
        return [(place, _gap(found, place.assessment)) for place in places]


def _whole(tallies_of: Mapping[tuple[object, ...], Tally]) -> Gap:
    policy, practice = (
        added_up(counted for key, counted in tallies_of.items() if key[1] == dimension)
        for dimension in DIMENSIONS
    )
    return Gap(policy.figures, practice.figures)


def _gap(tallies_of: Mapping[tuple[object, ...], Tally], key: object) -> Gap:
    policy, practice = (tallies_of.get((key, each), Tally()) for each in DIMENSIONS)
    return Gap(policy.figures, practice.figures)


def _practice_gap(tallies_of: Mapping[tuple[object, ...], Tally], key: object) -> int:
    """How far practice is behind policy, as declared; least of all where there is no gap."""
    policy, practice = (tallies_of.get((key, each), Tally()) for each in DIMENSIONS)
    gap = _difference(policy.declared, practice.declared)
    return -101 if gap is None else gap


def _difference(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first - second
