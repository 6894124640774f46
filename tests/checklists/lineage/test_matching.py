"""The best pairing: against all pairings, where there are few enough to try them."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from checklists.lineage.matching import Edge, best_pairs

PLACES = st.integers(0, 4)
SCORES = st.dictionaries(st.tuples(PLACES, PLACES), st.floats(0.01, 1.0))


def best_sum(
    scores: Mapping[Edge, float], row: int = 0, taken: frozenset[int] = frozenset()
) -> float:
    if row > 4:
        return 0.0
    alone = best_sum(scores, row + 1, taken)
    paired = (
        scores[row, column] + best_sum(scores, row + 1, taken | {column})
        for column in set(range(5)) - taken
        if (row, column) in scores
    )
    return max([alone, *paired])


@given(SCORES)
def test_no_other_pairing_scores_more(scores: dict[Edge, float]) -> None:
    pairs = best_pairs(scores)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert abs(sum(scores[pair] for pair in pairs) - best_sum(scores)) < 1e-9


@given(SCORES)
def test_the_order_of_the_scores_changes_nothing(scores: dict[Edge, float]) -> None:
    assert best_pairs(scores) == best_pairs(dict(reversed(scores.items())))


def test_a_worse_first_pair_is_taken_where_the_whole_gains() -> None:
    assert best_pairs({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}) == [(0, 1), (1, 0)]


def test_nothing_has_no_pairs() -> None:
    assert best_pairs({}) == []
