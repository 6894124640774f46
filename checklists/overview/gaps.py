"""Policy against practice, and what was verified against what offices declare."""

from collections.abc import Mapping
from dataclasses import dataclass

from checklists.models import Theme
from checklists.overview.heat import themes_of
from checklists.overview.selection import Place, Selection
from checklists.overview.tallies import tallies
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
class Gaps:
    """For all offices together, theme by theme, and office by office."""

    whole: Gap
    themes: list[tuple[Theme, Gap]]
    offices: list[tuple[Place, Gap]]


def gaps(selection: Selection) -> Gaps:
    """All gaps, the offices in the order asked for. Four queries."""
    themes, slugs = themes_of(selection)
    answers = selection.answers.filter(item__dimension__in=DIMENSIONS)
    if selection.asked.theme:
        answers = answers.filter(item__theme__slug=selection.asked.theme)
    by_theme: dict[tuple[object, ...], list[Tally]] = {}
    for (theme, dimension), counted in tallies(answers, "item__theme", "item__dimension").items():
        assert isinstance(theme, int)
        by_theme.setdefault((slugs[theme], dimension), []).append(counted)
    theme_tallies = {key: added_up(parts) for key, parts in by_theme.items()}
    of_themes = [(theme, _gap(theme_tallies, theme.slug)) for theme in themes]
    of_offices = tallies(answers, "assessment", "item__dimension")
    offices = [(place, _gap(of_offices, place.assessment)) for place in selection.places]
    return Gaps(_whole(theme_tallies), of_themes, _in_order(offices, selection.asked.sort))


def _whole(tallies_of: Mapping[tuple[object, ...], Tally]) -> Gap:
    policy, practice = (
        added_up(counted for key, counted in tallies_of.items() if key[1] == dimension)
        for dimension in DIMENSIONS
    )
    return Gap(policy.figures, practice.figures)


def _gap(tallies_of: Mapping[tuple[object, ...], Tally], key: object) -> Gap:
    policy, practice = (tallies_of.get((key, each), Tally()) for each in DIMENSIONS)
    return Gap(policy.figures, practice.figures)


def _in_order(rows: list[tuple[Place, Gap]], sort: str) -> list[tuple[Place, Gap]]:
    if sort == "name":
        return sorted(rows, key=lambda row: row[0].name.casefold())
    if sort == "worst":
        return sorted(rows, key=lambda row: -_or_least(row[1].practice_gap))
    return rows


def _or_least(gap: int | None) -> int:
    return -101 if gap is None else gap


def _difference(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first - second
