"""What a register of documents leaves out in each tier, before it is frozen. Pure."""

from dataclasses import replace

from reports.evidence.data import DocumentLine, EvidenceReport, OfficeDocuments
from reports.kinds import Tier


def at_tier(data: EvidenceReport, tier: str) -> EvidenceReport:
    """The register with no more in it than the tier tells; full is as it came."""
    if tier == Tier.FULL:
        return replace(data, tier=Tier.FULL)
    if tier == Tier.INTERNAL:
        offices = tuple(_unplaced(office) for office in data.offices)
        return replace(data, tier=Tier.INTERNAL, offices=offices)
    # A title is a person's words, and can name a place: counts alone are left.
    return replace(data, tier=Tier.SHAREABLE, office="", office_path=(), offices=())


def _unplaced(office: OfficeDocuments) -> OfficeDocuments:
    return replace(office, documents=tuple(_without_detail(line) for line in office.documents))


def _without_detail(line: DocumentLine) -> DocumentLine:
    """A file's name, an address and a place to look can each name a person."""
    return replace(line, detail="")
