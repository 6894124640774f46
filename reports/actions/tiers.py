"""What an action plan leaves out in each tier, before it is frozen. Pure."""

from dataclasses import replace

from reports.actions.data import ActionsReport, OfficeActions
from reports.kinds import Tier


def at_tier(data: ActionsReport, tier: str) -> ActionsReport:
    """The plan with no more in it than the tier tells; full is as it came."""
    if tier == Tier.FULL:
        return replace(data, tier=Tier.FULL)
    if tier == Tier.INTERNAL:
        offices = tuple(_nobodys(office) for office in data.offices)
        return replace(data, tier=Tier.INTERNAL, offices=offices)
    # What is to be done is a person's words: counts alone are left.
    return replace(data, tier=Tier.SHAREABLE, office="", office_path=(), offices=())


def _nobodys(office: OfficeActions) -> OfficeActions:
    return replace(office, actions=tuple(replace(line, who="") for line in office.actions))
