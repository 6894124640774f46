"""What each tier of an office's report leaves out."""

from dataclasses import replace

from reports.frozen import dump
from reports.kinds import Tier
from reports.office.tiers import at_tier
from tests.reports.rendering import render
from tests.reports.report_data import office_report


def test_full_tier_tells_everything() -> None:
    data = office_report()
    assert at_tier(data, Tier.FULL) == replace(data, tier=Tier.FULL)


def test_internal_tier_names_no_signatory_and_no_file() -> None:
    data = at_tier(office_report(), Tier.INTERNAL)
    assert data.signed_off_by == ""
    assert {line.detail for item in data.items for line in item.evidence} == {""}
    assert data.office == office_report().office


def test_shareable_tier_keeps_the_figures_alone() -> None:
    full = office_report()
    data = at_tier(full, Tier.SHAREABLE)
    assert (data.policy, data.practice, data.themes) == (full.policy, full.practice, full.themes)
    raw = dump(data).decode()
    said = [full.office, *full.office_path, full.signed_off_by]
    for item in full.items:
        said += [item.justification, item.not_applicable_reason, item.verdict_reason]
        said += [text for line in item.evidence for text in (line.title, line.detail)]
    organization = {full.organization, ""}
    assert [text for text in said if text not in organization and text in raw] == []


def test_shareable_report_can_be_printed() -> None:
    assert render(at_tier(office_report(), Tier.SHAREABLE)).startswith(b"%PDF")
