"""What an office's report leaves out in each tier. Pure.

The data is cut before it is frozen: what a tier doesn't tell isn't in the file that is kept. The
comparison with the report before is made of what both tell in the tier (see `comparison`).
"""

from dataclasses import replace

from reports.kinds import Tier
from reports.office.data import (
    EvidenceLine,
    ItemLine,
    OfficeReport,
    OpenActions,
    Signature,
    TrendPoint,
)
from reports.small_numbers import is_small, suppressed


def at_tier(data: OfficeReport, tier: str) -> OfficeReport:
    """The report's data with no more in it than the tier tells; full is as it came."""
    if tier == Tier.FULL:
        return replace(data, tier=Tier.FULL)
    without_people = replace(
        data,
        tier=Tier.INTERNAL,
        signed_off_by="",
        items=tuple(_without_places(item) for item in data.items),
        actions=_nobodys(data.actions) if data.actions else None,
        signature=_unsigned(data.signature) if data.signature else None,
    )
    if tier == Tier.INTERNAL:
        return without_people
    return replace(
        without_people,
        tier=Tier.SHAREABLE,
        office="",
        office_path=(),
        # A person named it. Its dates stand beside it.
        cycle="",
        items=tuple(_figures_alone(item) for item in data.items),
        actions=replace(data.actions, lines=()) if data.actions else None,
        signature=_unsaid(data.signature) if data.signature else None,
    )


def _without_places(item: ItemLine) -> ItemLine:
    return replace(item, evidence=tuple(_unplaced(line) for line in item.evidence))


def _unplaced(line: EvidenceLine) -> EvidenceLine:
    """A file's name, an address and a place to look can each name a person."""
    return replace(line, detail="")


def _nobodys(actions: OpenActions) -> OpenActions:
    return replace(actions, lines=tuple(replace(line, who="") for line in actions.lines))


def _unsigned(signature: Signature) -> Signature:
    return replace(signature, signed_by="")


def _unsaid(signature: Signature) -> Signature:
    """Without the signer's own words. The declaration's are ours."""
    return replace(signature, signed_by="", remark="")


def _figures_alone(item: ItemLine) -> ItemLine:
    cut = replace(item, justification="", not_applicable_reason="", verdict_reason="", evidence=())
    return _without_small(cut)


def _without_small(item: ItemLine) -> ItemLine:
    """Without numbers of one to four, and without all that would tell them."""
    trend = tuple(_without_total(point) for point in item.trend)
    hidden = [before.total for before in item.trend] != [after.total for after in trend]
    count = item.count
    figures = suppressed(count.figures) if count else {}
    if count and figures != count.figures:
        count, hidden = replace(count, by=(), figures=figures), True
    return replace(item, count=count, trend=trend, is_suppressed=hidden or item.is_suppressed)


def _without_total(point: TrendPoint) -> TrendPoint:
    """An earlier cycle's number without the name that a person gave the cycle."""
    small = point.total is not None and is_small(point.total)
    return replace(point, cycle="", total=None if small else point.total)
