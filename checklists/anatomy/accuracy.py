"""How far the rules agree with a reading by hand."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from checklists.anatomy.paragraph import Reading


@dataclass(frozen=True, slots=True)
class HandAct:
    verb: str
    force: str
    addressees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandReading:
    """A paragraph, named "A/RES/78/118, 35", as a person read it."""

    paragraph: str
    text: str
    acts: tuple[HandAct, ...]
    themes: tuple[str, ...]
    organ: str = "General Assembly"


@dataclass(frozen=True, slots=True)
class Score:
    """Of `by_hand` things, `by_rules` were read and `agreed` are the same."""

    measure: str
    by_hand: int
    by_rules: int
    agreed: int

    @property
    def precision(self) -> float:
        """The share of what the rules read that is right; 1 where they read nothing."""
        return self.agreed / self.by_rules if self.by_rules else 1.0

    @property
    def recall(self) -> float:
        """The share of what was to be read that the rules read; 1 where there is nothing."""
        return self.agreed / self.by_hand if self.by_hand else 1.0


MEASURES = ("first verbs", "all verbs", "force", "addressees", "whole paragraphs", "themes")


def compare(pairs: Sequence[tuple[HandReading, Reading]]) -> list[Score]:
    """A score for each of MEASURES.

    A verb agrees when the phrase is the same, letter for letter; force and addressees belong to
    their verb, and agree only with it. A whole paragraph agrees when all its acts do, in order.
    """
    return [
        _score(measure, (_things(measure, hand, rules) for hand, rules in pairs))
        for measure in MEASURES
    ]


def differences(hand: HandReading, rules: Reading) -> list[str]:
    """What the rules read otherwise in one paragraph, a line each; themes too."""
    lines = []
    for measure in ("force", "addressees", "themes"):
        by_hand, by_rules = _things(measure, hand, rules)
        lines += [f"{measure}: missed {thing}" for thing in (by_hand - by_rules).elements()]
        lines += [f"{measure}: added {thing}" for thing in (by_rules - by_hand).elements()]
    return lines


_Things = Counter[Hashable]


def _things(measure: str, hand: HandReading, rules: Reading) -> tuple[_Things, _Things]:
    if measure == "themes":
        return Counter(hand.themes), Counter(found.slug for found in rules.themes)
    return _of_acts(measure, hand.acts), _of_acts(
        measure, [HandAct(act.verb, act.force, act.addressees) for act in rules.acts]
    )


def _of_acts(measure: str, acts: Sequence[HandAct]) -> _Things:
    match measure:
        case "first verbs":
            return Counter(act.verb for act in acts[:1])
        case "all verbs":
            return Counter(act.verb for act in acts)
        case "force":
            return Counter((act.verb, act.force) for act in acts)
        case "addressees":
            return Counter((act.verb, name) for act in acts for name in act.addressees)
        case _:
            return Counter([tuple(acts)])


def _score(measure: str, pairs: Iterable[tuple[_Things, _Things]]) -> Score:
    by_hand = by_rules = agreed = 0
    for hand, rules in pairs:
        by_hand += hand.total()
        by_rules += rules.total()
        agreed += (hand & rules).total()
    return Score(measure, by_hand, by_rules, agreed)


def as_table(scores: Sequence[Score]) -> str:
    """The scores as a Markdown table, percentages cut off, so that 100 means all."""
    lines = [
        "| | by hand | by rules | the same | precision | recall |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {one.measure} | {one.by_hand} | {one.by_rules} | {one.agreed}"
        f" | {_percent(one.precision)} | {_percent(one.recall)} |"
        for one in scores
    ]
    return "\n".join(lines)


def _percent(share: float) -> str:
    return f"{int(share * 1000) / 10:.1f} %"
