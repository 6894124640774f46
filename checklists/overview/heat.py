"""The heat map: offices × themes, of one dimension and one figure, since neither ever mixes."""

from collections.abc import Iterable
from dataclasses import dataclass

from checklists.models import Theme
from checklists.overview.branches import Branch, branches
from checklists.overview.selection import Place, Selection
from checklists.overview.tallies import tallies
from checklists.scoring import Figures, Tally, added_up

STEPS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; `value` is the percentage, None where there is no figure yet."""

    figures: Figures
    value: int | None

    @property
    def level(self) -> int:
        """Its shade, 1 (worst) to STEPS; 0 without a figure."""
        return 0 if self.value is None else min(STEPS, 1 + self.value * STEPS // 100)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one office, of a branch or, where neither is given, of all."""

    cells: list[Cell]
    total: Cell
    place: Place | None = None
    branch: Branch | None = None


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A row for all offices, one for each branch and one for each office."""

    themes: list[Theme]
    whole: Row
    branches: list[Row]
    offices: list[Row]


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


def heat_map(selection: Selection) -> HeatMap:
    """All of it, the offices in the order asked for. Four queries at most."""
    themes, slugs = themes_of(selection)
    answers = selection.answers.filter(item__dimension=selection.asked.dimension)
    if selection.asked.theme:
        answers = answers.filter(item__theme__slug=selection.asked.theme)
    found: dict[int, dict[str, Tally]] = {}
    for (assessment, theme), counted in tallies(answers, "assessment", "item__theme").items():
        assert isinstance(assessment, int)
        assert isinstance(theme, int)
        found.setdefault(assessment, {})[slugs[theme]] = counted
    columns = [theme.slug for theme in themes]
    figure = selection.asked.figure

    def row(places: Iterable[Place]) -> tuple[list[Cell], Cell]:
        of_places = [found.get(place.assessment, {}) for place in places]
        counted = [added_up(by[slug] for by in of_places if slug in by) for slug in columns]
        return [_cell(each, figure) for each in counted], _cell(added_up(counted), figure)

    offices = [Row(*row([place]), place=place) for place in selection.places]
    return HeatMap(
        themes=themes,
        whole=Row(*row(selection.places)),
        branches=[Row(*row(each.places), branch=each) for each in branches(selection)],
        offices=_in_order(offices, selection.asked.sort),
    )


def _cell(counted: Tally, figure: str) -> Cell:
    figures = counted.figures
    return Cell(figures, figures.verified if figure == "verified" else figures.declared)


def _in_order(rows: list[Row], sort: str) -> list[Row]:
    """By name, or the worst first; offices without a figure come last."""
    if sort == "name":
        return sorted(rows, key=lambda row: row.place.name.casefold() if row.place else "")
    if sort == "worst":
        return sorted(rows, key=lambda row: 101 if row.total.value is None else row.total.value)
    return rows
