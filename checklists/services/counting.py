"""Keeps what is counted of answers by theme (`ThemeCount`) as the answers are.

Whatever makes answers, or changes a value or a verdict, calls it in the same transaction, under
the lock on the assessment: so the counts are never behind.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F, QuerySet

from checklists.models import Answer, Assessment, ThemeCount
from checklists.overview.tallies import tallies
from checklists.scoring import Scored, Tally, tally

# Counts are made and compared for this many assessments at a time.
AT_ONCE = 200
_KEY = ("assessment", "theme", "dimension")


def recount_answer(answer: Answer, value: str, verdict: str) -> None:
    """Bring the count up to date after an answer changed: it had this value and verdict before.

    One query where that makes a difference to a count, else none. Its item must be there.
    """
    now, before = _of_one(answer.value, answer.verdict), _of_one(value, verdict)
    changes = {
        name: F(name) + more
        for name, more in zip(
            Tally._fields, (new - old for new, old in zip(now, before, strict=True)), strict=True
        )
        if more
    }
    if changes:
        ThemeCount.objects.filter(
            assessment=answer.assessment_id,
            theme=answer.item.theme_id,
            dimension=answer.item.dimension,
        ).update(**changes)


def _of_one(value: str, verdict: str) -> Tally:
    return tally([Scored("", "", value, verdict)])


@transaction.atomic
def recount(assessments: QuerySet[Assessment]) -> None:
    """Count all answers of some assessments anew. Three queries for each AT_ONCE of them."""
    for some in _in_parts(assessments):
        ThemeCount.objects.filter(assessment__in=some).delete()
        ThemeCount.objects.bulk_create(
            ThemeCount(assessment_id=key[0], theme_id=key[1], dimension=key[2], **found._asdict())
            for key, found in _counted(some).items()
        )


def miscounted(assessments: QuerySet[Assessment]) -> list[int]:
    """The assessments whose counts aren't what their answers are."""
    wrong = set()
    for some in _in_parts(assessments):
        kept = ThemeCount.objects.filter(assessment__in=some).values_list(*_KEY, *Tally._fields)
        stored = {(row[0], row[1], row[2]): Tally._make(row[3:]) for row in kept}
        found = _counted(some)
        wrong |= {
            key[0] for key in stored.keys() | found.keys() if stored.get(key) != found.get(key)
        }
    return sorted(wrong)


def _counted(assessments: list[int]) -> dict[tuple[int, int, str], Tally]:
    answers = Answer.objects.filter(assessment__in=assessments)
    by = ("assessment", "item__theme", "item__dimension")
    found = {}
    for (assessment, theme, dimension), counted in tallies(answers, *by).items():
        assert isinstance(assessment, int)
        assert isinstance(theme, int)
        found[assessment, theme, str(dimension)] = counted
    return found


def _in_parts(assessments: QuerySet[Assessment]) -> Iterator[list[int]]:
    keys = list(assessments.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
