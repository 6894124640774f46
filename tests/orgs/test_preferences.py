"""On which days a person gets a digest."""

import datetime as dt

import pytest

from orgs.preferences import wants_digest

MONDAY = dt.date(2026, 3, 2)


def day(offset: int) -> dt.date:
    return MONDAY + dt.timedelta(offset)


@pytest.mark.parametrize(
    ("rhythm", "weekend", "on", "last", "wanted"),
    [
        ("daily", "sat-sun", 0, None, True),
        ("daily", "sat-sun", 0, 0, False),
        ("daily", "sat-sun", 1, 0, True),
        ("daily", "sat-sun", 5, 4, False),
        ("daily", "sat-sun", 6, 4, False),
        ("daily", "fri-sat", 6, 3, True),
        ("daily", "fri-sat", 4, 3, False),
        ("daily", "thu-fri", 3, 2, False),
        ("daily", "thu-fri", 5, 2, True),
        ("weekly", "sat-sun", 1, 0, False),
        ("weekly", "sat-sun", 7, 0, True),
        ("weekly", "sat-sun", 8, 4, True),  # Monday was missed
        ("weekly", "fri-sat", 6, 3, True),  # its week begins with Sunday
        ("weekly", "fri-sat", 3, -1, False),
        ("weekly", "thu-fri", 5, 2, True),  # with Saturday
        ("weekly", "sat-sun", 5, None, False),
        ("none", "sat-sun", 0, None, False),
    ],
)
def test_days(rhythm: str, weekend: str, on: int, last: int | None, wanted: bool) -> None:
    former = None if last is None else day(last)
    assert wants_digest(rhythm, weekend, day(on), former) is wanted
