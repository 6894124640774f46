"""What has changed from one report of an office to the next."""

from dataclasses import replace
from typing import Any

import pytest

from reports.kinds import Tier
from reports.office.comparison import compared
from reports.office.data import ItemChange, ItemLine
from reports.office.tiers import at_tier
from reports.office.wording import kind_of_change
from tests.reports.office.sample import before, compared_report, counted, looking_back
from tests.reports.report_data import SCALE, item, report_of


def _line(**changes: Any) -> ItemLine:
    return replace(item(), **({"key": "a"} | changes))


def _changes(then: ItemLine | None, now: ItemLine | None) -> tuple[ItemChange, ...]:
    reports = [report_of(*([line] if line else [])) for line in (then, now)]
    found = compared(reports[1], reports[0], "ab" * 32).compared
    assert found
    return found.items


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        ({"answer": "partly"}, {"answer": "in_place"}, "Better"),
        ({"answer": "in_place"}, {"answer": "not_in_place"}, "Worse"),
        ({"answer": "unanswered"}, {"answer": "not_in_place"}, "Now answered"),
        ({"answer": "partly"}, {"answer": "unanswered"}, "No answer any more"),
        ({"answer": "partly"}, {"answer": "not_applicable"}, "Other answer"),
        ({"verdict": "pending"}, {"verdict": "accepted"}, "Other verdict"),
    ],
)
def test_change_is_named(then: dict[str, str], now: dict[str, str], kind: str) -> None:
    [change] = _changes(_line(**then), _line(**now))
    scores = {key: score for key, score in SCALE.items() if key != "not_applicable"}
    assert kind_of_change(change, scores) == kind


def test_other_words_alone_are_no_change() -> None:
    assert _changes(_line(justification="Yes."), _line(justification="Yes, truly.")) == ()


def test_item_is_the_same_by_its_key_whatever_its_number() -> None:
    assert _changes(_line(ref="24.1"), _line(ref="31.1")) == ()


def test_item_with_another_key_is_new_and_the_old_one_is_no_longer_asked() -> None:
    changes = _changes(_line(key="a"), _line(key="b"))
    assert [kind_of_change(change, SCALE) for change in changes] == ["New item", "No longer asked"]


def test_data_without_keys_is_compared_by_the_question() -> None:
    then = _line(key="", answer="partly", question="Is it done?")
    [change] = _changes(then, _line(question="Is it done?"))
    assert (change.answer_before, change.answer) == ("partly", "in_place")


def test_other_number_is_a_change() -> None:
    then, now = (counted("31.6", "How many?", {"total": total}) for total in (12, 14))
    [change] = _changes(then, now)
    assert (change.total_before, change.total) == (12, 14)
    assert kind_of_change(change, SCALE) == "Other number"


def test_comparison_names_the_report_before_and_its_figures() -> None:
    then = before(looking_back())
    found = compared_report().compared
    assert found
    assert (found.frozen_at, found.sha256, found.policy) == (then.frozen_at, "5e" * 32, then.policy)


def test_shareable_comparison_has_no_small_number_and_no_name_of_a_cycle() -> None:
    then, now = (
        report_of(counted("31.6", "How many?", {"total": total}), cycle="Ana's cycle")
        for total in (3, 14)
    )
    found = compared(at_tier(now, Tier.SHAREABLE), then, "ab" * 32).compared
    assert found
    assert (found.cycle, found.items[0].total_before, found.items[0].total) == ("", None, 14)
