"""When a schedule falls due. Pure: no ORM, no clock of its own.

A schedule is a first date, a time of day, a time zone and a frequency. Its n-th occurrence is
counted from the first, so that a schedule of the 31st falls on the last day of shorter months and
on the 31st again after them. A time that the clocks skip in spring moves forward with them; a time
that they repeat in autumn is the first of the two.
"""

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dateutil import tz
from dateutil.relativedelta import relativedelta


class Frequency(StrEnum):
    """How often."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}


@dataclass(frozen=True, slots=True)
class Rule:
    """A schedule's rule; `time_zone` is a name of the IANA database."""

    first_on: dt.date
    at: dt.time
    time_zone: str
    frequency: Frequency


def occurrence(rule: Rule, n: int) -> dt.datetime:
    """The n-th time the rule falls due, counted from 0, in UTC. Negative n lie before the first."""
    day = rule.first_on + relativedelta(months=n * _MONTHS[rule.frequency])
    zone = zoneinfo.ZoneInfo(rule.time_zone)
    local = dt.datetime.combine(day, rule.at.replace(fold=0), tzinfo=zone)
    return tz.resolve_imaginary(local).astimezone(dt.UTC)


def occurrences(rule: Rule, after: dt.datetime) -> Iterator[tuple[int, dt.datetime]]:
    """The numbers and times at which the rule falls due after a moment, in order, without end."""
    # A day early is enough for any time zone; the loop passes over what is too early.
    months = relativedelta(after.date(), rule.first_on)
    passed = (months.years * 12 + months.months) // _MONTHS[rule.frequency] - 1
    for n in itertools.count(max(0, passed)):
        at = occurrence(rule, n)
        if at > after:
            yield n, at


def period(rule: Rule, n: int) -> tuple[dt.date, dt.date]:
    """The days that the n-th occurrence reports on: up to the day before it, in its own zone."""
    zone = zoneinfo.ZoneInfo(rule.time_zone)
    start = occurrence(rule, n - 1).astimezone(zone).date()
    end = occurrence(rule, n).astimezone(zone).date() - dt.timedelta(days=1)
    return start, end
