"""The difference by words: exact, whole words, readable."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.lineage import Piece, only_punctuation, rewording, word_diff

TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(["States", "high-level", "“peace”", '"peace"', ",", ";", "and", " ", "  "]),
        max_size=20,
    ).map(" ".join),
)


def shown(old: str, new: str) -> str:
    marks = {"same": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in word_diff(old, new))


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted") == old


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_no_two_neighbours_are_of_a_kind(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert all(piece.text for piece in pieces)
    order = [piece.kind for piece in pieces]
    assert all((a, b) != ("inserted", "deleted") and a != b for a, b in pairwise(order))


@given(TEXTS)
def test_a_text_and_itself_are_one_piece(text: str) -> None:
    assert word_diff(text, text) == ([Piece("same", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("at its 76th session", "at its 79th session", "at its[- 76th-][+ 79th+] session"),
        ("high-level talks", "high-level peace talks", "high-level[+ peace+] talks"),
        ("violence, crime", "violence; crime", "violence[-,-][+;+] crime"),
        ("calls upon States", "Also calls upon States", "[+Also +]calls upon States"),
        ("the States’ duty", "the State’s duty", "the[- States’-][+ State’s+] duty"),
    ],
)
def test_words_and_stops_stay_whole(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_small_words_in_a_replaced_passage_go_with_it() -> None:
    found = shown("notes reports of crashes and injuries", "notes the counting of cars and drivers")
    assert found == "notes[- reports of crashes and injuries-][+ the counting of cars and drivers+]"


def test_small_words_between_two_insertions_stay() -> None:
    found = shown("analysis and capacity", "analysis today and full capacity")
    assert found == "analysis[+ today+] and[+ full+] capacity"


def test_quotation_marks_of_another_file_differ_alone() -> None:
    assert shown("the “peace” plan", 'the "peace" plan') == 'the [-“-][+"+]peace[-”-][+"+] plan'


def test_the_same_wording_in_another_format_is_one_piece_the_new_text() -> None:
    assert rewording("the  “peace” plan;", 'the "peace" plan.') == [
        Piece("same", 'the "peace" plan.')
    ]


def test_what_has_no_counterpart_is_one_piece() -> None:
    assert rewording(None, "Urges all;") == [Piece("inserted", "Urges all;")]
    assert rewording("Urges all;", None) == [Piece("deleted", "Urges all;")]


def test_one_word_again_and_again_ends_soon() -> None:
    started = time.monotonic()
    word_diff("a " * 20_000 + "b", "a " * 20_001)
    assert time.monotonic() - started < 5


@given(text=st.text(alphabet=" \nab", min_size=1))
def test_lead_and_body_are_the_text_and_the_body_is_never_empty(text: str) -> None:
    piece = Piece("inserted", text)
    assert piece.lead + piece.body == text
    assert piece.body
    assert not piece.lead.strip()


def test_space_before_the_first_word_leads() -> None:
    piece = Piece("deleted", " in public")
    assert (piece.lead, piece.body) == (" ", "in public")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Urges States and others;", "Urges States, and others;", True),
        ("Urges States;", "Urges all States;", False),
        ("Urges States in 2023;", "Urges States in 2024;", False),
        ("Urges States;", "Urges States;", False),
    ],
)
def test_stops_alone_are_told_from_words(old: str, new: str, *, said: bool) -> None:
    assert only_punctuation(rewording(old, new)) is said
