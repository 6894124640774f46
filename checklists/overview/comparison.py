"""This cycle beside the one before, over versions and editions of the checklist.

Only the same question to the same offices is compared: items of the same key and dimension that
both checklists put to the same kinds of offices, in offices that took part in both cycles. The
rest is named, so that nobody takes another question for progress.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, QuerySet, Value, When

from checklists.models import Answer, Assessment, Cycle, Item, ParagraphPair, Theme
from checklists.overview.heat import themes_of
from checklists.overview.selection import Selection
from checklists.overview.tallies import tallies
from checklists.scoring import Figures, Tally, added_up


@dataclass(frozen=True, slots=True)
class Pair:
    """The same item in the former checklist and in the present one; `amended`: other words."""

    old: Item
    new: Item
    amended: bool


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A theme's figures on the comparable items, before and now."""

    theme: Theme
    items: int
    amended: int
    before: Figures
    now: Figures

    @property
    def difference(self) -> int | None:
        """By how many points what is declared went up; None where one has no figure."""
        return difference(self.before.declared, self.now.declared)

    @property
    def verified_difference(self) -> int | None:
        """The same of what was verified."""
        return difference(self.before.verified, self.now.verified)

    @property
    def drop(self) -> int:
        """By how many points what is declared went down, 0 where it didn't."""
        return max(0, -(self.difference or 0))

    @property
    def verified_drop(self) -> int:
        """The same of what was verified."""
        return max(0, -(self.verified_difference or 0))


@dataclass
class Comparison:
    """`new` and `dropped` can't be compared, nor `changed` ones, which now ask others or otherwise.

    `cycles` are the (former, present) ones of each organization; `offices` took part in both.
    """

    cycles: list[tuple[Cycle, Cycle]]
    offices: int = 0
    offices_in_all: int = 0
    themes: list[ThemeChange] = field(default_factory=list)
    whole: ThemeChange | None = None
    new: list[Item] = field(default_factory=list)
    dropped: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)


def difference(before: int | None, now: int | None) -> int | None:
    """How much more it is now, in points."""
    return None if before is None or now is None else now - before


def comparison(selection: Selection) -> Comparison:
    """Compare the chosen cycles with the former ones. A constant number of queries."""
    cycles = [
        (selection.former[now.pk], now) for now in selection.chosen if now.pk in selection.former
    ]
    found = Comparison(cycles, offices_in_all=len(selection.places))
    if not cycles:
        return found
    items = _items_by_checklist(cycles)
    paired: dict[tuple[int, int], list[Pair]] = {}
    for old, new in sorted({(old.checklist_id, new.checklist_id) for old, new in cycles}):
        paired[old, new] = _sort_out(items[old], items[new], found)
    _mark_amended(paired)
    found.offices, before, now = _counted(selection, cycles, list(paired))
    themes, slugs = themes_of(selection)
    parts: dict[str, list[tuple[Pair, Tally, Tally]]] = {theme.slug: [] for theme in themes}
    for place, pairs in enumerate(paired.values()):
        for pair in pairs:
            then, today = before.get((place, pair.old.pk)), now.get((place, pair.new.pk))
            if then is None or today is None:
                continue
            if then.items != today.items:  # an office is of another kind since
                found.changed.append(pair.new)
            elif slugs[pair.new.theme_id] in parts and _is_asked(selection, pair):
                parts[slugs[pair.new.theme_id]].append((pair, then, today))
    found.themes = [_change(theme, parts[theme.slug]) for theme in themes]
    found.whole = _change(Theme(), [part for some in parts.values() for part in some])
    return found


def _is_asked(selection: Selection, pair: Pair) -> bool:
    return bool(pair.new.dimension == selection.asked.dimension)


def _change(theme: Theme, parts: list[tuple[Pair, Tally, Tally]]) -> ThemeChange:
    return ThemeChange(
        theme=theme,
        items=len(parts),
        amended=sum(pair.amended for pair, _then, _now in parts),
        before=added_up(then for _pair, then, _now in parts).figures,
        now=added_up(now for _pair, _then, now in parts).figures,
    )


def _items_by_checklist(cycles: list[tuple[Cycle, Cycle]]) -> dict[int, list[Item]]:
    items: dict[int, list[Item]] = {cycle.checklist_id: [] for pair in cycles for cycle in pair}
    rows = Item.objects.filter(checklist__in=items).select_related("theme")
    rows = rows.defer("evidence_examples", "indicator").order_by("checklist", "position")
    for item in rows:
        items[item.checklist_id].append(item)
    return items


def _sort_out(old: Iterable[Item], new: Iterable[Item], found: Comparison) -> list[Pair]:
    """The pairs of two checklists; what has no partner, or another kind of one, is noted."""
    former = {item.key: item for item in old}
    pairs = []
    for item in new:
        before = former.pop(item.key, None)
        if before is None:
            found.new.append(item)
        elif _for_whom(before) != _for_whom(item):
            found.changed.append(item)
        else:
            reworded = (before.question, before.guidance) != (item.question, item.guidance)
            pairs.append(Pair(before, item, reworded))
    found.dropped += former.values()
    return pairs


def _for_whom(item: Item) -> tuple[str, str, str]:
    return item.dimension, item.organizations, item.places


def _mark_amended(paired: dict[tuple[int, int], list[Pair]]) -> None:
    """Mark what rests on a paragraph that says something else now. One query."""
    both = [pair for pairs in paired.values() for pair in pairs]
    same = set(
        ParagraphPair.objects.filter(
            old__in={pair.old.paragraph_id for pair in both},
            new__in={pair.new.paragraph_id for pair in both},
            relation=ParagraphPair.Relation.UNCHANGED,
        ).values_list("old", "new")
    )
    for key, pairs in paired.items():
        paired[key] = [
            Pair(pair.old, pair.new, pair.amended or not _same_duty(pair, same)) for pair in pairs
        ]


def _same_duty(pair: Pair, same: set[tuple[int, int]]) -> bool:
    ends = (pair.old.paragraph_id, pair.new.paragraph_id)
    return ends[0] == ends[1] or ends in same


Counted = dict[tuple[object, ...], Tally]


def _counted(
    selection: Selection, cycles: list[tuple[Cycle, Cycle]], checklists: list[tuple[int, int]]
) -> tuple[int, Counted, Counted]:
    """The offices in both cycles, and by (pair of checklists, item) what is counted in each."""
    former = {new.pk: old.pk for old, new in cycles}
    reach_then = selection.assessments_of([old for old, _new in cycles])
    reach_now = selection.wanted.filter(cycle__in=former)
    then = {(office, cycle): pk for pk, office, cycle in _keys(reach_then)}
    keys_now = list(_keys(reach_now))
    both = [
        (then[office, former[cycle]], pk)
        for pk, office, cycle in keys_now
        if (office, former[cycle]) in then
    ]
    sides = (
        _answers(reach_then, list(then.values()), [pk for pk, _now in both]),
        _answers(reach_now, [pk for pk, _office, _cycle in keys_now], [pk for _then, pk in both]),
    )
    before, now = (
        tallies(
            answers.filter(item__dimension=selection.asked.dimension).annotate(
                pair=_number(cycles, checklists, side)
            ),
            *("pair", "item"),
        )
        for side, answers in enumerate(sides)
    )
    return len(both), before, now


def _keys(assessments: QuerySet[Assessment]) -> QuerySet[Assessment, tuple[int, int, int]]:
    return assessments.values_list("pk", "office", "cycle")


def _answers(reach: QuerySet[Assessment], keys: list[int], wanted: list[int]) -> QuerySet[Answer]:
    """The answers of the wanted ones of some assessments, by the shorter list of their keys."""
    others = set(keys).difference(wanted)
    if len(others) > len(wanted):
        return Answer.objects.filter(assessment__in=wanted)
    rows = Answer.objects.filter(assessment__in=reach.values("pk"))
    return rows.exclude(assessment__in=others) if others else rows


def _number(
    cycles: list[tuple[Cycle, Cycle]], checklists: list[tuple[int, int]], side: int
) -> Case | Value:
    """The number of the pair of checklists that the cycle of an answer belongs to."""
    if len(checklists) == 1:
        return Value(0)
    by_checklists: dict[tuple[int, int], list[int]] = {}
    for old, new in cycles:
        key = (old.checklist_id, new.checklist_id)
        by_checklists.setdefault(key, []).append((old, new)[side].pk)
    return Case(
        *(
            When(assessment__cycle__in=by_checklists[key], then=Value(number))
            for number, key in enumerate(checklists)
        ),
        output_field=IntegerField(),
    )
