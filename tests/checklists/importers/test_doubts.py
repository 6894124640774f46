"""A doubt stays with its line while others are mended, and is gone once its own is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.importers.doubts import carried
from checklists.importers.resolution.parsed import Doubt

BEFORE = "one\ntwo\n\nthree\nfour"


def lines(after: str, *at: int, before: str = BEFORE) -> list[int]:
    doubts = [Doubt("hard to read", line, 1) for line in at]
    return [doubt.line for doubt in carried(doubts, before, after)]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, [1, 4, 5]),
        ("zero\none\ntwo\n\nthree\nfour", [2, 5, 6]),
        ("one\n\nthree\nfour", [1, 3, 4]),
        ("one\ntwo\n\nthree mended\nfour", [1, 5]),
        ("ONE\ntwo\n\nthree\nFOUR", [4]),
        ("", []),
    ],
)
def test_doubts_follow_their_lines(after: str, expected: list[int]) -> None:
    assert lines(after, 1, 4, 5) == expected


def test_a_doubt_about_a_line_that_is_not_there_is_gone() -> None:
    assert lines("one\nother", 9) == []


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_a_doubt_never_comes_to_another_text(before: list[str], after: list[str]) -> None:
    for number, text in enumerate(before, start=1):
        for line in lines("\n".join(after), number, before="\n".join(before)):
            assert after[line - 1] == text
