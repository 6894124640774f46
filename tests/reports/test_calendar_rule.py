"""Calendar rules: what is taken, what is refused with which words, and which days they give."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.calendar_rule import CalendarRuleError, days, demand_days, normalized

START = dt.date(2026, 1, 1)


def _first(text: str, count: int = 3, start: dt.date = START) -> list[str]:
    return [day.isoformat() for day in itertools.islice(days(normalized(text), start), count)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", ["2026-01-05", "2026-01-12", "2026-01-19"]),
        ("rrule: freq=monthly; byday=-1fr", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            ["2026-01-01", "2026-02-02", "2026-03-02"],
        ),
        ("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=15;", ["2026-01-15", "2026-07-15", "2027-01-15"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=2", ["2026-01-31", "2026-03-31", "2026-05-31"]),
    ],
)
def test_gives_the_days_of_the_standard(text: str, found: list[str]) -> None:
    assert _first(text) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "write NAME=VALUE"),
        ("every month", "write NAME=VALUE"),
        ("INTERVAL=2", "Begin with FREQ"),
        ("FREQ=HOURLY", "nothing comes more often than once a day"),
        ("FREQ=SECONDLY", "nothing comes more often than once a day"),
        ("FREQ=MONTHLY;COUNT=3", "takes no COUNT"),
        ("FREQ=MONTHLY;UNTIL=20300101", "takes no UNTIL"),
        ("FREQ=DAILY;BYHOUR=1,2,3", "takes no BYHOUR"),
        ("FREQ=YEARLY;BYWEEKNO=3", "BYWEEKNO isn't taken"),
        ("FREQ=MONTHLY;FREQ=DAILY", "FREQ stands twice"),
        ("FREQ=MONTHLY;INTERVAL=0", "INTERVAL is from 1"),
        ("FREQ=MONTHLY;INTERVAL=999", "INTERVAL is from 1"),
        ("FREQ=MONTHLY;INTERVAL=٣", "INTERVAL can't be"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY is from 1"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY can't be"),
        ("FREQ=MONTHLY;BYDAY=+MO", "BYDAY can't be"),
        ("FREQ=MONTHLY;BYDAY=MO,-TU", "BYDAY can't be"),
        ("FREQ=YEARLY;BYDAY=54MO", "from 1 to 53"),
        ("FREQ=WEEKLY;BYDAY=2MO", "MONTHLY and YEARLY alone"),
        ("FREQ=MONTHLY;BYDAY=0MO", "from 1 to 5"),
        ("FREQ=MONTHLY;BYDAY=40MO", "from 1 to 5"),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=-6MO", "from 1 to 5"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "doesn't go with WEEKLY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs"),
        ("FREQ=MONTHLY;BYMONTH=" + ",".join(["1"] * 200), "too long"),
    ],
)
def test_refuses_and_says_why(text: str, words: str) -> None:
    with pytest.raises(CalendarRuleError, match=words):
        normalized(text)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYSETPOS=366",
        "FREQ=YEARLY;INTERVAL=20",
    ],
)
def test_refuses_what_hardly_ever_falls_due(text: str) -> None:
    with pytest.raises(CalendarRuleError, match="hardly any report"):
        demand_days(normalized(text), START)


def test_takes_what_falls_due_twice_within_twelve_years() -> None:
    """Counted from the schedule's own first day, leap years and all."""
    for start in (dt.date(2028, 2, 29), dt.date(2096, 3, 1), dt.date(2100, 12, 31)):
        demand_days(normalized("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), start)
        demand_days(normalized("FREQ=YEARLY;INTERVAL=12"), start)


_DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
_FREQUENCY = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
_BYDAY = st.lists(_DAYS, min_size=1, max_size=7, unique=True).map(",".join)
# Not both an interval and a month: with some of these no day would ever come.
_parts = st.fixed_dictionaries(
    {"FREQ": _FREQUENCY}, optional={"INTERVAL": st.integers(1, 4).map(str), "BYDAY": _BYDAY}
) | st.fixed_dictionaries(
    {"FREQ": _FREQUENCY}, optional={"BYMONTH": st.integers(1, 12).map(str), "BYDAY": _BYDAY}
)
rules = _parts.map(lambda parts: ";".join(f"{name}={value}" for name, value in parts.items()))


@given(rules, st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)))
def test_days_come_in_order_and_from_the_first_on(text: str, start: dt.date) -> None:
    found = list(itertools.islice(days(normalized(text), start), 5))
    assert found == sorted(set(found))
    assert all(day >= start for day in found)


@given(st.text(max_size=60) | st.text("FREQBYDA=;,-+0123456789MOTUINTVL", max_size=60))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        rule = normalized(text)
    except CalendarRuleError:
        return
    assert normalized(rule) == rule
