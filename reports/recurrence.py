"""When a schedule falls due. Pure: no ORM, no clock of its own.

A schedule is a first date, a time of day, a time zone and a frequency, or a calendar rule in its
place. Its n-th occurrence is counted from the first, so that a schedule of the 31st falls on the
last day of shorter months and on the 31st again after them. A time that the clocks skip in spring
moves forward with them; a time that they repeat in autumn is the first of the two. A whole day that
a zone left out falls together with the next.
"""

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dateutil import tz
from dateutil.relativedelta import relativedelta

from reports import calendar_rule


class Frequency(StrEnum):
    """How often."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    CALENDAR = "calendar"


_MONTHS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A schedule's rule; `time_zone` is a name of the IANA database.

    With `on_working_day` it falls on the first day of its months that is none of `days_off` (Monday
    is 0), from the first such day on that isn't before `first_on`. `calendar` is the normalized
    rule where the frequency is CALENDAR. After `last_on` nothing falls due.
    """

    first_on: dt.date
    at: dt.time
    time_zone: str
    frequency: Frequency
    last_on: dt.date | None = None
    on_working_day: bool = False
    days_off: frozenset[int] = frozenset({5, 6})
    calendar: str = ""


def occurrence(rule: Rule, n: int) -> dt.datetime:
    """The n-th time the rule falls due, counted from 0, in UTC, whether or not it has ended before.

    Negative n lie before the first. A calendar rule has none further back than -1, which is as far
    before the first as the second is after it.
    """
    return _moment(rule, _day(rule, n))


def occurrences(rule: Rule, after: dt.datetime) -> Iterator[tuple[int, dt.datetime]]:
    """The numbers and times at which the rule falls due after a moment, in order, to its end."""
    return ((n, at) for n, at, _on, _before in _falls(rule, after))


def periods(
    rule: Rule, after: dt.datetime
) -> Iterator[tuple[dt.datetime, tuple[dt.date, dt.date]]]:
    """The same times, each with its `period`. A calendar rule is counted once for all of them."""
    for n, at, day, before in _falls(rule, after):
        start = before or period(rule, n)[0]
        yield at, (start, day - dt.timedelta(days=1))


def _falls(
    rule: Rule, after: dt.datetime
) -> Iterator[tuple[int, dt.datetime, dt.date, dt.date | None]]:
    """The number and time of each occurrence, its day and, if it was passed, the day before it."""
    before: dt.date | None = None
    for n, day in _numbered(rule, after):
        if rule.last_on is not None and day > rule.last_on:
            return
        at = _moment(rule, day)
        if at > after:
            yield n, at, day, before
        before = day


def period(rule: Rule, n: int) -> tuple[dt.date, dt.date]:
    """The days that the n-th occurrence reports on: up to the day before it, in its own zone."""
    return _day(rule, n - 1), _day(rule, n) - dt.timedelta(days=1)


def _moment(rule: Rule, day: dt.date) -> dt.datetime:
    zone = zoneinfo.ZoneInfo(rule.time_zone)
    local = dt.datetime.combine(day, rule.at.replace(fold=0), tzinfo=zone)
    return tz.resolve_imaginary(local).astimezone(dt.UTC)


def _day(rule: Rule, n: int) -> dt.date:
    if rule.frequency == Frequency.CALENDAR:
        if n < 0:
            first, second = itertools.islice(calendar_rule.days(rule.calendar, rule.first_on), 2)
            return first + n * (second - first)
        return next(itertools.islice(calendar_rule.days(rule.calendar, rule.first_on), n, None))
    months = relativedelta(months=n * _MONTHS[rule.frequency])
    if rule.on_working_day:
        return _working_day(_first_month(rule) + months, rule.days_off)
    return rule.first_on + months


def _numbered(rule: Rule, after: dt.datetime) -> Iterator[tuple[int, dt.date]]:
    """The occurrences' numbers and days, from one before `after` on, or from the first."""
    if rule.frequency == Frequency.CALENDAR:
        early = after.date() - dt.timedelta(days=2)
        numbered = enumerate(calendar_rule.days(rule.calendar, rule.first_on))
        return ((n, day) for n, day in numbered if day >= early)
    # A day early is enough for any time zone; who asks passes over what is too early.
    months = relativedelta(after.date(), rule.first_on)
    passed = (months.years * 12 + months.months) // _MONTHS[rule.frequency] - 1
    return ((n, _day(rule, n)) for n in itertools.count(max(0, passed)))


def _first_month(rule: Rule) -> dt.date:
    """The first day of the month of the first occurrence on a working day."""
    month = rule.first_on.replace(day=1)
    if _working_day(month, rule.days_off) < rule.first_on:
        return month + relativedelta(months=1)
    return month


def _working_day(day: dt.date, days_off: frozenset[int]) -> dt.date:
    """The day, or the first after it that isn't off."""
    while day.weekday() in days_off:
        day += dt.timedelta(days=1)
    return day
