"""What a report says, frozen: plain dataclasses between the queries and the renderers.

A finished report keeps this as JSON, so that it can be rendered again to the same bytes whatever
became of the database since. Adding a field needs a default, or old reports can't be read.
"""

import datetime as dt
from dataclasses import dataclass, field

from checklists.indicators import total
from checklists.scale import AnswerValue, IndicatorValue
from checklists.scoring import Figures
from reports.actions.data import ActionLine
from reports.kinds import Tier


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
class TrendPoint:
    """What an indicator said in an earlier cycle. `total` None: no figures, or too small a number
    to be told. `answer` and `verdict` as of an item.
    """

    cycle: str
    start: dt.date
    end: dt.date
    answer: str
    verdict: str
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """`answer`: a key of the scale or "unanswered"; `verdict`: pending, accepted or returned.

    An indicator has a `count`; its answer is "reported", "not_collected", "not_applicable" or
    "unanswered". `key` is the item's identity over checklists, "" in data from before it was kept.
    `carried`: last cycle's answer is "offered" and not confirmed, or "confirmed" as it was.
    `trend` has the earlier cycles, the oldest first. `is_suppressed`: a number was so small that it
    could be recognized who is meant, and all that would tell it is left out.
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
    key: str = ""
    is_critical: bool = False
    carried: str = ""
    trend: tuple[TrendPoint, ...] = ()
    is_suppressed: bool = False

    @property
    def total(self) -> int | None:
        """The number that answers an indicator, all its cells together; None where none is told."""
        return total(self.count.figures) if self.count and self.count.figures else None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of which something is other than in the report before.

    `answer` and `verdict` are then and now; "" where it wasn't asked then, or isn't any more. `ref`
    and `question` are of now, or of then. `total` as of an item.
    """

    ref: str
    question: str
    answer_before: str
    answer: str
    verdict_before: str
    verdict: str
    total_before: int | None = None
    total: int | None = None
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What has changed since an earlier report, which its time and the hash of its data name.

    The figures are those of then. `status` too; `cycle` is "" where the tier doesn't tell it.
    """

    frozen_at: dt.datetime
    sha256: str
    cycle: str
    cycle_start: dt.date
    cycle_end: dt.date
    status: str
    policy: Figures
    practice: Figures
    indicators: Figures | None
    items: tuple[ItemChange, ...]


@dataclass(frozen=True, slots=True)
class OpenActions:
    """The open actions of the office, the overdue ones first; `counts` by priority.

    `today` is the day by which they are overdue. The shareable tier has the counts alone.
    """

    today: dt.date
    open: dict[str, int]
    overdue: dict[str, int]
    lines: tuple[ActionLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A sign-off: the declaration, the signer's own remark, and the hash of what was signed.

    `reopened_at`: it holds no more since then.
    """

    revision: int
    declaration: str
    remark: str
    signed_by: str
    signed_at: dt.datetime
    sha256: str
    reopened_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class OfficeReport:
    """All that an office's report says. Times are aware; `office_path` starts at the root.

    `themes` are of questions only: indicators have no place on the scale. `indicators` counts
    them, and has no scores; it is None in data from before there were any.

    `looks_back` is False in data from before reports were compared and had trends, open actions and
    the declaration: of these nothing is said then. Else `compared` None: no report came before, and
    `signature` None: nothing was ever signed.
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
    looks_back: bool = False
    compared: Comparison | None = None
    actions: OpenActions | None = None
    signature: Signature | None = None

    @property
    def critical(self) -> tuple[ItemLine, ...]:
        """The items marked critical, which no average may hide."""
        return tuple(item for item in self.items if item.is_critical)

    @property
    def open_points(self) -> tuple[ItemLine, ...]:
        """The items that ask for something: unanswered, returned, or answered below "in place".

        Of indicators those without figures.
        """
        settled = (AnswerValue.IN_PLACE, AnswerValue.NOT_APPLICABLE, IndicatorValue.REPORTED)
        return tuple(
            item for item in self.items if item.verdict == "returned" or item.answer not in settled
        )
