"""What a report by paragraph says, frozen. Pure.

Counts are of organizations, never of their offices, and each is one that may be published: see
reports/paragraphs/suppression.py. Adding a field needs a default, or old reports can't be read.
"""

import datetime as dt
from dataclasses import dataclass

from reports.frozen import UNANSWERED

NOT_ASKED = "not_asked"

# Where an organization can stand, from what weighs most to what it claims; those without a rating
# stand in between. Positions that are told together are neighbours here.
LADDER = (
    "not_in_place",
    UNANSWERED,
    NOT_ASKED,
    "not_applicable",
    "partly",
    "mostly",
    "in_place",
)


@dataclass(frozen=True, slots=True)
class Block:
    """How many organizations stand at one position, or at one of several that are told together.

    `verified` of them stand there by accepted answers alone; None where that isn't told.
    """

    positions: tuple[str, ...]
    organizations: int
    verified: int | None = None


@dataclass(frozen=True, slots=True)
class KindRow:
    """Where the organizations of some kinds stand, all rows of a table by the same blocks."""

    kinds: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where organizations stand in one dimension of a paragraph; blocks from the worst upwards.

    No `blocks` where they can't be told apart at all, and no `kinds` where not by kind.
    """

    dimension: str
    items: int
    blocks: tuple[Block, ...]
    kinds: tuple[KindRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Former:
    """The same paragraph in an earlier edition: the numbers it had there and how it was changed
    since, and where the organizations stood.
    """

    symbol: str
    paragraphs: tuple[str, ...]
    relation: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of an indicator's sum: of locally recruited, of women, or of several together."""

    parts: tuple[str, ...]
    value: int


@dataclass(frozen=True, slots=True)
class Number:
    """An indicator summed over all organizations; None and nothing where it isn't told.

    `organizations` gave figures, each those of at least one of its offices.
    """

    ref: str
    question: str
    unit: str
    period: str
    organizations: int | None
    total: int | None
    recruitment: tuple[Share, ...] = ()
    sex: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class ParagraphLine:
    """An operative paragraph that the checklist asks about, with its official text."""

    number: str
    text: str
    standings: tuple[Standing, ...]
    numbers: tuple[Number, ...] = ()
    formers: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True)
class Unasked:
    """An operative paragraph without items, and why: `kind` is that of its disposition."""

    number: str
    kind: str
    duty: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many organizations of some kinds take part."""

    kinds: tuple[str, ...]
    organizations: int


@dataclass(frozen=True, slots=True)
class Edition:
    """An earlier edition and its checklist; None organizations where too few took part to tell."""

    symbol: str
    checklist_title: str
    organizations: int | None


@dataclass(frozen=True, slots=True)
class ParagraphsReport:
    """All that a report by paragraph says. `organizations` is None where too few take part: then
    nothing else is told of them.
    """

    instrument_symbol: str
    instrument_title: str
    instrument_address: str
    adopted_on: dt.date
    checklist_title: str
    checklist_version: int
    language: str
    tier: str
    frozen_at: dt.datetime
    time_zone: str
    organizations: int | None
    kinds: tuple[KindCount, ...]
    paragraphs: tuple[ParagraphLine, ...]
    unasked: tuple[Unasked, ...] = ()
    editions: tuple[Edition, ...] = ()
    period_start: dt.date | None = None
    period_end: dt.date | None = None
