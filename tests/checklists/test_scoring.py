"""Three figures stand together, and no rounding says more than is so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.scale import POINTS, AnswerValue, Outcome
from checklists.scoring import Figures, Scored, figures

ACCEPTED, PENDING, RETURNED = Outcome.ACCEPTED, Outcome.PENDING, Outcome.RETURNED


def _figures(*answers: tuple[str, str]) -> Figures:
    return figures(Scored("theme", "policy", value, verdict) for value, verdict in answers)


@pytest.mark.parametrize(
    ("values", "declared"),
    [
        (["in_place"], 100),
        (["mostly"], 67),
        (["partly"], 33),
        (["not_in_place"], 0),
        (["in_place", "not_in_place"], 50),
        (["in_place", "mostly", "partly", "not_in_place"], 50),
        (["in_place", "in_place", "partly"], 78),
    ],
)
def test_declared_score_is_the_mean_of_the_answers(values: list[str], declared: int) -> None:
    assert _figures(*((value, PENDING) for value in values)).declared == declared


def test_without_items_there_are_no_percentages() -> None:
    assert _figures() == Figures(0, 0, 0, 0, None, None, None)


def test_without_answers_nothing_is_complete_and_nothing_scored() -> None:
    assert _figures(("", PENDING), ("", PENDING)) == Figures(2, 0, 2, 0, 0, None, None)


def test_not_applicable_is_an_answer() -> None:
    assert _figures(("not_applicable", PENDING)).completion == 100


def test_not_applicable_leaves_the_denominator() -> None:
    found = _figures(("in_place", PENDING), ("not_applicable", PENDING))
    assert (found.declared, found.applicable) == (100, 1)


def test_only_not_applicable_gives_no_score() -> None:
    found = _figures(("not_applicable", ACCEPTED))
    assert (found.declared, found.verified, found.accepted) == (None, None, 1)


@pytest.mark.parametrize("verdict", [PENDING, RETURNED])
def test_verified_score_counts_accepted_answers_only(verdict: str) -> None:
    found = _figures(("partly", ACCEPTED), ("in_place", verdict))
    assert (found.declared, found.verified) == (66, 33)


def test_verified_score_is_absent_before_a_review() -> None:
    assert _figures(("in_place", PENDING)).verified is None


def test_nearly_complete_is_not_said_to_be_complete() -> None:
    answers = [("in_place", PENDING)] * 299 + [("", PENDING)]
    assert _figures(*answers).completion == 99


def test_nearly_perfect_is_not_said_to_be_perfect() -> None:
    answers = [("in_place", PENDING)] * 299 + [("mostly", PENDING)]
    assert _figures(*answers).declared == 99


def test_next_to_nothing_is_not_said_to_be_nothing() -> None:
    answers = [("not_in_place", PENDING)] * 299 + [("partly", PENDING)]
    assert _figures(*answers).declared == 1


answers = st.lists(
    st.builds(
        Scored,
        theme=st.just("theme"),
        dimension=st.just("policy"),
        value=st.sampled_from(["", *AnswerValue.values]),
        verdict=st.sampled_from(Outcome.values),
    ),
    max_size=60,
)


@given(answers)
def test_counts_never_exceed_what_they_count(rows: list[Scored]) -> None:
    found = figures(rows)
    assert 0 <= found.accepted <= found.answered <= found.items == len(rows)
    assert 0 <= found.applicable <= found.items


@given(answers)
def test_percentages_lie_between_0_and_100(rows: list[Scored]) -> None:
    found = figures(rows)
    for percentage in (found.completion, found.declared, found.verified):
        assert percentage is None or 0 <= percentage <= 100


@given(answers)
def test_order_of_the_answers_does_not_matter(rows: list[Scored]) -> None:
    assert figures(rows) == figures(reversed(rows))


@given(answers)
def test_100_and_0_are_said_only_where_exact(rows: list[Scored]) -> None:
    points = {POINTS[row.value] for row in rows if row.value in POINTS}
    declared = figures(rows).declared
    assert (declared == 100) == (points == {100})
    assert (declared == 0) == (points == {0})


@given(answers)
def test_complete_is_said_only_where_every_item_is_answered(rows: list[Scored]) -> None:
    assert (figures(rows).completion == 100) == (bool(rows) and all(row.value for row in rows))


@given(answers)
def test_all_accepted_makes_verified_what_was_declared(rows: list[Scored]) -> None:
    accepted = [Scored(row.theme, row.dimension, row.value, ACCEPTED) for row in rows]
    found = figures(accepted)
    assert found.verified == found.declared


@given(answers, st.sampled_from(list(POINTS)))
def test_better_answer_never_lowers_the_score(rows: list[Scored], value: str) -> None:
    worse = figures([*rows, Scored("theme", "policy", value, PENDING)]).declared
    better = figures([*rows, Scored("theme", "policy", "in_place", PENDING)]).declared
    assert worse is not None
    assert better is not None
    assert better >= worse
