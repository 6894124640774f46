"""Counts answers in the database, as `checklists.scoring.tally` counts them one by one.

`tallies` counts the answers themselves; `totals` adds up what is kept of them by theme and
dimension (`ThemeCount`), a tenth of the rows.
"""

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from checklists.models import Answer, ThemeCount
from checklists.scale import POINTS, AnswerValue, Outcome
from checklists.scoring import Tally

_ACCEPTED = Q(verdict=Outcome.ACCEPTED)
_ANSWERED = ~Q(value="")
_SCORED = Q(value__in=list(POINTS))


def _points(condition: Q) -> Sum:
    return Sum(
        Case(
            *(When(condition & Q(value=value), then=Value(points)) for value, points in _worth()),
            default=Value(0),
            output_field=IntegerField(),
        )
    )


def _worth() -> list[tuple[str, int]]:
    return [(value, points) for value, points in POINTS.items() if points]


# In the order of the fields of Tally. Rows are counted by a column that the index has, too.
_SUMS = {
    "items": Count("assessment"),
    "answered": Count("assessment", filter=_ANSWERED),
    "not_applicable": Count("assessment", filter=Q(value=AnswerValue.NOT_APPLICABLE)),
    "accepted": Count("assessment", filter=_ANSWERED & _ACCEPTED),
    "scored": Count("assessment", filter=_SCORED),
    "points": _points(Q()),
    "accepted_scored": Count("assessment", filter=_SCORED & _ACCEPTED),
    "accepted_points": _points(_ACCEPTED),
}


def tallies(answers: QuerySet[Answer], *by: str) -> dict[tuple[object, ...], Tally]:
    """One tally for each group of answers that are alike in the fields `by`. One query."""
    sums = {f"_{name}": expression for name, expression in _SUMS.items()}
    rows = answers.order_by().values_list(*by).annotate(**sums)
    return {row[: len(by)]: Tally._make(row[len(by) :]) for row in rows}


def totals(counts: QuerySet[ThemeCount], *by: str) -> dict[tuple[object, ...], Tally]:
    """One tally for each group of counts that are alike in the fields `by`. One query."""
    sums = {f"_{name}": Sum(name) for name in Tally._fields}
    rows = counts.order_by().values_list(*by).annotate(**sums)
    return {row[: len(by)]: Tally._make(row[len(by) :]) for row in rows}
