"""Which paragraph became which: made-up editions, one thing each."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.lineage import Match, Relation, align, similarity

DISINFORMATION = "Encourages Member States to address disinformation campaigns that undermine trust"
VEHICLES = "Requests the Secretary-General to collect data on road crashes and civilian casualties"
COUNSELLING = "Welcomes counselling, stress management and mental health services for personnel"
EVACUATION = "Urges host Governments to allow medical evacuation without delay or taxes on flights"
EDITION = [f"{text};" for text in (DISINFORMATION, VEHICLES, COUNSELLING, EVACUATION)]


def edges(old: list[str], new: list[str]) -> list[tuple[int | None, int | None, str]]:
    return [(match.old, match.new, match.relation.value) for match in align(old, new)]


def test_nothing_becomes_nothing() -> None:
    assert align([], []) == []


def test_a_first_edition_is_all_new_and_a_last_one_all_dropped() -> None:
    assert edges([], EDITION[:2]) == [(None, 0, "new"), (None, 1, "new")]
    assert edges(EDITION[:2], []) == [(0, None, "dropped"), (1, None, "dropped")]


def test_another_order_is_no_amendment() -> None:
    found = edges(EDITION, [EDITION[2], EDITION[0], EDITION[3], EDITION[1]])
    assert found == [
        (2, 0, "unchanged"),
        (0, 1, "unchanged"),
        (3, 2, "unchanged"),
        (1, 3, "unchanged"),
    ]


def test_the_stop_at_the_end_of_the_last_paragraph_is_no_amendment() -> None:
    old = [f"{VEHICLES}; and", f"{COUNSELLING}."]
    assert edges(old, [f"{VEHICLES}.", f"{COUNSELLING};"]) == [
        (0, 0, "unchanged"),
        (1, 1, "unchanged"),
    ]


def test_a_changed_letter_is_an_amendment() -> None:
    assert edges(EDITION[:1], [EDITION[0].replace("Member", "member")]) == [(0, 0, "amended")]


def test_a_dropped_paragraph_follows_the_one_that_it_followed() -> None:
    assert edges(EDITION, [EDITION[3], EDITION[0]]) == [
        (3, 0, "unchanged"),
        (0, 1, "unchanged"),
        (1, None, "dropped"),
        (2, None, "dropped"),
    ]


def test_formulas_alone_make_no_pair() -> None:
    old = ["Calls upon all States to ratify the Optional Protocol;"]
    new = ["Calls upon all States to investigate abductions;"]
    assert edges(old, new) == [
        (0, None, "dropped"),
        (None, 0, "new"),
    ]


def test_a_paragraph_with_another_verb_is_the_same_paragraph_amended() -> None:
    old = ["Takes note with appreciation of the report of the Secretary-General;", *EDITION]
    new = ["Welcomes the report of the Secretary-General;", *EDITION]
    assert edges(old, new)[0] == (0, 0, "amended")


def test_two_amended_paragraphs_that_changed_places_are_told_apart() -> None:
    old = [f"{VEHICLES} in the field;", f"{COUNSELLING} everywhere;"]
    new = [f"{COUNSELLING} and their families;", f"{VEHICLES} each year;"]
    assert edges(old, new) == [(1, 0, "amended"), (0, 1, "amended")]


def test_of_equal_paragraphs_each_gets_the_one_nearest_to_it() -> None:
    old = ["Decides to remain seized;", VEHICLES, "Decides to remain seized;"]
    new = ["Decides to remain seized;", VEHICLES, COUNSELLING, "Decides to remain seized;"]
    assert edges(old, new) == [
        (0, 0, "unchanged"),
        (1, 1, "unchanged"),
        (None, 2, "new"),
        (2, 3, "unchanged"),
    ]


def test_a_long_paragraph_cut_in_two_is_split() -> None:
    joined = f"{VEHICLES}, and {COUNSELLING[0].lower()}{COUNSELLING[1:]};"
    assert edges([EDITION[0], joined], EDITION[:3]) == [
        (0, 0, "unchanged"),
        (1, 1, "split"),
        (1, 2, "split"),
    ]


def test_two_paragraphs_in_one_are_merged() -> None:
    joined = f"{VEHICLES}, and {COUNSELLING[0].lower()}{COUNSELLING[1:]};"
    assert edges(EDITION[:3], [EDITION[0], joined]) == [
        (0, 0, "unchanged"),
        (1, 1, "merged"),
        (2, 1, "merged"),
    ]


def test_a_split_into_four_that_are_each_unlike_the_whole_is_found() -> None:
    whole = f"{', '.join([DISINFORMATION, VEHICLES, COUNSELLING, EVACUATION])};"
    assert {edge[2] for edge in edges([whole], EDITION)} == {"split"}


def test_a_repetition_of_a_clause_that_stays_is_new_and_no_split() -> None:
    old = [f"{VEHICLES}, and {COUNSELLING};"]
    new = [f"{VEHICLES}, and {COUNSELLING} and their families;", f"{COUNSELLING};"]
    assert edges(old, new) == [(0, 0, "amended"), (None, 1, "new")]


def test_a_short_phrase_out_of_a_long_paragraph_is_no_part_of_it() -> None:
    whole = f"{', '.join([DISINFORMATION, VEHICLES, COUNSELLING, EVACUATION])}, without delay;"
    old = [f"{whole} and of the Tampere Convention"]
    assert edges(old, [whole, "Recalls the Tampere Convention;"])[1] == (None, 1, "new")


@pytest.mark.parametrize(
    "tree",
    [
        "Decides: (a) to train drivers; (b) to inspect vehicles; and (c) to count crashes.",
        "Decides:\n(a) to train drivers;\n(b) to inspect vehicles; and\n(c) to count crashes.",
        "Decides: to train drivers; to inspect vehicles; and to count crashes;",
        "Decides: (i) to train drivers; (ii) to inspect vehicles; and (iii) to count crashes;",
    ],
)
def test_sub_paragraphs_are_the_same_with_and_without_their_numbers(tree: str) -> None:
    joined = "Decides: (a) to train drivers; (b) to inspect vehicles; and (c) to count crashes;"
    assert similarity(joined, tree) == 1.0


def test_a_reference_to_another_sub_paragraph_is_an_amendment() -> None:
    assert similarity("Recalls item 72 (a);", "Recalls item 72 (b);") < 1.0


def test_stops_alone_are_an_amendment_however_small() -> None:
    assert similarity("crime, and harassment;", "crime; and harassment;") == 0.9999


def test_a_hundred_long_paragraphs_take_seconds() -> None:
    source = random.Random(118)  # noqa: S311 - texts, no secrets
    vocabulary = [f"word{number}" for number in range(400)]
    old = [" ".join(source.choices(vocabulary, k=150)) for _ in range(100)]
    new = [" ".join([*text.split()[10:], *source.choices(vocabulary, k=20)]) for text in old]
    started = time.monotonic()
    assert {match.relation for match in align(old, new)} == {Relation.AMENDED}
    assert time.monotonic() - started < 10


SENTENCES = st.lists(
    st.lists(
        st.sampled_from(["States", "security", "training", "of", "the", "(a)", "to", ";", "data"]),
        max_size=8,
    ).map(" ".join),
    max_size=6,
)


@given(SENTENCES, SENTENCES)
def test_every_paragraph_of_both_editions_is_in_a_match(old: list[str], new: list[str]) -> None:
    matches = align(old, new)
    assert {m.old for m in matches if m.old is not None} == set(range(len(old)))
    assert {m.new for m in matches if m.new is not None} == set(range(len(new)))
    assert [m.new for m in matches if m.new is not None] == sorted(
        m.new for m in matches if m.new is not None
    )
    assert all(_holds(match, matches) for match in matches)


def _holds(match: Match, matches: list[Match]) -> bool:
    """Whether a relation fits how often its two sides are matched."""
    same_old = sum(m.old == match.old for m in matches)
    same_new = sum(m.new == match.new for m in matches)
    return {
        Relation.NEW: match.old is None and same_new == 1,
        Relation.DROPPED: match.new is None and same_old == 1,
        Relation.SPLIT: same_old > 1 and same_new == 1,
        Relation.MERGED: same_new > 1 and same_old == 1,
        Relation.UNCHANGED: (same_old, same_new, match.similarity) == (1, 1, 1.0),
        Relation.AMENDED: (same_old, same_new) == (1, 1) and match.similarity < 1.0,
    }[match.relation]


@given(SENTENCES)
def test_an_edition_compared_with_itself_is_unchanged(texts: list[str]) -> None:
    assert edges(texts, texts) == [(i, i, "unchanged") for i in range(len(texts))]
