"""Items that are answered with numbers: their cells, what is plausible, and how they read.

Pure: no ORM, no time, no settings. A figure is a whole number for each cell of an indicator; the
cells are named "total" where nothing is told apart, "local" and "international", or "women", "men"
and "unrecorded", or the six of both: "local.women". 0 is a figure; a missing cell is none.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.formats import get_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

TOTAL = "total"
RECRUITMENT = ("local", "international")
SEX = ("women", "men", "unrecorded")

# More than this is a slip of the keyboard, whatever is counted.
LIMIT = 1_000_000_000

# A total that grows or shrinks more than so many times is in doubt, where one of the two is at
# least notable: from 1 to 7 is nothing.
TIMES = 5
NOTABLE = 20

_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_BLANKS = re.compile(r"[\s'\u2019\u200e\u200f]+")


@dataclass(frozen=True, slots=True)
class Indicator:
    """Which number answers an item, as its checklist says. `maximum` None: no limit is set.

    `not_above` is the key of another indicator whose total this one's can't exceed, or "".
    """

    unit: str
    period: str
    by: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int | None = None
    not_above: str = ""

    @property
    def rows(self) -> tuple[str, ...]:
        """The first part of the names of its cells, or the only one."""
        if "recruitment" in self.by:
            return RECRUITMENT
        return SEX if "sex" in self.by else (TOTAL,)

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of the numbers that it asks for, in their order."""
        if len(self.by) > 1:
            return tuple(f"{row}.{sex}" for row in RECRUITMENT for sex in SEX)
        return self.rows


@dataclass(frozen=True, slots=True)
class Reported:
    """An indicator of an assessment for which figures were given."""

    ref: str
    key: str
    not_above: str
    total: int


def read_indicator(stored: Mapping[str, Any]) -> Indicator:
    """An indicator from what an item stores of it."""
    return Indicator(**{**stored, "by": tuple(stored.get("by", ()))})


def total(figures: Mapping[str, int]) -> int:
    """All cells together."""
    return sum(figures.values())


def field_name(cell: str) -> str:
    """What the form's field for a cell is called, and errors name; "total" is always one."""
    return "figures_" + cell.replace(".", "_")


def cell_label(cell: str) -> str:
    """What a cell, or a part of its name, is called: "locally recruited, women"."""
    labels = {
        TOTAL: _("total"),
        "local": _("locally recruited"),
        "international": _("internationally recruited"),
        "women": _("women"),
        "men": _("men"),
        "unrecorded": _("other or not recorded"),
    }
    comma = pgettext("between the parts of a list", ", ")
    return comma.join(labels[part] for part in cell.split("."))


def number(value: int) -> str:
    """A whole number as the language writes it: 1,200."""
    return str(number_format(value, use_l10n=True, force_grouping=True))


def parse_number(text: str) -> int:
    """The whole number that somebody typed, in digits of any script, grouped by three or not.

    Raises ValueError with a sentence for a person.
    """
    digits = _BLANKS.sub("", text.replace("\u066c", ""))
    separator = re.escape(str(get_format("THOUSAND_SEPARATOR")))
    if re.fullmatch(rf"\d{{1,3}}({separator}\d{{3}})+", digits):
        digits = re.sub(separator, "", digits)
    if re.fullmatch(r"[-\u2212]\d+", digits):
        raise ValueError(_("This can't be less than 0."))
    if not re.fullmatch(r"\d+", digits):
        raise ValueError(_("Give a whole number in digits, for example 12."))
    if len(digits) > len(str(LIMIT)) or int(digits) > LIMIT:
        raise ValueError(_("This number is too high to be true."))
    return int(digits)


def problems(indicator: Indicator, figures: Mapping[str, Any], *, complete: bool) -> dict[str, str]:
    """What is wrong with some figures, by cell; "total" for what concerns all of them.

    Only `complete` figures need every cell. What is merely hard to believe is no problem: `doubts`
    tells that.
    """
    found = {}
    for cell in indicator.cells:
        if cell in figures:
            if problem := _number_problem(figures[cell]):
                found[cell] = problem
        elif complete:
            found[cell] = _("Give a number: 0 if there were none.")
    if strangers := sorted(set(figures) - set(indicator.cells)):
        found[TOTAL] = _("This item doesn't ask for: %s.") % ", ".join(strangers)
    return found


def doubts(
    indicator: Indicator, figures: Mapping[str, int], last: Mapping[str, int] | None
) -> list[str]:
    """What is hard to believe about complete figures; `last` are those of the cycle before.

    An office can be an exception, and knows better than a rule: it is told, and so is the reviewer,
    and nobody is stopped.
    """
    found = []
    now = total(figures)
    if outside := _outside(indicator, now):
        found.append(outside)
    before = total(last) if last else None
    if before is not None and max(now, before) >= NOTABLE:
        words = {"total": number(now), "before": number(before)}
        if now > TIMES * before:
            found.append(
                _("The total is %(total)s, more than five times last cycle's %(before)s.") % words
            )
        elif now * TIMES < before:
            found.append(
                _("The total is %(total)s, less than a fifth of last cycle's %(before)s.") % words
            )
    return found


def _number_problem(value: object) -> str:
    if type(value) is not int:  # True is an int to Python
        return _("Give a whole number in digits, for example 12.")
    if value < 0:
        return _("This can't be less than 0.")
    return _("This number is too high to be true.") if value > LIMIT else ""


def _outside(indicator: Indicator, value: int) -> str:
    words = {"total": number(value)}
    if value < indicator.minimum:
        words["limit"] = number(indicator.minimum)
        return _("The total is %(total)s, but at least %(limit)s is expected.") % words
    if indicator.maximum is not None and value > indicator.maximum:
        words["limit"] = number(indicator.maximum)
        return _("The total is %(total)s, but at most %(limit)s is plausible.") % words
    return ""


def above_others(reported: Iterable[Reported]) -> dict[str, str]:
    """By key, the indicators whose total is above that of the one that limits it, and how."""
    rows = {row.key: row for row in reported}
    return {
        row.key: _("The total is %(total)s, but %(item)s says %(limit)s: it can't be more.")
        % {"total": number(row.total), "item": limit.ref, "limit": number(limit.total)}
        for row in rows.values()
        if (limit := rows.get(row.not_above)) and row.total > limit.total
    }


def in_words(indicator: Indicator, figures: Mapping[str, int]) -> str:
    """All figures in one line, as much as is given: "Persons: 7. Women 3, men 4." """
    sentences = [f"{capfirst(indicator.unit)}: {number(total(figures))}."]
    if len(indicator.by) > 1:
        for row in indicator.rows:
            cells = [(sex, figures.get(f"{row}.{sex}")) for sex in SEX]
            if said := _said(cells):
                sentences.append(f"{capfirst(cell_label(row))}: {said}.")
    elif indicator.by and (said := _said([(row, figures.get(row)) for row in indicator.rows])):
        sentences.append(f"{capfirst(said)}.")
    return " ".join(sentences)


def _said(cells: Iterable[tuple[str, int | None]]) -> str:
    return ", ".join(
        f"{cell_label(cell)} {number(value)}" for cell, value in cells if value is not None
    )


def counted_over(period: str, starts_on: dt.date, ends_on: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day that an indicator counts, in a cycle of these dates.

    A year, a quarter or a month ends with the cycle.
    """
    if period not in _MONTHS:
        return starts_on, ends_on
    day = dt.timedelta(days=1)
    return ends_on + day - relativedelta(months=_MONTHS[period]), ends_on
