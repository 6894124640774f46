"""The sentences of an office's report."""

from dataclasses import replace

from reports.office.wording import critical_sentences
from tests.reports.report_data import item


def test_critical_item_that_is_not_in_place_and_not_accepted_is_not_verified_either() -> None:
    lacking = replace(item(), answer="not_in_place", verdict="pending", is_critical=True)
    seen = replace(item(), answer="in_place", verdict="accepted", is_critical=True)
    assert critical_sentences((lacking, seen)) == [
        "2 items are critical.",
        "Not in place: 1, whatever the averages say.",
        "Answered, and not verified: 1.",
    ]
