"""The words that decided are found again in the text, and the text stays word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.marking import mark_words


def marked(words: list[str], *texts: str) -> list[list[str]]:
    found = mark_words(texts, [[word] for word in words])
    assert ["".join(piece.text for piece in pieces) for pieces in found] == list(texts)
    return [[piece.text for piece in pieces if piece.decides] for pieces in found]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["Urges", "all States"], "Urges all States to act;", ["Urges", "all States"]),
        (["act"], "Urges action, and to act, and to act;", ["act"]),
        (["of the S"], "the report of the Secretary-General", ["of the S"]),
        (["Condemns", "Condemns attacks"], "Condemns attacks;", ["Condemns attacks"]),
        (["missing", ""], "Urges;", []),
        (["a+b"], "a+b", ["a+b"]),
    ],
)
def test_words_are_marked_once(words: list[str], text: str, expected: list[str]) -> None:
    assert marked(words, text) == [expected]


def test_a_word_of_a_sub_paragraph_is_marked_there() -> None:
    found = marked(["Requests", "all actors"], "Requests:", "All else;", "That all actors act.")
    assert found == [["Requests"], [], ["all actors"]]


def test_addressee_is_marked_behind_its_verb() -> None:
    text = "Welcomes what the Secretary-General did, and requests the Secretary-General to go on;"
    [pieces] = mark_words([text], [["Welcomes"], ["requests", "the Secretary-General"]])
    before = "".join(piece.text for piece in pieces[:-2])
    assert pieces[-2].text == "the Secretary-General"
    assert before == "Welcomes what the Secretary-General did, and requests "


def test_word_that_stands_only_before_the_first_is_marked_there() -> None:
    [pieces] = mark_words(["To all States: acts urged;"], [["urged", "all States"]])
    assert [piece.text for piece in pieces if piece.decides] == ["all States", "urged"]


def test_word_behind_the_first_may_stand_in_a_sub_paragraph() -> None:
    texts = ["As to all actors, requests:", "That all actors act."]
    found = mark_words(texts, [["requests", "all actors"]])
    assert [[p.text for p in pieces if p.decides] for pieces in found] == [
        ["requests"],
        ["all actors"],
    ]


@given(st.lists(st.text("ab ", max_size=5)), st.lists(st.text("ab ", max_size=15), max_size=3))
def test_pieces_are_the_text(words: list[str], texts: list[str]) -> None:
    marked(words, *texts)
