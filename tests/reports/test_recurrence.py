"""When a schedule falls due: month ends, leap years, clocks that jump, and zones far from UTC."""

import dataclasses
import datetime as dt
import itertools
import zoneinfo
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.recurrence import Frequency, Rule, occurrence, occurrences, period, periods
from tests.reports.test_calendar_rule import rules as calendar_rules

MONTHLY, QUARTERLY, YEARLY = Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.YEARLY


def _rule(
    first_on: str, at: str = "06:00", zone: str = "UTC", frequency: Frequency = MONTHLY
) -> Rule:
    return Rule(dt.date.fromisoformat(first_on), dt.time.fromisoformat(at), zone, frequency)


def _utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def _days(rule: Rule, numbers: range) -> list[str]:
    """The days, where the rule lives, on which these occurrences fall."""
    zone = zoneinfo.ZoneInfo(rule.time_zone)
    return [occurrence(rule, n).astimezone(zone).date().isoformat() for n in numbers]


# --- days ---


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (_rule("2026-01-15"), ["2026-01-15", "2026-02-15", "2026-03-15"]),
        (_rule("2026-01-15", frequency=QUARTERLY), ["2026-01-15", "2026-04-15", "2026-07-15"]),
        (_rule("2026-01-15", frequency=YEARLY), ["2026-01-15", "2027-01-15", "2028-01-15"]),
        (_rule("2026-11-30"), ["2026-11-30", "2026-12-30", "2027-01-30"]),
    ],
)
def test_occurrences_follow_the_frequency(rule: Rule, days: list[str]) -> None:
    assert _days(rule, range(3)) == days


def test_schedule_of_the_31st_falls_on_the_last_day_of_shorter_months_and_returns() -> None:
    assert _days(_rule("2026-01-31"), range(5)) == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
    ]


def test_quarterly_schedule_from_the_last_of_november_meets_february() -> None:
    days = _days(_rule("2025-11-30", frequency=QUARTERLY), range(3))
    assert days == ["2025-11-30", "2026-02-28", "2026-05-30"]


def test_schedule_of_the_30th_falls_on_the_29th_in_a_leap_year() -> None:
    assert _days(_rule("2028-01-30"), range(3)) == ["2028-01-30", "2028-02-29", "2028-03-30"]


def test_yearly_schedule_of_29_february_returns_to_it_in_leap_years() -> None:
    assert _days(_rule("2024-02-29", frequency=YEARLY), range(5)) == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]


def test_year_2100_is_no_leap_year() -> None:
    assert _days(_rule("2096-02-29", frequency=YEARLY), range(4, 5)) == ["2100-02-28"]


def test_negative_numbers_lie_before_the_first() -> None:
    assert _days(_rule("2026-01-31"), range(-2, 1)) == ["2025-11-30", "2025-12-31", "2026-01-31"]


# --- clocks ---


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        # Skipped: 02:30 doesn't exist on that night, and the clocks show 03:30 instead.
        (_rule("2026-03-29", "02:30", "Europe/Zurich"), "01:30"),
        (_rule("2026-03-08", "02:30", "America/New_York"), "07:30"),
        # Skipped by half an hour only.
        (_rule("2026-10-04", "02:15", "Australia/Lord_Howe"), "15:45"),
        # Skipped at midnight.
        (_rule("2026-04-24", "00:30", "Africa/Cairo"), "22:30"),
        # Repeated: the first of the two.
        (_rule("2026-10-25", "02:30", "Europe/Zurich"), "00:30"),
        (_rule("2026-11-01", "01:30", "America/New_York"), "05:30"),
    ],
)
def test_time_that_the_clocks_skip_or_repeat(rule: Rule, due: str) -> None:
    assert occurrence(rule, 0).strftime("%H:%M") == due


def test_fold_of_the_given_time_changes_nothing() -> None:
    first, second = (
        Rule(dt.date(2026, 10, 25), dt.time(2, 30, fold=fold), "Europe/Zurich", MONTHLY)
        for fold in (0, 1)
    )
    assert occurrence(first, 0) == occurrence(second, 0)


def test_time_of_day_stays_the_same_through_the_year_where_people_live() -> None:
    rule = _rule("2026-01-10", "06:00", "Europe/Zurich")
    zone = zoneinfo.ZoneInfo("Europe/Zurich")
    hours = {occurrence(rule, n).astimezone(zone).hour for n in range(12)}
    assert hours == {6}


def test_day_that_a_country_skipped_is_made_up_for_on_the_next() -> None:
    rule = _rule("2011-11-30", "06:00", "Pacific/Apia")  # 30 December 2011 never was
    assert _days(rule, range(3)) == ["2011-11-30", "2011-12-31", "2012-01-30"]


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("Etc/GMT+12", "2026-01-15T12:00"),
        ("Etc/GMT-12", "2026-01-14T12:00"),
        ("Pacific/Kiritimati", "2026-01-14T10:00"),
        ("Asia/Kathmandu", "2026-01-14T18:15"),
        ("UTC", "2026-01-15T00:00"),
    ],
)
def test_midnight_is_that_of_the_zone(zone: str, due: str) -> None:
    assert occurrence(_rule("2026-01-15", "00:00", zone), 0) == _utc(due)


# --- what comes next ---


@pytest.mark.parametrize(
    ("after", "number", "due"),
    [
        ("2025-06-01T00:00", 0, "2026-01-15T06:00"),
        ("2026-01-15T05:59:59.999999", 0, "2026-01-15T06:00"),
        ("2026-01-15T06:00", 1, "2026-02-15T06:00"),
        ("2026-01-15T06:00:00.000001", 1, "2026-02-15T06:00"),
        ("2076-01-15T06:00", 601, "2076-02-15T06:00"),
    ],
)
def test_first_occurrence_after_a_moment(after: str, number: int, due: str) -> None:
    assert next(occurrences(_rule("2026-01-15"), _utc(after))) == (number, _utc(due))


def test_occurrences_go_on_from_there() -> None:
    coming = itertools.islice(occurrences(_rule("2026-01-31"), _utc("2026-02-01T00:00")), 3)
    assert [(n, f"{at:%Y-%m-%d}") for n, at in coming] == [
        (1, "2026-02-28"),
        (2, "2026-03-31"),
        (3, "2026-04-30"),
    ]


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Etc/GMT-12", "Pacific/Kiritimati"])
@pytest.mark.parametrize("seconds", [-1, 0])
def test_first_after_a_moment_near_the_edge_of_the_day(zone: str, seconds: int) -> None:
    rule = _rule("2026-01-31", "23:30", zone)
    moment = occurrence(rule, 3) + dt.timedelta(seconds=seconds)
    assert next(occurrences(rule, moment))[0] == (3 if seconds else 4)


# --- periods ---


@pytest.mark.parametrize(
    ("rule", "n", "days"),
    [
        (_rule("2026-02-01"), 0, ("2026-01-01", "2026-01-31")),
        (_rule("2026-02-01"), 1, ("2026-02-01", "2026-02-28")),
        (_rule("2026-01-31"), 1, ("2026-01-31", "2026-02-27")),
        (_rule("2026-01-31"), 2, ("2026-02-28", "2026-03-30")),
        (_rule("2026-04-01", frequency=QUARTERLY), 0, ("2026-01-01", "2026-03-31")),
        (_rule("2026-01-01", frequency=YEARLY), 0, ("2025-01-01", "2025-12-31")),
        (_rule("2026-02-01", "00:00", "Pacific/Kiritimati"), 0, ("2026-01-01", "2026-01-31")),
        (_rule("2026-02-01", "23:59", "Etc/GMT+12"), 0, ("2026-01-01", "2026-01-31")),
    ],
)
def test_period_ends_on_the_day_before(rule: Rule, n: int, days: tuple[str, str]) -> None:
    start, end = period(rule, n)
    assert (start.isoformat(), end.isoformat()) == days


# --- of any rule ---

_fields: dict[str, Any] = {
    "first_on": st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)),
    "at": st.times(),
    "time_zone": st.sampled_from(
        [
            "UTC",
            "Europe/Zurich",
            "America/St_Johns",
            "Asia/Tehran",
            "Africa/Cairo",
            "Africa/Casablanca",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Pacific/Kiritimati",
            "Etc/GMT+12",
        ]
    ),
}
_of_months = st.builds(
    Rule,
    frequency=st.sampled_from([each for each in Frequency if each != Frequency.CALENDAR]),
    on_working_day=st.booleans(),
    days_off=st.sampled_from([frozenset({5, 6}), frozenset({4, 5}), frozenset({3, 4})]),
    **_fields,
)
rules = _of_months
# Not where a zone left a whole day out, nor with so many days that a test would take long.
_of_a_calendar = st.builds(
    Rule,
    frequency=st.just(Frequency.CALENDAR),
    calendar=calendar_rules,
    **_fields | {"time_zone": st.sampled_from(["UTC", "Europe/Zurich", "Asia/Tehran"])},
)
numbers = st.integers(0, 300)
moments = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC))


@given(rules, numbers)
def test_each_occurrence_lies_after_the_one_before(rule: Rule, n: int) -> None:
    assert occurrence(rule, n - 1) < occurrence(rule, n)


@given(rules, moments)
def test_next_occurrence_is_the_first_strictly_after(rule: Rule, after: dt.datetime) -> None:
    n, due = next(occurrences(rule, after))
    assert due > after
    assert n == 0 or occurrence(rule, n - 1) <= after


@given(rules, moments)
def test_numbers_and_times_belong_together(rule: Rule, after: dt.datetime) -> None:
    for n, due in itertools.islice(occurrences(rule, after), 3):
        assert due == occurrence(rule, n)


@given(rules, moments)
def test_no_number_is_left_out(rule: Rule, after: dt.datetime) -> None:
    numbers = [n for n, _due in itertools.islice(occurrences(rule, after), 4)]
    assert numbers == list(range(numbers[0], numbers[0] + 4))


@given(rules, moments, st.sampled_from(["Asia/Tokyo", "America/Los_Angeles"]))
def test_zone_of_the_moment_changes_nothing(rule: Rule, after: dt.datetime, zone: str) -> None:
    elsewhere = after.astimezone(zoneinfo.ZoneInfo(zone))
    assert next(occurrences(rule, elsewhere)) == next(occurrences(rule, after))


@given(rules, moments)
def test_periods_that_are_counted_together_are_the_same(rule: Rule, after: dt.datetime) -> None:
    together = list(itertools.islice(periods(rule, after), 4))
    apart = [(due, period(rule, n)) for n, due in itertools.islice(occurrences(rule, after), 4)]
    assert together == apart


@given(rules, numbers)
def test_periods_follow_each_other_without_gap_or_overlap(rule: Rule, n: int) -> None:
    _start, end = period(rule, n)
    next_start, next_end = period(rule, n + 1)
    assert next_start == end + dt.timedelta(days=1)
    assert next_start <= next_end


# --- working days, ends, calendar rules ---


def test_first_working_day_passes_over_the_weekend() -> None:
    rule = Rule(
        dt.date(2026, 1, 1), dt.time(6), "UTC", MONTHLY, on_working_day=True
    )  # 1 February and 1 March 2026 are Sundays
    assert _days(rule, range(4)) == ["2026-01-01", "2026-02-02", "2026-03-02", "2026-04-01"]


def test_first_working_day_knows_other_weekends() -> None:
    days_off = frozenset({4, 5})
    rule = Rule(
        dt.date(2026, 5, 1), dt.time(6), "UTC", MONTHLY, on_working_day=True, days_off=days_off
    )
    assert _days(rule, range(1)) == ["2026-05-03"]


def test_first_working_day_is_never_before_the_first_day() -> None:
    rule = Rule(dt.date(2026, 1, 15), dt.time(6), "UTC", QUARTERLY, on_working_day=True)
    assert _days(rule, range(2)) == ["2026-02-02", "2026-05-01"]


def test_half_yearly() -> None:
    rule = _rule("2026-08-31", frequency=Frequency.HALF_YEARLY)
    assert _days(rule, range(3)) == ["2026-08-31", "2027-02-28", "2027-08-31"]


def test_after_the_last_day_nothing_falls_due() -> None:
    rule = Rule(dt.date(2026, 1, 15), dt.time(6), "UTC", MONTHLY, last_on=dt.date(2026, 3, 15))
    assert [n for n, _at in occurrences(rule, _utc("2026-02-01T00:00"))] == [1, 2]


def test_calendar_rule_keeps_its_hour_when_the_clocks_change() -> None:
    rule = Rule(
        dt.date(2026, 3, 27),
        dt.time(6),
        "Europe/Zurich",
        Frequency.CALENDAR,
        calendar="FREQ=DAILY",
    )
    hours = [occurrence(rule, n).hour for n in range(4)]
    assert hours == [5, 5, 4, 4]  # from 29 March on it is summer


@settings(max_examples=25, deadline=None)
@given(_of_a_calendar, st.integers(0, 20))
def test_calendar_rule_counts_as_the_others_do(rule: Rule, n: int) -> None:
    due = occurrence(rule, n)
    assert occurrence(rule, n - 1) < due
    assert next(occurrences(rule, due - dt.timedelta(microseconds=1))) == (n, due)
    assert next(occurrences(rule, due))[0] == n + 1
    assert period(rule, n + 1)[0] == period(rule, n)[1] + dt.timedelta(days=1)
    together = itertools.islice(periods(rule, due - dt.timedelta(microseconds=1)), 2)
    assert [each for _at, each in together] == [period(rule, n), period(rule, n + 1)]


def test_first_period_of_a_calendar_rule_is_as_long_as_the_next() -> None:
    rule = Rule(
        dt.date(2026, 1, 1), dt.time(6), "UTC", Frequency.CALENDAR, calendar="FREQ=WEEKLY;BYDAY=MO"
    )
    assert period(rule, 0) == (dt.date(2025, 12, 29), dt.date(2026, 1, 4))


@given(_of_months, st.dates(dt.date(2000, 1, 1), dt.date(2061, 1, 1)))
def test_nothing_falls_due_outside_of_start_and_end(rule: Rule, last_on: dt.date) -> None:
    bounded = dataclasses.replace(rule, last_on=last_on)
    for n, _due in itertools.islice(occurrences(bounded, _utc("1990-01-01T00:00")), 3):
        # Up to the day before, in the rule's own zone, it is the period's.
        day = period(bounded, n)[1] + dt.timedelta(days=1)
        assert rule.first_on <= day <= last_on
