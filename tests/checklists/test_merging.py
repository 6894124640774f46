"""Two texts in one: nothing of either is missing, and what both say stands there once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.merging import merged

BOTH = "We have radios. Two are new."


@pytest.mark.parametrize(
    ("theirs", "mine", "together"),
    [
        (BOTH, BOTH, BOTH),
        ("", BOTH, BOTH),
        (BOTH, " ", BOTH),
        (BOTH, f"{BOTH} One is lost.", f"{BOTH} One is lost."),
        (f"{BOTH} One is lost.", BOTH, f"{BOTH} One is lost."),
        (
            "We have radios. Two are new. All work.",
            "We have radios. Three are new. All work.",
            "We have radios. Two are new. Three are new. All work.",
        ),
        ("All work.", "All work, by and large.", "All work, by and large."),
        ("No.", "None.", "No. None."),
        ("First.\n\nSecond.", "First.\n\nThird.", "First.\n\nSecond. Third."),
        ("انتهى التدريب. بقي اثنان.", "انتهى التدريب.", "انتهى التدريب. بقي اثنان."),
    ],
)
def test_what_both_say_stands_there_once(theirs: str, mine: str, together: str) -> None:
    assert merged(theirs, mine) == together


WORDS = st.text(alphabet="ab .\n", max_size=60)


@given(WORDS, WORDS)
def test_no_word_of_either_is_missing(theirs: str, mine: str) -> None:
    together = merged(theirs, mine)
    for word in {*theirs.replace(".", " ").split(), *mine.replace(".", " ").split()}:
        assert word in together
