"""The heat map: offices × themes, of one dimension and one figure, since neither ever mixes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from checklists.models import Theme, ThemeCount
from checklists.overview.branches import Branch, branches
from checklists.overview.selection import Place, Selection
from checklists.overview.tallies import totals
from checklists.scoring import Figures, Tally, added_up

STEPS = 5
_NOTHING = Tally()


def level(value: int | None) -> int:
    """The step that a percentage stands on, 1 (worst) to STEPS; 0 without a figure."""
    return 0 if value is None else min(STEPS, 1 + value * STEPS // 100)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; `value` is the percentage, None where there is no figure yet."""

    figures: Figures
    value: int | None

    @property
    def level(self) -> int:
        """Its shade, 1 (worst) to STEPS; 0 without a figure."""
        return level(self.value)

    @property
    def said(self) -> str:
        """Why there is no figure."""
        if not self.figures.items:
            return _("not asked")
        if not self.figures.answered:
            return _("unanswered")
        return _("no figure yet") if self.figures.applicable else _("not applicable")

    @property
    def is_partial(self) -> bool:
        """Whether something that is asked isn't answered."""
        return self.figures.answered < self.figures.items


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one office, of a branch or, where neither is given, of all; its total first."""

    cells: list[Cell]
    place: Place | None = None
    branch: Branch | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The rows above the offices."""

    whole: Row
    branches: list[Row]


def themes_of(selection: Selection) -> tuple[list[Theme], dict[int, str]]:
    """The themes asked about, the newest checklist's title for each; and all slugs by number.

    A theme is the same in every checklist that gives it the same slug. One query.
    """
    rows = list(
        Theme.objects.filter(checklist__in=selection.checklists)
        .order_by("-checklist", "position")
        .only("slug", "title", "checklist_id", "position")
    )
    first: dict[str, Theme] = {}
    for theme in rows:
        if selection.asked.theme in ("", theme.slug):
            first.setdefault(theme.slug, theme)
    return list(first.values()), {theme.pk: theme.slug for theme in rows}


class HeatMap:
    """Sums over all offices, and rows for as many offices as are asked for."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.themes, self._slugs = themes_of(selection)
        self._counts = selection.counts.filter(dimension=selection.asked.dimension)

    def sums(self) -> Sums:
        """All offices together, and branch by branch. One query over all counts."""
        parts = branches(self.selection)
        by = "assessment__office__path"
        if self.selection.has_many_organizations:
            by = "assessment__cycle__organization"
        elif parts:
            key = Substr(by, 1, len(parts[0].path))
            return self._summed(self._counts.annotate(branch=key), "branch", parts)
        return self._summed(self._counts, by, parts)

    def _summed(self, counts: QuerySet[ThemeCount], by: str, parts: list[Branch]) -> Sums:
        found = self._by_slug(totals(counts, by, "theme"))
        whole: dict[str, list[Tally]] = {}
        for counted in found.values():
            for slug, each in counted.items():
                whole.setdefault(slug, []).append(each)
        return Sums(
            whole=Row(self._cells({slug: added_up(each) for slug, each in whole.items()})),
            branches=[Row(self._cells(found.get(part.key, {})), branch=part) for part in parts],
        )

    def ordered(self) -> list[Place]:
        """The offices in the order asked for, those without a figure last. One query at most."""
        places = self.selection.places
        if self.selection.asked.sort == "name":
            return sorted(places, key=lambda place: place.name.casefold())
        if self.selection.asked.sort != "worst":
            return places
        found = totals(self._counts, "assessment")
        values = {key[0]: self._value(counted) for key, counted in found.items()}

        def worst(place: Place) -> int:
            value = values.get(place.assessment)
            return 101 if value is None else value

        return sorted(places, key=worst)

    def rows(self, places: Sequence[Place]) -> list[Row]:
        """The rows of some offices. One query over their counts."""
        wanted = [place.assessment for place in places]
        counts = self._counts
        if len(wanted) < len(self.selection.places):
            counts = counts.filter(assessment__in=wanted)
        found = self._by_slug(totals(counts, "assessment", "theme"))
        return [Row(self._cells(found.get(place.assessment, {})), place=place) for place in places]

    def _by_slug(self, found: dict[tuple[object, ...], Tally]) -> dict[object, dict[str, Tally]]:
        """By what stands first in the key, then by theme: two checklists may both have it."""
        groups: dict[object, dict[str, Tally]] = {}
        for (key, theme), counted in found.items():
            assert isinstance(theme, int)
            group, slug = groups.setdefault(key, {}), self._slugs[theme]
            group[slug] = added_up([group[slug], counted]) if slug in group else counted
        return groups

    def _cells(self, counted: dict[str, Tally]) -> list[Cell]:
        parts = [counted.get(theme.slug, _NOTHING) for theme in self.themes]
        return [self._cell(added_up(parts)), *map(self._cell, parts)]

    def _cell(self, counted: Tally) -> Cell:
        return Cell(counted.figures, self._value(counted))

    def _value(self, counted: Tally) -> int | None:
        return counted.verified if self.selection.asked.figure == "verified" else counted.declared
