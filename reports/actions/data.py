"""What an action plan of an office and all below it says, frozen (see reports/office/data.py)."""

import datetime as dt
from dataclasses import dataclass

from reports.kinds import Tier


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action. `status` and `priority` are the model's; `who` sees to it; `items` are the
    references of what it serves, and `cites` the paragraphs of these, each the symbol of its
    instrument and its number. `closed_on` None: it is open. `critical` are those of the items that
    are critical; None: the data was frozen before this was told.
    """

    title: str
    items: tuple[str, ...]
    priority: str
    status: str
    due_on: dt.date
    progress: int
    who: str
    is_overdue: bool
    closed_on: dt.date | None = None
    cites: tuple[tuple[str, str], ...] = ()
    critical: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class OfficeActions:
    """The actions of an office, the overdue ones first, the closed ones last."""

    name: str
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class ActionsReport:
    """All that the report says. `in_tree` offices were looked at; those with actions are listed.

    Actions closed before `closed_since` are in no count. `counts`: by "open", "overdue" (some of
    the open), "critical" (those of the open that serve a critical item; not in older data), "done"
    and "dropped", then by priority.
    """

    organization: str
    office: str
    office_path: tuple[str, ...]
    frozen_at: dt.datetime
    time_zone: str
    language: str
    today: dt.date
    closed_since: dt.date
    in_tree: int
    with_actions: int
    counts: dict[str, dict[str, int]]
    offices: tuple[OfficeActions, ...]
    tier: str = Tier.FULL

    def count(self, state: str) -> int:
        """How many there are of a state, whatever their priority."""
        return sum(self.counts.get(state, {}).values())
