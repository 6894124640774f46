"""A match set right by hand: what happens to the matches beside it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checklists.lineage import CorrectionError, Match, Relation, corrected, in_order

R = Relation


def two(old: int, new: int, relation: Relation = R.AMENDED, similarity: float = 0.5) -> Match:
    return Match(old, new, relation, similarity)


def edges(matches: list[Match]) -> list[tuple[int | None, int | None, str]]:
    return [(match.old, match.new, match.relation.value) for match in matches]


def test_a_new_and_a_dropped_paragraph_become_one() -> None:
    matches = in_order([], 1, 1)
    assert edges(corrected(matches, matches[0], two(0, 0), (1, 1))) == [(0, 0, "amended")]


def test_a_pair_taken_apart_is_dropped_and_new() -> None:
    assert edges(corrected([two(0, 0)], two(0, 0), None, (1, 1))) == [
        (0, None, "dropped"),
        (None, 0, "new"),
    ]


def test_who_loses_its_counterpart_becomes_new_or_dropped() -> None:
    matches = [two(0, 0), two(1, 1)]
    assert edges(corrected(matches, two(0, 0), two(1, 0), (2, 2))) == [
        (0, None, "dropped"),
        (1, 0, "amended"),
        (None, 1, "new"),
    ]


def test_a_second_part_makes_the_first_one_a_part_too() -> None:
    matches = in_order([two(0, 0)], 1, 2)
    found = corrected(matches, matches[1], two(0, 1, R.SPLIT), (1, 2))
    assert edges(found) == [(0, 0, "split"), (0, 1, "split")]


def test_a_second_source_makes_a_merger() -> None:
    matches = in_order([two(0, 0)], 2, 1)
    found = corrected(matches, matches[1], two(1, 0, R.MERGED), (2, 1))
    assert edges(found) == [(0, 0, "merged"), (1, 0, "merged")]


@pytest.mark.parametrize(("similarity", "relation"), [(0.5, "amended"), (1.0, "unchanged")])
def test_the_part_of_a_split_that_is_left_is_a_pair_again(similarity: float, relation: str) -> None:
    matches = [two(0, 0, R.SPLIT, similarity), two(0, 1, R.SPLIT)]
    found = corrected(matches, matches[1], None, (1, 2))
    assert edges(found) == [(0, 0, relation), (None, 1, "new")]


@pytest.mark.parametrize("relation", [R.SPLIT, R.MERGED])
def test_a_split_or_merger_of_a_single_pair_is_refused(relation: Relation) -> None:
    with pytest.raises(CorrectionError) as caught:
        corrected([two(0, 0)], two(0, 0), two(0, 0, relation), (1, 1))
    assert caught.value.relation == relation


def test_the_other_parts_of_a_wrong_merger_stay() -> None:
    matches = [two(0, 0, R.MERGED), two(1, 0, R.MERGED), two(2, 0, R.MERGED)]
    found = corrected(matches, matches[0], None, (3, 1))
    assert edges(found) == [(0, None, "dropped"), (1, 0, "merged"), (2, 0, "merged")]


PLACES = st.integers(0, 3)
RIGHT = st.tuples(PLACES, PLACES, st.sampled_from([R.UNCHANGED, R.AMENDED, R.SPLIT, R.MERGED]))


@given(st.lists(st.tuples(RIGHT | st.none(), st.integers(0, 9)), max_size=6))
def test_after_any_corrections_every_paragraph_has_a_match_that_fits(
    steps: list[tuple[tuple[int, int, Relation] | None, int]],
) -> None:
    matches = in_order([], 4, 4)
    for step, place in steps:
        wrong = matches[place % len(matches)]
        right = two(*step) if step else None
        assume(right is None or wrong.old == right.old or wrong.new == right.new)
        try:
            matches = corrected(matches, wrong, right, (4, 4))
        except CorrectionError:
            continue
        if right:
            assert (right.old, right.new, right.relation.value) in edges(matches)
        assert (
            {m.old for m in matches} - {None} == {m.new for m in matches} - {None} == {0, 1, 2, 3}
        )
        assert all(_fits(match, matches) for match in matches)


def _fits(match: Match, matches: list[Match]) -> bool:
    same_old = sum(m.old == match.old for m in matches)
    same_new = sum(m.new == match.new for m in matches)
    return {
        R.NEW: match.old is None and same_new == 1,
        R.DROPPED: match.new is None and same_old == 1,
        R.SPLIT: same_old > 1 and same_new == 1,
        R.MERGED: same_new > 1 and same_old == 1,
        R.UNCHANGED: (same_old, same_new) == (1, 1),
        R.AMENDED: (same_old, same_new) == (1, 1),
    }[match.relation]
