"""From the database to the frozen data of a report on an office and all below it.

A constant number of queries, however many offices there are. What is counted is counted by the
overview's functions, over the same selection of assessments as its pages.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Count as Number
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from checklists.indicators import counted_over
from checklists.models import Action, Cycle, Paragraph, Theme
from checklists.overview.branches import Branch, branches
from checklists.overview.heat import STEPS, level, themes_of
from checklists.overview.items import ItemCount, item_counts
from checklists.overview.selection import Asked, Place, Selection
from checklists.overview.standing import standing
from checklists.overview.tallies import totals
from checklists.scale import ANSWER_CHOICES, AnswerValue, Dimension, IndicatorValue
from checklists.scoring import Figures, Tally, added_up
from orgs.models import Office
from reports.frozen import UNANSWERED
from reports.kinds import Tier
from reports.models import Report
from reports.office.data import Count
from reports.office_paths import path_of
from reports.organization.data import (
    BranchLine,
    Cell,
    IndicatorLine,
    ItemLine,
    OfficeLine,
    OrganizationReport,
    OverdueLine,
    ThemeLine,
)
from reports.organization.tiers import at_tier
from reports.small_numbers import added, told_together

# What answers are grouped by: assessment, theme (its slug) and dimension.
Key = tuple[int, str, str]


def collect(report: Report, frozen_at: dt.datetime, time_zone: str) -> OrganizationReport:
    """Freeze what the offices' assessments say now, as far as the report's tier tells it.

    Call it in a transaction. Everything that changes an assessment locks its row: under the locks
    of all of them, all figures are of one moment. An office is late by the time zone's day.
    """
    assert report.office is not None
    assert report.cycle_id is not None
    cycle = Cycle.objects.select_related("organization", "checklist__instrument").get(
        pk=report.cycle_id
    )
    today = frozen_at.astimezone(ZoneInfo(time_zone)).date()
    asked = Asked(cycle=cycle.name, office=report.office)
    selection = Selection(None, asked, [cycle], today)
    locked = selection.assessments_of([cycle]).select_for_update(of=("self",)).order_by("pk")
    list(locked.only("pk"))
    with override(report.language or cycle.checklist.language):
        data = _Collected(selection, cycle, report.office).report(report, frozen_at, time_zone)
    return at_tier(data, report.tier)


class _Collected:
    """The answers of a selection, counted once by office, theme and dimension; what all the parts
    of the report are added up from.
    """

    def __init__(self, selection: Selection, cycle: Cycle, top: Office) -> None:
        self.selection = selection
        self.cycle = cycle
        self.top = top
        self.places = selection.places
        self.themes, slugs = themes_of(selection)
        self.tallies: dict[Key, Tally] = {}
        self.of_theme: dict[tuple[str, str], list[Tally]] = {}
        counts = totals(selection.counts, "assessment", "theme", "dimension")
        for (assessment, theme, dimension), tally in counts.items():
            assert isinstance(assessment, int)
            assert isinstance(theme, int)
            key = (slugs[theme], str(dimension))
            self.tallies[assessment, *key] = tally
            self.of_theme.setdefault(key, []).append(tally)
        lacking = selection.answers.filter(value=AnswerValue.NOT_IN_PLACE).order_by()
        by = ("assessment", "item__theme", "item__dimension")
        self.not_in_place: Counter[Key] = Counter()
        for assessment, theme, dimension, count in lacking.values_list(*by).annotate(
            count=Number("assessment")
        ):
            self.not_in_place[assessment, slugs[theme], dimension] = count
        self.items = item_counts(selection)
        self.paragraphs = dict(
            Paragraph.objects.filter(items__checklist=cycle.checklist_id).values_list(
                "pk", "number"
            )
        )

    def report(self, report: Report, frozen_at: dt.datetime, zone: str) -> OrganizationReport:
        """All of it, in the language that is active."""
        cycle, checklist = self.cycle, self.cycle.checklist
        found = standing(self.places)
        overdue, open_actions = _actions(self.top, self.selection.today)
        offices = tuple(self._office(place) for place in self.places)
        return OrganizationReport(
            organization=cycle.organization.name,
            office=self.top.name,
            office_path=path_of(self.top),
            instrument_symbol=checklist.instrument.symbol,
            instrument_title=checklist.instrument.title,
            checklist_title=checklist.title,
            checklist_version=checklist.version,
            cycle=cycle.name,
            cycle_start=cycle.starts_on,
            cycle_end=cycle.ends_on,
            due_on=cycle.due_on,
            frozen_at=frozen_at,
            time_zone=zone,
            language=report.language or checklist.language,
            in_tree=Office.objects.filter(path__startswith=self.top.path).count(),
            places=found.offices,
            states={str(state): count for state, count in found.states},
            late=found.late,
            paused=sum(place.is_paused for place in self.places),
            policy=self._added(Dimension.POLICY),
            practice=self._added(Dimension.PRACTICE),
            indicators=self._added(Dimension.INDICATOR),
            policy_not_in_place=self._lacking(Dimension.POLICY),
            practice_not_in_place=self._lacking(Dimension.PRACTICE),
            themes=tuple(
                self._theme(number, theme, offices)
                for number, theme in enumerate(self.themes, start=1)
            ),
            offices=offices,
            branches=tuple(self._branch(branch) for branch in branches(self.selection)),
            items=tuple(self._item(counted) for counted in self.items if not counted.item.measure),
            counted=tuple(self._indicators(report.tier)),
            open_actions=open_actions,
            overdue_by_priority=dict(Counter(line.priority for line in overdue)),
            overdue=tuple(overdue),
            scale_labels={value: str(label) for value, label in ANSWER_CHOICES}
            | {UNANSWERED: _("Unanswered")},
            period_start=report.period_start,
            period_end=report.period_end,
        )

    def _added(self, dimension: str, theme: str = "") -> Figures:
        """The figures of all offices, in a theme or in all."""
        parts = [theme] if theme else [each.slug for each in self.themes]
        every = (self.of_theme.get((part, dimension), []) for part in parts)
        return added_up(counted for some in every for counted in some).figures

    def _lacking(self, dimension: str, theme: str = "") -> int:
        return sum(
            count
            for key, count in self.not_in_place.items()
            if key[2] == dimension and theme in ("", key[1])
        )

    def _office(self, place: Place) -> OfficeLine:
        return OfficeLine(
            name=place.name,
            level=(len(place.path) - len(self.top.path)) // Office.steplen,
            state=place.state,
            days_late=place.days_late,
            is_paused=place.is_paused,
            policy=self._cells(place, Dimension.POLICY),
            practice=self._cells(place, Dimension.PRACTICE),
        )

    def _cells(self, place: Place, dimension: str) -> tuple[Cell, ...]:
        keys = [(place.assessment, theme.slug, dimension) for theme in self.themes]
        parts = [self.tallies.get(key, Tally()) for key in keys]
        lacking = [self.not_in_place[key] for key in keys]
        whole = _cell(added_up(parts), sum(lacking))
        return (whole, *(map(_cell, parts, lacking)))

    def _theme(self, number: int, theme: Theme, offices: tuple[OfficeLine, ...]) -> ThemeLine:
        return ThemeLine(
            id=theme.slug,
            title=theme.title,
            policy=self._added(Dimension.POLICY, theme.slug),
            practice=self._added(Dimension.PRACTICE, theme.slug),
            policy_not_in_place=self._lacking(Dimension.POLICY, theme.slug),
            practice_not_in_place=self._lacking(Dimension.PRACTICE, theme.slug),
            policy_spread=_spread(office.policy[number] for office in offices),
            practice_spread=_spread(office.practice[number] for office in offices),
        )

    def _branch(self, branch: Branch) -> BranchLine:
        found = standing(branch.places)
        within = {place.assessment for place in branch.places}
        policy, practice = (
            added_up(
                self.tallies.get((assessment, theme.slug, dimension), Tally())
                for assessment in within
                for theme in self.themes
            ).figures
            for dimension in (Dimension.POLICY, Dimension.PRACTICE)
        )
        states = {str(state): count for state, count in found.states}
        return BranchLine(branch.label, found.offices, states, found.late, policy, practice)

    def _item(self, counted: ItemCount) -> ItemLine:
        item = counted.item
        return ItemLine(
            ref=item.ref,
            paragraph=self.paragraphs[item.paragraph_id],
            theme=item.theme.slug,
            dimension=item.dimension,
            question=item.question,
            counts=_counts(counted, list(AnswerValue.values)),
            accepted=counted.accepted,
            is_critical=item.is_critical,
        )

    def _indicators(self, tier: str) -> Iterable[IndicatorLine]:
        """The indicators summed by cell, as far as the tier tells each office's. One query."""
        rows = self.selection.answers.filter(value=IndicatorValue.REPORTED)
        given: dict[int, list[dict[str, int]]] = {}
        for asked, each in rows.order_by().values_list("item", "figures"):
            given.setdefault(asked, []).append(each)
        for counted in self.items:
            item, measure = counted.item, counted.item.measure
            if not measure:
                continue
            days = counted_over(measure.period, self.cycle.starts_on, self.cycle.ends_on)
            offices = [
                {cell: each.get(cell, 0) for cell in measure.cells}
                for each in given.get(item.pk, [])
            ]
            figures = added(offices)
            told = told_together(offices) if tier == Tier.SHAREABLE else figures
            yield IndicatorLine(
                ref=item.ref,
                paragraph=self.paragraphs[item.paragraph_id],
                question=item.question,
                count=Count(measure.unit, *days, measure.by if told == figures else (), told),
                counts=_counts(counted, list(IndicatorValue.values)),
                accepted=counted.accepted,
                is_suppressed=told != figures,
            )


def _cell(counted: Tally, not_in_place: int) -> Cell:
    figures = counted.figures
    return Cell(
        items=figures.items,
        answered=figures.answered,
        accepted=figures.accepted,
        not_in_place=not_in_place,
        declared=figures.declared,
        verified=figures.verified,
    )


def _spread(cells: Iterable[Cell]) -> tuple[int, ...]:
    """How many offices stand on each step; those that aren't asked stand on none."""
    found = Counter(level(cell.declared) for cell in cells if cell.items)
    return tuple(found[step] for step in range(STEPS + 1))


def _counts(counted: ItemCount, values: list[str]) -> dict[str, int]:
    every = dict.fromkeys([*values, AnswerValue.NOT_APPLICABLE.value], 0)
    return {value: counted.values[value] for value in every} | {UNANSWERED: counted.values[""]}


def _actions(top: Office, today: dt.date) -> tuple[list[OverdueLine], int]:
    """The overdue actions, the longest overdue first, and how many are open. Two queries."""
    rows: QuerySet[Action] = Action.objects.filter(
        office__path__startswith=top.path, status=Action.Status.OPEN
    )
    overdue = rows.filter(due_on__lt=today).select_related("office", "responsible")
    lines = [
        OverdueLine(row.title, row.office.name, row.priority, row.due_on, row.progress, row.who)
        for row in overdue.defer("details").order_by("due_on", "office__path", "pk")
    ]
    return lines, rows.count()
