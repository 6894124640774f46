"""What an office's report leaves out in each tier. Pure.

The data is cut before it is frozen: what a tier doesn't tell isn't in the file that is kept.
"""

from dataclasses import replace

from reports.kinds import Tier
from reports.office.data import EvidenceLine, ItemLine, OfficeReport


def at_tier(data: OfficeReport, tier: str) -> OfficeReport:
    """The report's data with no more in it than the tier tells; full is as it came."""
    if tier == Tier.FULL:
        return replace(data, tier=Tier.FULL)
    without_people = replace(
        data,
        tier=Tier.INTERNAL,
        signed_off_by="",
        items=tuple(_without_places(item) for item in data.items),
    )
    if tier == Tier.INTERNAL:
        return without_people
    return replace(
        without_people,
        tier=Tier.SHAREABLE,
        office="",
        office_path=(),
        items=tuple(_figures_alone(item) for item in data.items),
    )


def _without_places(item: ItemLine) -> ItemLine:
    return replace(item, evidence=tuple(_unplaced(line) for line in item.evidence))


def _unplaced(line: EvidenceLine) -> EvidenceLine:
    """A file's name, an address and a place to look can each name a person."""
    return replace(line, detail="")


def _figures_alone(item: ItemLine) -> ItemLine:
    return replace(item, justification="", not_applicable_reason="", verdict_reason="", evidence=())
