"""Calendar rules: the part of RFC 5545's recurrence rules that a schedule takes. Pure.

A rule says on which days; the time of day, the zone, the first and the last day are the schedule's.
So it has no COUNT, no UNTIL and nothing below a day.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr
from django.utils.translation import gettext as _

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
LONGEST = 200
MAX_INTERVAL = 400
# A rule that hardly ever falls due is a mistake, and would be looked for in vain.
_WITHIN = relativedelta(years=12)
_END = dt.datetime(2200, 1, 1)
# After so many years the days of the week and the leap years come again as they were.
_CALENDAR_REPEATS = 400

_DAY = r"(MO|TU|WE|TH|FR|SA|SU)"
_FORMS = {
    "FREQ": r"[A-Z]+",
    "INTERVAL": r"\d{1,3}",
    "BYDAY": rf"([+-]?\d{{1,2}})?{_DAY}(,([+-]?\d{{1,2}})?{_DAY})*",
    "BYMONTHDAY": r"[+-]?\d{1,2}(,[+-]?\d{1,2})*",
    "BYMONTH": r"\d{1,2}(,\d{1,2})*",
    "BYSETPOS": r"[+-]?\d{1,3}(,[+-]?\d{1,3})*",
    "WKST": _DAY,
}
# From the least to the most of each number; 0 is none of them.
_RANGES = {"INTERVAL": MAX_INTERVAL, "BYMONTHDAY": 31, "BYMONTH": 12, "BYSETPOS": 366}


class CalendarRuleError(ValueError):
    """The rule is none that a schedule takes. The message is for the person."""


def normalized(text: str) -> str:
    """The rule in capitals, without spaces and without "RRULE:". Raises CalendarRuleError."""
    text = re.sub(r"\s+", "", text).upper().removeprefix("RRULE:").rstrip(";")
    if len(text) > LONGEST:
        raise CalendarRuleError(_("The rule is too long."))
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise CalendarRuleError(_("“%s” is no part of a rule; write NAME=VALUE.") % part)
        if name in parts:
            raise CalendarRuleError(_("%s stands twice.") % name)
        parts[name] = value
        _check_part(name, value)
    _check_whole(parts)
    return text


def _check_part(name: str, value: str) -> None:
    if name in ("COUNT", "UNTIL"):
        raise CalendarRuleError(
            _("A schedule takes no %s: give the last day in its own field.") % name
        )
    if name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        raise CalendarRuleError(_("A schedule takes no %s: give the time of day.") % name)
    if name not in _FORMS:
        raise CalendarRuleError(
            _("%(name)s isn't taken. These are: %(names)s.")
            % {"name": name, "names": ", ".join(_FORMS)}
        )
    # No ASCII digits are numbers too, for \d.
    if not re.fullmatch(_FORMS[name], value, re.ASCII):
        raise CalendarRuleError(
            _("%(name)s can't be “%(value)s”.") % {"name": name, "value": value}
        )
    if name in _RANGES and not all(
        1 <= abs(int(number)) <= _RANGES[name] for number in value.split(",")
    ):
        raise CalendarRuleError(
            _("%(name)s is from 1 to %(most)d.") % {"name": name, "most": _RANGES[name]}
        )


def _check_whole(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ", "")
    if frequency not in FREQUENCIES:
        raise CalendarRuleError(
            _("Begin with FREQ, which is one of %s: nothing comes more often than once a day.")
            % ", ".join(FREQUENCIES)
        )
    counted = re.findall(r"\d+", parts.get("BYDAY", ""))
    if counted and frequency not in ("MONTHLY", "YEARLY"):
        raise CalendarRuleError(_("A number before a day goes with MONTHLY and YEARLY alone."))
    # Of a month there are five at most; the library stumbles over more.
    most = 5 if frequency == "MONTHLY" or "BYMONTH" in parts else 53
    if any(not 1 <= int(number) <= most for number in counted):
        raise CalendarRuleError(_("A number before a day is here from 1 to %d.") % most)
    if "BYMONTHDAY" in parts and frequency == "WEEKLY":
        raise CalendarRuleError(_("BYMONTHDAY doesn't go with WEEKLY."))
    if "BYSETPOS" in parts and not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYMONTH"}:
        raise CalendarRuleError(_("BYSETPOS needs BYDAY, BYMONTHDAY or BYMONTH."))


def demand_days(text: str, first_on: dt.date) -> None:
    """Raise CalendarRuleError unless the rule, from a day on, falls due at least twice soon."""
    start = _late(first_on)
    found = itertools.islice(_days(text, start, start + _WITHIN), 2)
    if len(list(found)) < 2:
        raise CalendarRuleError(_("By this rule hardly any report would ever fall due."))


def _late(day: dt.date) -> dt.date:
    """The same day of the calendar in one of its last years.

    The library looks for the first day of a rule to the end of the calendar, whatever the rule's
    own end: for one that has none that is seconds from our days, and a moment from there.
    """
    spare = dt.MAXYEAR - _WITHIN.years - day.year
    return day.replace(year=day.year + spare // _CALENDAR_REPEATS * _CALENDAR_REPEATS)


def days(text: str, first_on: dt.date) -> Iterator[dt.date]:
    """The days of a normalized rule from a day on, in order; none after the year 2199."""
    return _days(text, first_on, _END)


def _days(text: str, first_on: dt.date, until: dt.date) -> Iterator[dt.date]:
    start = dt.datetime.combine(first_on, dt.time())
    rule = rrulestr(text, dtstart=start)
    assert isinstance(rule, rrule)
    bounded = rule.replace(until=dt.datetime.combine(until, dt.time()))
    return (moment.date() for moment in bounded)
