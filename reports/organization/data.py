"""What a report on an office and all below it says, frozen (see reports/office/data.py)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from checklists.overview.items import WORST_FIRST
from checklists.scale import AnswerValue, Dimension
from checklists.scoring import Figures
from reports.frozen import UNANSWERED
from reports.kinds import Tier
from reports.office.data import Count

LISTED = 5  # items among the best and the worst of a dimension


@dataclass(frozen=True, slots=True)
class Cell:
    """What an office answered in a theme, in one dimension; declared and verified in percent.

    `not_in_place` counts the answers that say so, which no percentage may hide.
    """

    items: int = 0
    answered: int = 0
    accepted: int = 0
    not_in_place: int = 0
    declared: int | None = None
    verified: int | None = None


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office: where it is, and its cells, the first of all themes and then one for each.

    `level` says how far below the first office it stands; `state` is a `selection.State`.
    """

    name: str
    level: int
    state: str
    days_late: int
    is_paused: bool
    policy: tuple[Cell, ...]
    practice: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class BranchLine:
    """The offices of a branch: how many are in each state, and their figures together."""

    name: str
    offices: int
    states: dict[str, int]
    late: int
    policy: Figures
    practice: Figures


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme over all offices; `..._not_in_place` counts such answers.

    `..._spread`: how many offices have no figure, then how many stand on each step, worst first.
    """

    id: str
    title: str
    policy: Figures
    practice: Figures
    policy_not_in_place: int
    practice_not_in_place: int
    policy_spread: tuple[int, ...]
    practice_spread: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item, and how many offices gave which answer, "unanswered" among them.

    `is_critical`: no average may hide that it is not in place.
    """

    ref: str
    paragraph: str
    theme: str
    dimension: str
    question: str
    counts: dict[str, int]
    accepted: int
    is_critical: bool = False

    @property
    def offices(self) -> int:
        """How many offices it is put to."""
        return sum(self.counts.values())

    def shares(self, values: Iterable[str]) -> list[float]:
        """Of the offices where it is applicable, the share that gave each answer."""
        applicable = self.offices - self.counts.get(AnswerValue.NOT_APPLICABLE, 0)
        counts = [self.counts.get(value or UNANSWERED, 0) for value in values]
        return [count / applicable if applicable else 0.0 for count in counts]


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator summed over the offices that gave figures; `counts` as for an item.

    `is_suppressed`: a number was so small that it could be recognized who is meant, and all that
    would tell it is left out.
    """

    ref: str
    paragraph: str
    question: str
    count: Count
    counts: dict[str, int]
    accepted: int
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """An action that should have been done by now. `who` sees to it."""

    title: str
    office: str
    priority: str
    due_on: dt.date
    progress: int
    who: str


@dataclass(frozen=True, slots=True)
class OrganizationReport:
    """All that the report says. `office` is the first office, `in_tree` how many there are from it
    downwards, and `places` how many of these take part in the cycle.
    """

    organization: str
    office: str
    office_path: tuple[str, ...]
    instrument_symbol: str
    instrument_title: str
    checklist_title: str
    checklist_version: int
    cycle: str
    cycle_start: dt.date
    cycle_end: dt.date
    due_on: dt.date
    frozen_at: dt.datetime
    time_zone: str
    language: str
    in_tree: int
    places: int
    states: dict[str, int]
    late: int
    paused: int
    policy: Figures
    practice: Figures
    indicators: Figures
    policy_not_in_place: int
    practice_not_in_place: int
    themes: tuple[ThemeLine, ...]
    offices: tuple[OfficeLine, ...]
    branches: tuple[BranchLine, ...]
    items: tuple[ItemLine, ...]
    counted: tuple[IndicatorLine, ...]
    open_actions: int
    overdue_by_priority: dict[str, int]
    overdue: tuple[OverdueLine, ...]
    scale_labels: dict[str, str] = field(default_factory=dict)
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    tier: str = Tier.FULL

    @property
    def late_offices(self) -> list[OfficeLine]:
        """Those that are late, the latest first."""
        late = [office for office in self.offices if office.days_late]
        return sorted(late, key=lambda office: -office.days_late)

    @property
    def critical(self) -> list[ItemLine]:
        """The items marked critical."""
        return [item for item in self.items if item.is_critical]

    def worst(self, dimension: str) -> list[ItemLine]:
        """The items that the fewest offices have in place, of those that some say they haven't."""
        lacking = [AnswerValue.NOT_IN_PLACE, AnswerValue.PARTLY]
        items = [item for item in self._of(dimension) if any(item.shares(lacking))]
        return sorted(items, key=lambda item: item.shares(WORST_FIRST), reverse=True)[:LISTED]

    def best(self, dimension: str) -> list[ItemLine]:
        """The items that the most offices have in place, none that is among the worst."""
        worst = self.worst(dimension)
        items = [
            item
            for item in self._of(dimension)
            if any(item.shares([AnswerValue.IN_PLACE])) and item not in worst
        ]
        return sorted(items, key=lambda item: item.shares(WORST_FIRST[::-1]), reverse=True)[:LISTED]

    def _of(self, dimension: str) -> list[ItemLine]:
        assert dimension in (Dimension.POLICY, Dimension.PRACTICE)
        return [item for item in self.items if item.dimension == dimension]
