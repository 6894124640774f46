"""What a report on several offices leaves out in each tier, before it is frozen. Pure."""

from dataclasses import replace

from reports.kinds import Tier
from reports.organization.data import IndicatorLine, OrganizationReport, OverdueLine, ThemeLine
from reports.small_numbers import LEAST, suppressed


def at_tier(data: OrganizationReport, tier: str) -> OrganizationReport:
    """The report's data with no more in it than the tier tells; full is as it came."""
    if tier == Tier.FULL:
        return replace(data, tier=Tier.FULL)
    without_people = replace(
        data, tier=Tier.INTERNAL, overdue=tuple(_nobodys(line) for line in data.overdue)
    )
    if tier == Tier.INTERNAL:
        return without_people
    few = data.places < LEAST
    return replace(
        without_people,
        tier=Tier.SHAREABLE,
        office="",
        office_path=(),
        # A person named it. Its dates stand beside it.
        cycle="",
        offices=(),
        branches=(),
        overdue=(),
        themes=tuple(_without_spread(line) for line in data.themes) if few else data.themes,
        counted=tuple(_without_small(line) for line in data.counted),
    )


def _nobodys(line: OverdueLine) -> OverdueLine:
    return replace(line, who="")


def _without_spread(line: ThemeLine) -> ThemeLine:
    """Where each of a handful of offices stands would be told of one that is known."""
    return replace(line, policy_spread=(), practice_spread=())


def _without_small(line: IndicatorLine) -> IndicatorLine:
    figures = suppressed(line.count.figures)
    if figures == line.count.figures:
        return line
    return replace(line, count=replace(line.count, by=(), figures=figures), is_suppressed=True)
