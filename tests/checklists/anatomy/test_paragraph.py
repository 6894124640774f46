"""A paragraph read whole: acts, addressees, the words that decided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.anatomy import FORCES, Reading, read_operative

SHORT = st.text(max_size=200)
# Words that the rules look for, in any order.
LOOKED_FOR = [
    *(
        "Urges",
        "urges",
        ", and",
        "and",
        "States",
        ", requests",
        "the Secretary-General",
        "to report",
    ),
    *("that", "shall", ", ", "; ", "(", ")", "“", "”", "which", "also", "the need for", "between"),
    *("them", "Calls upon", "expresses its deep", "concern", "We ", "commit", "the Committee"),
    *("its subcommittees", "international", "organizations", "in this regard", "\n"),
]
PIECES = st.lists(st.sampled_from(LOOKED_FOR) | SHORT).map(" ".join)


def verbs(reading: Reading) -> list[str]:
    return [act.verb for act in reading.acts]


def addressees(text: str, *children: str) -> list[tuple[str, ...]]:
    return [act.addressees for act in read_operative(text, children=children).acts]


def test_each_verb_has_its_own_addressees() -> None:
    reading = read_operative(
        "Encourages humanitarian organizations to promote it, and requests the Secretary-General to"
        " report;"
    )
    assert verbs(reading) == ["Encourages", "requests"]
    assert [act.addressees for act in reading.acts] == [
        ("humanitarian organizations",),
        ("the Secretary-General",),
    ]


def test_an_act_shows_the_words_that_decided() -> None:
    (act,) = read_operative(
        "Strongly urges all other parties involved in armed conflict to stop;"
    ).acts
    assert act.words == ("Strongly urges", "all other parties involved in armed conflict")


def test_what_an_organ_decides_binds_itself() -> None:
    (act,) = read_operative(
        "Decides to remain seized of the matter.", organ="Security Council"
    ).acts
    assert act.addressees == ("the Security Council",)


def test_what_an_organ_decides_binds_whom_it_names() -> None:
    assert addressees("Decides that all Member States shall freeze the funds;") == [
        ("Member States",)
    ]


def test_a_declaration_binds_those_who_declare() -> None:
    reading = read_operative("We commit to strengthening the rule of law;")
    assert verbs(reading) == ["We commit"]
    assert reading.acts[0].addressees == ("States",)


def test_them_are_those_of_the_act_before() -> None:
    assert addressees("Calls upon States to accede, and urges them to facilitate it;")[1] == (
        "States",
    )


def test_a_short_name_is_the_one_named_before() -> None:
    acts = addressees(
        "Encourages the Committee on Conferences to meet, and invites the Committee to report;"
    )
    assert acts == [("the Committee on Conferences",)] * 2


def test_sub_paragraphs_name_those_called_upon() -> None:
    acts = addressees("Calls upon:", "States, to ratify it;", "Humanitarian organizations to help;")
    assert acts == [("States", "humanitarian organizations")]


def test_sub_paragraphs_have_acts_of_their_own() -> None:
    reading = read_operative(
        "Requests the Secretary-General:", children=["To report;", "Urges States to pay;"]
    )
    assert verbs(reading) == ["Requests", "Urges"]


def test_a_verb_off_the_scale_has_no_force() -> None:
    (act,) = read_operative("Streamlines the agenda;").acts
    assert (act.verb, act.force) == ("Streamlines", "")


def test_no_text_has_no_acts() -> None:
    assert read_operative("") == Reading((), ())


@given(SHORT | PIECES, st.lists(SHORT | PIECES, max_size=3))
def test_any_text_gives_a_reading_in_its_own_words(text: str, children: list[str]) -> None:
    reading = read_operative(text, children=children)
    texts = [text, *children]
    for act in reading.acts:
        assert act.words[0] == act.verb
        assert act.force in (*FORCES, "")
        assert all(any(words in one for one in texts) for words in act.words)
    for theme in reading.themes:
        assert theme.words
        assert all(words in "\n".join(texts) for words in theme.words)


@pytest.mark.parametrize(
    "piece", ["and requests the ", "“(", "that States and that ", "all ", "States, "]
)
def test_a_long_text_is_read_at_once(piece: str) -> None:
    read_operative("Urges " + piece * 10_000)  # minutes, were the time not linear
