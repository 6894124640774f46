"""The steps of urgency: closer together the nearer the day, and a state rather than an event."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.urgency import MILESTONES, stage

DUE = dt.date(2026, 7, 15)


@pytest.mark.parametrize(
    ("days", "reached"),
    [
        (-31, ""),
        (-30, "in 30"),
        (-15, "in 30"),
        (-14, "in 14"),
        (-7, "in 7"),
        (-2, "in 3"),
        (-1, "in 1"),
        (0, "in 0"),
        (1, "late 1"),
        (6, "late 1"),
        (7, "late 7"),
        (20, "late 14"),
    ],
)
def test_steps(days: int, reached: str) -> None:
    assert stage(DUE, DUE + dt.timedelta(days)) == reached


@given(st.lists(st.integers(-40, 40), unique=True))
def test_a_missed_day_leads_to_the_same_step(days: list[int]) -> None:
    """Whichever days are run: the last run finds what a run on every day would have found."""
    if days:
        on = DUE + dt.timedelta(max(days))
        assert stage(DUE, on) == [stage(DUE, DUE + dt.timedelta(n)) for n in sorted(days)][-1]


@given(st.integers(-60, 200))
def test_each_step_is_no_weaker_than_the_one_before(day: int) -> None:
    order = [
        "",
        *(f"in {n}" for n in MILESTONES),
        "late 1",
        *(f"late {7 * n}" for n in range(1, 40)),
    ]
    today = DUE + dt.timedelta(day)
    later = stage(DUE, today + dt.timedelta(1))
    assert order.index(stage(DUE, today)) <= order.index(later)
