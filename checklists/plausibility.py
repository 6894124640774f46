"""Figures that are hard to believe: a warning to whoever gives them, and to the reviewer."""

from collections.abc import Iterable, Mapping

from checklists.indicators import doubts
from checklists.models import Answer, Assessment
from checklists.scale import IndicatorValue


def doubts_by_answer(assessment: Assessment, answers: Iterable[Answer]) -> dict[int, list[str]]:
    """What is hard to believe about figures, by the key of the answer; those in doubt alone.

    `answers` are some of the assessment, with their items. One query, none where there are no
    figures.
    """
    reported = [row for row in answers if row.value == IndicatorValue.REPORTED]
    last = _last_figures(assessment, {row.item.key for row in reported}) if reported else {}
    found = {
        row.pk: doubts(measure, row.figures, last.get(row.item.key))
        for row in reported
        if (measure := row.item.measure)
    }
    return {pk: sentences for pk, sentences in found.items() if sentences}


def doubts_about(answer: Answer) -> list[str]:
    """What is hard to believe about the figures of one answer."""
    return doubts_by_answer(answer.assessment, [answer]).get(answer.pk, [])


def _last_figures(assessment: Assessment, keys: set[str]) -> dict[str, Mapping[str, int]]:
    """The figures that the office gave last before this cycle, by the key of the item."""
    rows = (
        Answer.objects.filter(
            assessment__office=assessment.office_id,
            assessment__cycle__starts_on__lt=assessment.cycle.starts_on,
            item__key__in=keys,
            value=IndicatorValue.REPORTED,
        )
        .order_by("assessment__cycle__starts_on", "assessment__pk")
        .values_list("item__key", "figures")
    )
    return dict(rows)
