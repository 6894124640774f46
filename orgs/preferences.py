"""How a person wants to be written to, and when. Pure, no ORM."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestRhythm(models.TextChoices):
    """How often a person gets the digest of what waits for them."""

    DAILY = "daily", _("On each working day on which something is new")
    WEEKLY = "weekly", _("Once a week")
    NONE = "none", _("Never")


class Weekend(models.TextChoices):
    """The days without a digest."""

    SATURDAY_SUNDAY = "sat-sun", _("Saturday and Sunday")
    FRIDAY_SATURDAY = "fri-sat", _("Friday and Saturday")
    THURSDAY_FRIDAY = "thu-fri", _("Thursday and Friday")


# As date.weekday() counts: Monday is 0. The second day of each is the eve of the working week.
DAYS_OFF = {
    Weekend.SATURDAY_SUNDAY: (5, 6),
    Weekend.FRIDAY_SATURDAY: (4, 5),
    Weekend.THURSDAY_FRIDAY: (3, 4),
}


def wants_digest(rhythm: str, weekend: str, day: dt.date, last: dt.date | None) -> bool:
    """Whether a digest is due on a day; `last` is the day of the one before, if there was one.

    The weekly one is due on the first working day of the week, or the next one where that was
    missed.
    """
    if rhythm == DigestRhythm.NONE or day.weekday() in DAYS_OFF[Weekend(weekend)]:
        return False
    if last is None:
        return True
    if rhythm == DigestRhythm.DAILY:
        return last < day
    return _week(last, weekend) < _week(day, weekend)


def _week(day: dt.date, weekend: str) -> int:
    """A number for the week, which begins with the day after the weekend."""
    last_day_off = DAYS_OFF[Weekend(weekend)][1]
    # Day 1 of the calendar was a Monday.
    return (day.toordinal() - 2 - last_day_off) // 7
