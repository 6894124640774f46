"""From the database to the frozen data of a report by paragraph, in a constant number of queries.

The tiers are alike: in none is there a person, an office, an organization, or a word of theirs.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, override

from checklists.editions import editions_of
from checklists.indicators import RECRUITMENT, SEX, TOTAL
from checklists.models import Checklist, Disposition, Item, Paragraph
from checklists.scale import ApplicableOrganizations, ApplicablePlaces, Dimension
from reports.models import Report
from reports.paragraphs.counting import Counted, Summed, count_standings, sum_numbers, taking_part
from reports.paragraphs.data import (
    LADDER,
    NOT_ASKED,
    Edition,
    Former,
    KindCount,
    Number,
    ParagraphLine,
    ParagraphsReport,
    Standing,
    Unasked,
)
from reports.paragraphs.origins import editions_before
from reports.paragraphs.suppression import (
    LEAST,
    Cell,
    Kinds,
    Row,
    givers,
    pooled,
    shares_of,
    standing,
    total_of,
)

_QUESTIONS = (Dimension.POLICY.value, Dimension.PRACTICE.value)

# A checklist, operative paragraphs that are counted as one, and a dimension.
_Place = tuple[int, frozenset[int], str]


def collect(report: Report, frozen_at: dt.datetime, time_zone: str) -> ParagraphsReport:
    """Freeze where the organizations stand by the latest of their cycles that have begun."""
    assert report.checklist_id is not None
    checklist = Checklist.objects.select_related("instrument").get(pk=report.checklist_id)
    today = frozen_at.astimezone(ZoneInfo(time_zone)).date()
    found = _Found(checklist, today)
    instrument = checklist.instrument
    with override(report.language or checklist.language):
        language = get_language() or "en"
    return ParagraphsReport(
        instrument_symbol=instrument.symbol,
        instrument_title=instrument.title,
        instrument_address=instrument.official_address,
        adopted_on=instrument.adopted_on,
        checklist_title=checklist.title,
        checklist_version=checklist.version,
        language=language,
        tier=report.tier,
        frozen_at=frozen_at,
        time_zone=time_zone,
        organizations=_told(found.taking_part(checklist)),
        kinds=tuple(
            KindCount(kinds, sum(found.taking_part(checklist)[kind] for kind in kinds))
            for kinds in pooled(found.taking_part(checklist))
        ),
        paragraphs=tuple(found.lines()),
        unasked=tuple(found.unasked()),
        editions=tuple(
            Edition(
                symbol=before.checklist.instrument.symbol,
                checklist_title=before.checklist.title,
                organizations=_told(found.taking_part(before.checklist)),
            )
            for before in found.before
        ),
        period_start=report.period_start,
        period_end=report.period_end,
    )


def _told(organizations: Mapping[str, int]) -> int | None:
    total = sum(organizations.values())
    return total if total >= LEAST else None


class _Found:
    """What the queries find for one checklist and those of the earlier editions."""

    def __init__(self, checklist: Checklist, today: dt.date) -> None:
        self.checklist = checklist
        self.before = editions_before(checklist.instrument)
        checklists = [checklist, *(before.checklist for before in self.before)]
        self.wholes = editions_of({each.instrument_id for each in checklists})
        self.numbers = {
            whole.paragraph.pk: whole.paragraph.number
            for wholes in self.wholes.values()
            for whole in wholes
        }
        self.items = _items_by_place(checklists)
        # The places that are counted, and the number by which the database knows each.
        self.slots = {place: n for n, place in enumerate(self._places())}
        slot_of = {item.pk: n for place, n in self.slots.items() for item in self._items(*place)}
        pks = [each.pk for each in checklists]
        self.parts = taking_part(pks, today)
        every = [cycle for cycles in self.parts.cycles.values() for cycle in cycles]
        self.counted: Counted = count_standings(slot_of, every)
        cells = {
            item.pk: item.measure.cells
            for (pk, _top, _dimension), items in self.items.items()
            for item in items
            if pk == checklist.pk and item.measure
        }
        self.summed: dict[int, Summed] = sum_numbers(cells, self.parts.cycles[checklist.pk])

    def taking_part(self, checklist: Checklist) -> dict[str, int]:
        """How many organizations of each kind."""
        return self.parts.kinds[checklist.pk]

    def lines(self) -> Iterable[ParagraphLine]:
        """The paragraphs that have items, in their order."""
        for whole in self.wholes[self.checklist.instrument_id]:
            top = whole.paragraph.pk
            counts = self.items.get((self.checklist.pk, top, Dimension.INDICATOR), [])
            standings = tuple(self._standings(self.checklist, frozenset({top})))
            if standings or counts:
                yield ParagraphLine(
                    number=whole.paragraph.number,
                    text=whole.text,
                    standings=standings,
                    numbers=tuple(self._number(item) for item in counts),
                    formers=tuple(self._formers(top)),
                )

    def unasked(self) -> Iterable[Unasked]:
        """The other paragraphs, in their order. One query."""
        asked = {top for pk, top, _dimension in self.items if pk == self.checklist.pk}
        rows = Disposition.objects.filter(checklist=self.checklist)
        reasons = {row.paragraph_id: row for row in rows}
        for whole in self.wholes[self.checklist.instrument_id]:
            if whole.paragraph.pk not in asked:
                reason = reasons.get(whole.paragraph.pk)
                yield Unasked(
                    whole.paragraph.number,
                    reason.kind if reason else "",
                    reason.duty if reason else "",
                )

    def _places(self) -> Iterable[_Place]:
        tops = {top for pk, top, _dimension in self.items if pk == self.checklist.pk}
        wanted = [(self.checklist.pk, frozenset({top})) for top in sorted(tops)]
        for before in self.before:
            # Paragraphs that were one before share its place.
            origins = {origin.paragraphs for origin in before.origins.values()}
            wanted += [(before.checklist.pk, each) for each in sorted(origins, key=sorted)]
        return [(pk, each, dimension) for pk, each in wanted for dimension in _QUESTIONS]

    def _items(self, checklist: int, paragraphs: frozenset[int], dimension: str) -> list[Item]:
        return [
            item for top in paragraphs for item in self.items.get((checklist, top, dimension), [])
        ]

    def _formers(self, top: int) -> Iterable[Former]:
        for before in self.before:
            origin = before.origins.get(top)
            if origin is None:
                continue
            numbers = [self.numbers[paragraph] for paragraph in sorted(origin.paragraphs)]
            yield Former(
                symbol=before.checklist.instrument.symbol,
                paragraphs=tuple(numbers),
                relation=origin.relation,
                standings=tuple(
                    replace(each, kinds=())
                    for each in self._standings(before.checklist, origin.paragraphs)
                ),
            )

    def _standings(self, checklist: Checklist, paragraphs: frozenset[int]) -> Iterable[Standing]:
        kinds_in = self.taking_part(checklist)
        for dimension in _QUESTIONS:
            items = self._items(checklist.pk, paragraphs, dimension)
            if not items:
                continue
            found = self.counted.get(self.slots[checklist.pk, paragraphs, dimension], {})
            rows = {kinds: _row(kinds, found, kinds_in) for kinds in pooled(kinds_in)}
            yield standing(dimension, len(items), rows, _ladder(items, rows))

    def _number(self, item: Item) -> Number:
        measure, summed = item.measure, self.summed.get(item.pk)
        assert measure is not None
        number = Number(item.ref, item.question, measure.unit, measure.period, None, None)
        total = total_of(summed.parts[TOTAL]) if summed else None
        if summed is None or total is None:
            return number
        everybody = sum(self.taking_part(self.checklist).values())
        parts, by = summed.parts, measure.by
        recruited, sexes = ({key: parts[key] for key in keys} for keys in (RECRUITMENT, SEX))
        return replace(
            number,
            organizations=givers(summed.organizations, everybody),
            total=total,
            recruitment=shares_of(recruited) if "recruitment" in by else (),
            sex=shares_of(sexes) if "sex" in by else (),
        )


def _items_by_place(checklists: Sequence[Checklist]) -> dict[tuple[int, int, str], list[Item]]:
    """The items by checklist, operative paragraph and dimension. Two queries."""
    instruments = [checklist.instrument_id for checklist in checklists]
    rows = Paragraph.objects.filter(instrument__in=instruments).values_list("pk", "parent_id")
    parents = dict(rows)
    items: dict[tuple[int, int, str], list[Item]] = defaultdict(list)
    for item in Item.objects.filter(checklist__in=checklists).order_by("position"):
        top = item.paragraph_id
        while parents[top] is not None:
            top = parents[top]
        items[item.checklist_id, top, item.dimension].append(item)
    return items


def _row(
    kinds: Kinds, found: Mapping[str, Mapping[str, Cell]], organizations: Mapping[str, int]
) -> Row:
    """Where the organizations of some kinds stand; those that the database found nowhere have not
    been asked.
    """
    row: dict[str, Cell] = defaultdict(Cell)
    for kind in kinds:
        for position, (count, verified) in found.get(kind, {}).items():
            cell = row[position]
            row[position] = Cell(cell.organizations + count, cell.verified + verified)
    asked = sum(cell.organizations for cell in row.values())
    row[NOT_ASKED] = Cell(sum(organizations[kind] for kind in kinds) - asked)
    return row


def _ladder(items: Sequence[Item], rows: Mapping[Kinds, Row]) -> tuple[str, ...]:
    """Without "not asked" where that can't be: an item is put to everybody."""
    for_all = any(
        item.organizations == ApplicableOrganizations.ALL and item.places == ApplicablePlaces.ALL
        for item in items
    )
    if for_all and not any(row[NOT_ASKED].organizations for row in rows.values()):
        return tuple(position for position in LADDER if position != NOT_ASKED)
    return LADDER
