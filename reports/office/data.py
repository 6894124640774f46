"""What a report says, frozen: plain dataclasses between the queries and the renderers.

A finished report keeps this as JSON, so that it can be rendered again to the same bytes whatever
became of the database since. Adding a field needs a default, or old reports can't be read.
"""

import datetime as dt
from dataclasses import dataclass, field

from checklists.scoring import Figures
from reports.kinds import Tier

__all__ = [
    "Count",
    "EvidenceLine",
    "Figures",
    "ItemLine",
    "OfficeReport",
    "ThemeSummary",
]


@dataclass(frozen=True, slots=True)
class ThemeSummary:
    """One theme: how many items have which answer, and its figures by dimension.

    `counts` has one entry for every answer of the scale and one for "unanswered", in no order.
    """

    id: str
    title: str
    counts: dict[str, int]
    policy: Figures
    practice: Figures


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """`kind` is "file", "link" or "sighted", which is shown to the reviewer and not uploaded.

    `detail` is the file's name, the link's address, or where the document can be seen;
    `sighted_on` the day on which a reviewer saw it there.
    """

    kind: str
    title: str
    detail: str
    added_on: dt.date
    dated_on: dt.date | None = None
    valid_until: dt.date | None = None
    sighted_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """What an indicator counts, from a day to a day, both included, and told apart by what.

    `figures` has a number for each cell; none where the office has given none.
    """

    unit: str
    start: dt.date
    end: dt.date
    by: tuple[str, ...] = ()
    figures: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """`answer`: a key of the scale or "unanswered"; `verdict`: pending, accepted or returned.

    An indicator has a `count`; its answer is "reported", "not_collected", "not_applicable" or
    "unanswered".
    """

    ref: str
    paragraph: str
    theme: str
    dimension: str
    question: str
    answer: str
    justification: str
    not_applicable_reason: str
    verdict: str
    verdict_reason: str
    evidence: tuple[EvidenceLine, ...] = ()
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class OfficeReport:
    """All that an office's report says. Times are aware; `office_path` starts at the root.

    `themes` are of questions only: indicators have no place on the scale. `indicators` counts
    them, and has no scores; it is None in data from before there were any.
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
    status: str
    signed_off_by: str
    signed_off_at: dt.datetime | None
    frozen_at: dt.datetime
    time_zone: str
    language: str
    scale: tuple[str, ...]
    policy: Figures
    practice: Figures
    themes: tuple[ThemeSummary, ...]
    items: tuple[ItemLine, ...]
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    scale_labels: dict[str, str] = field(default_factory=dict)
    scale_scores: dict[str, int] = field(default_factory=dict)
    indicators: Figures | None = None
    revision: int = 1
    tier: str = Tier.FULL

    @property
    def open_points(self) -> tuple[ItemLine, ...]:
        """The items that ask for something: unanswered, returned, or answered below "in place".

        Of indicators those without figures.
        """
        settled = ("in_place", "not_applicable", "reported")
        return tuple(
            item for item in self.items if item.verdict == "returned" or item.answer not in settled
        )
