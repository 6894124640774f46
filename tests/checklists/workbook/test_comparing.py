"""What a workbook changes of an answer, cell by cell."""

import pytest

from checklists.indicators import Indicator
from checklists.workbook.comparing import Compared, State, compare
from checklists.workbook.content import Said
from checklists.workbook.identity import base_of
from checklists.workbook.layout import COME_BACK
from checklists.workbook.parsing import Entry
from tests.checklists.workbook.filling import BY_SEX

BEFORE = Said("partly", False, "Before.", "")


def compared(
    entry: Entry,
    before: Said = BEFORE,
    online: Said | None = None,
    measure: Indicator | None = None,
) -> Compared:
    version = 1 if online is None else 2
    return compare(
        entry, base_of(1, before), online or before, version, measure=measure, is_frozen=False
    )


def test_only_what_was_changed_is_taken() -> None:
    online = Said("mostly", False, "Online.", "")
    found = compared(Entry("1.1", value="partly", justification="Mine."), online=online)
    assert found.state is State.CONFLICT
    assert found.mine == Said("mostly", False, "Mine.", "")


def test_same_words_on_both_sides_are_no_conflict() -> None:
    online = Said("partly", False, "Mine.", "")
    assert compared(Entry("1.1", justification="Mine."), online=online).state is State.SAME


def test_coming_back_takes_the_answer_back_and_keeps_the_text() -> None:
    found = compared(Entry("1.1", value=COME_BACK))
    assert found.mine == Said("", True, "Before.", "")


@pytest.mark.parametrize(
    ("entry", "before", "value", "figures"),
    [
        (Entry("1.1", figures={"women": 1}), Said(), "", {"women": 1}),
        (
            Entry("1.1", figures={"women": 1, "men": 2, "unrecorded": 0}),
            Said(),
            "reported",
            {"women": 1, "men": 2, "unrecorded": 0},
        ),
        (
            Entry("1.1", figures={"women": 5, "men": 2}),
            Said("reported", figures={"women": 1, "men": 2, "unrecorded": 0}),
            "reported",
            {"women": 5, "men": 2, "unrecorded": 0},
        ),
        (
            Entry("1.1", value="not_collected", figures={"women": 1}),
            Said("reported", figures={"women": 1, "men": 2, "unrecorded": 0}),
            "not_collected",
            {},
        ),
        (
            Entry("1.1", value="not_collected", figures={"women": 1}),
            Said(),
            "not_collected",
            {"women": 1},
        ),
        (Entry("1.1", figures={"women": 1}), Said("", True), "", {"women": 1}),
    ],
)
def test_figures_and_the_choice_go_together(
    entry: Entry, before: Said, value: str, figures: dict[str, int]
) -> None:
    mine = compared(entry, before, measure=BY_SEX).mine
    assert (mine.value, dict(mine.figures)) == (value, figures)
