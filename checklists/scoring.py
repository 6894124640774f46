"""Figures from answers. Pure: no ORM, no time, no settings.

Three figures stand together for each dimension: completion (answered of all), the self-declared
score (all answers given) and the verified score (accepted answers only). "Not applicable" is an
answer, and leaves the denominator of both scores. An indicator's answer is not on the scale: of
indicators there is completion alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from checklists.scale import POINTS, AnswerValue, Outcome


@dataclass(frozen=True, slots=True)
class Scored:
    """What scoring needs to know of one answer; `value` is "" where there is none."""

    theme: str
    dimension: str
    value: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of items; completion, declared, verified in whole percent, None where none count."""

    items: int
    answered: int
    applicable: int
    accepted: int
    completion: int | None
    declared: int | None
    verified: int | None


def figures(answers: Iterable[Scored]) -> Figures:
    """The figures of some answers, which should all be of one dimension."""
    rows = list(answers)
    answered = [row for row in rows if row.value]
    scored = [row for row in answered if row.value in POINTS]
    accepted = [row for row in scored if row.verdict == Outcome.ACCEPTED]
    return Figures(
        items=len(rows),
        answered=len(answered),
        applicable=sum(row.value != AnswerValue.NOT_APPLICABLE for row in rows),
        accepted=sum(row.verdict == Outcome.ACCEPTED for row in answered),
        completion=_percent(100 * len(answered), len(rows)),
        declared=_percent(sum(POINTS[row.value] for row in scored), len(scored)),
        verified=_percent(sum(POINTS[row.value] for row in accepted), len(accepted)),
    )


def _percent(total: int, count: int) -> int | None:
    """A whole percentage. 100 and 0 are said only where they are exactly so."""
    if not count:
        return None
    exact = total / count
    if 0 < exact < 100:
        return min(99, max(1, round(exact)))
    return round(exact)
