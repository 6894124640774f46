"""What a register of documents of an office and all below it says, frozen."""

import datetime as dt
from dataclasses import dataclass

from reports.kinds import Tier


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document. `kind` and `validity` (on the report's day) are the model's; `detail` is the
    file's name, the address or the place; `items` are what it serves, by cycle, and `cites` the
    paragraphs of these, each the symbol of its instrument and its number. `critical` are the
    references of the critical ones; None: the data was frozen before this was told.
    """

    title: str
    kind: str
    detail: str
    validity: str
    added_on: dt.date
    dated_on: dt.date | None
    valid_until: dt.date | None
    is_replaced: bool
    items: tuple[tuple[str, tuple[str, ...]], ...]
    cites: tuple[tuple[str, str], ...] = ()
    critical: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class OfficeDocuments:
    """The documents of an office, those that expired first."""

    name: str
    documents: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """All that the register says. `in_tree` offices were looked at; those with documents are
    listed. `counts`: by validity ("" is without an end), then by kind; "critical" are those of the
    expired that serve a critical item (not in older data). `unused` serve no item.
    """

    organization: str
    office: str
    office_path: tuple[str, ...]
    frozen_at: dt.datetime
    time_zone: str
    language: str
    today: dt.date
    in_tree: int
    with_documents: int
    counts: dict[str, dict[str, int]]
    unused: int
    replaced: int
    offices: tuple[OfficeDocuments, ...]
    tier: str = Tier.FULL

    def count(self, validity: str) -> int:
        """How many there are, whatever their kind."""
        return sum(self.counts.get(validity, {}).values())
