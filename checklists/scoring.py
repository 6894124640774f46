"""Figures from answers. Pure: no ORM, no time, no settings.

Three figures stand together for each dimension: completion (answered of all), the self-declared
score (all answers given) and the verified score (accepted answers only). "Not applicable" is an
answer, and leaves the denominator of both scores. An indicator's answer is not on the scale: of
indicators there is completion alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

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


class Tally(NamedTuple):
    """What is counted of some answers of one dimension; tallies of parts add up to the whole's.

    `scored` are those on the scale and `points` what they count together; `accepted_scored` and
    `accepted_points` the same of the accepted ones.
    """

    items: int = 0
    answered: int = 0
    not_applicable: int = 0
    accepted: int = 0
    scored: int = 0
    points: int = 0
    accepted_scored: int = 0
    accepted_points: int = 0

    @property
    def declared(self) -> int | None:
        """The self-declared score in whole percent, None where nothing counts."""
        return whole_percent(self.points, self.scored)

    @property
    def verified(self) -> int | None:
        """The verified score in whole percent, None where nothing counts."""
        return whole_percent(self.accepted_points, self.accepted_scored)

    @property
    def figures(self) -> Figures:
        """What is said of them."""
        return Figures(
            items=self.items,
            answered=self.answered,
            applicable=self.items - self.not_applicable,
            accepted=self.accepted,
            completion=whole_percent(100 * self.answered, self.items),
            declared=self.declared,
            verified=self.verified,
        )


def tally(answers: Iterable[Scored]) -> Tally:
    """Count some answers."""
    rows = list(answers)
    answered = [row for row in rows if row.value]
    scored = [row for row in answered if row.value in POINTS]
    accepted = [row for row in scored if row.verdict == Outcome.ACCEPTED]
    return Tally(
        items=len(rows),
        answered=len(answered),
        not_applicable=sum(row.value == AnswerValue.NOT_APPLICABLE for row in rows),
        accepted=sum(row.verdict == Outcome.ACCEPTED for row in answered),
        scored=len(scored),
        points=sum(POINTS[row.value] for row in scored),
        accepted_scored=len(accepted),
        accepted_points=sum(POINTS[row.value] for row in accepted),
    )


def added_up(tallies: Iterable[Tally]) -> Tally:
    """The tally of the whole from those of its parts."""
    return Tally(*map(sum, zip(Tally(), *tallies, strict=True)))


def figures(answers: Iterable[Scored]) -> Figures:
    """The figures of some answers, which should all be of one dimension."""
    return tally(answers).figures


def whole_percent(total: int, count: int) -> int | None:
    """A mean of numbers from 0 to 100, given their sum, in whole percent; None where none count.

    100 and 0 are said only where they are exactly so.
    """
    if not count:
        return None
    exact = total / count
    if 0 < exact < 100:
        return min(99, max(1, round(exact)))
    return round(exact)
