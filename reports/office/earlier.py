"""What came before an office's report: the report before it, and its indicators' earlier cycles."""

import logging
from collections.abc import Iterable

from django.db.models import BooleanField, Case, Q, Value, When

from checklists.indicators import counted_over, total
from checklists.models import Answer, Assessment, Item
from checklists.scale import Dimension, IndicatorValue
from reports.frozen import UNANSWERED, digest
from reports.kinds import Kind
from reports.models import Report
from reports.office.data import TrendPoint

logger = logging.getLogger(__name__)

# A report whose data was altered says nothing of the time before: the one before it is taken.
_TRIED = 3

# So many earlier cycles stand beside this one.
LOOKED_BACK = 7


def report_before(report: Report, assessment: Assessment) -> Report | None:
    """The finished report with which this one is compared. One query.

    Of the same office and tier, so that it tells its readers nothing that they may not read; a
    schedule's before any other, because that is the one that its recipients have. And on this cycle
    or an earlier one, by the same checklist or that of the edition before.
    """
    cycle = assessment.cycle
    instrument = cycle.checklist.instrument_id
    made = Report.objects.filter(
        Q(assessment__cycle__checklist__slug=cycle.checklist.slug)
        | Q(assessment__cycle__checklist__instrument__newer_link__newer=instrument),
        kind=Kind.OFFICE,
        tier=report.tier,
        status=Report.Status.DONE,
        office=assessment.office_id,
        assessment__cycle__starts_on__lte=cycle.starts_on,
    )
    if report.schedule_id:
        own = Case(
            When(schedule=report.schedule_id, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        made = made.order_by(own.desc(), "-finished_at", "-pk")
    else:
        made = made.order_by("-finished_at", "-pk")
    for before in made.only("data", "data_sha256")[:_TRIED]:
        if digest(bytes(before.data)) == before.data_sha256:
            return before
        logger.error("The frozen data of report %s isn't what was made.", before.pk)
    return None


def trends(assessment: Assessment, answers: Iterable[Answer]) -> dict[int, tuple[TrendPoint, ...]]:
    """By item, what its indicator said in the office's earlier cycles, the oldest first. One query.

    An indicator is the same by its key, as long as it counts the same unit over the same time.
    """
    asked = {answer.item.key: answer.item for answer in answers if answer.item.indicator}
    earlier = Answer.objects.filter(
        assessment__office=assessment.office_id,
        assessment__cycle__starts_on__lt=assessment.cycle.starts_on,
        item__dimension=Dimension.INDICATOR,
        item__key__in=asked,
    )
    found: dict[int, list[TrendPoint]] = {item.pk: [] for item in asked.values()}
    for old in earlier.select_related("item", "assessment__cycle").order_by(
        "assessment__cycle__starts_on", "assessment__cycle__ends_on", "pk"
    ):
        item = asked[old.item.key]
        if _counts_the_same(old.item, item):
            found[item.pk].append(_point(old))
    return {item: tuple(points[-LOOKED_BACK:]) for item, points in found.items()}


def _counts_the_same(old: Item, new: Item) -> bool:
    before, now = old.measure, new.measure
    assert before is not None
    assert now is not None
    if new.has_generated_key and (old.paragraph_id, old.question) != (
        new.paragraph_id,
        new.question,
    ):
        return False  # 35.2 of two files may be two indicators
    return (before.unit, before.period) == (now.unit, now.period)


def _point(answer: Answer) -> TrendPoint:
    cycle, measure = answer.assessment.cycle, answer.item.measure
    assert measure is not None
    start, end = counted_over(measure.period, cycle.starts_on, cycle.ends_on)
    is_reported = answer.value == IndicatorValue.REPORTED
    return TrendPoint(
        cycle=cycle.name,
        start=start,
        end=end,
        answer=answer.value or UNANSWERED,
        verdict=answer.verdict,
        total=total(answer.figures) if is_reported and answer.figures else None,
    )
