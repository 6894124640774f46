"""Dates, figures and sentences of a report, worded in the language that is active."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.scoring import Figures
from reports.printable import SUBSTITUTE
from reports.punctuation import strung

NOTHING = "–"


def day(value: dt.date) -> str:
    """A date as the language writes it: 3 March 2026, see config/formats."""
    if value.day == 1 and (translation.get_language() or "").startswith("fr"):
        # The first of a month alone is an ordinal there, which no format of Django's says.
        return formats.date_format(value, r"1\e\r F Y")
    return formats.date_format(value, "DATE_FORMAT")


def period(start: dt.date, end: dt.date) -> str:
    """From a day to a day, both included."""
    return _("%(start)s to %(end)s") % {"start": day(start), "end": day(end)}


def moment(value: dt.datetime, zone: ZoneInfo) -> str:
    """A day and a time on the 24-hour clock, with the name of the time zone."""
    local = value.astimezone(zone)
    words = {"day": day(local), "time": formats.date_format(local, "H:i"), "zone": zone.key}
    return _("%(day)s, %(time)s (%(zone)s)") % words


def percent(value: int | None) -> str:
    """A whole percentage, or a dash where there is nothing to count."""
    return NOTHING if value is None else _("%(value)s%%") % {"value": value}


def figure_cells(figures: Figures) -> list[dict[str, Any]]:
    """Completion, self-declared and verified: each `value`, `known` and the `count` it rests on."""
    scored = max(0, figures.answered - (figures.items - figures.applicable))
    answered = ngettext(
        "%(answered)s of %(items)s item answered",
        "%(answered)s of %(items)s items answered",
        figures.items,
    ) % {"answered": figures.answered, "items": figures.items}
    declared = ngettext("%(scored)s answer scored", "%(scored)s answers scored", scored) % {
        "scored": scored
    }
    accepted = ngettext(
        "%(accepted)s of %(answered)s answer accepted",
        "%(accepted)s of %(answered)s answers accepted",
        figures.answered,
    ) % {"accepted": figures.accepted, "answered": figures.answered}
    values = (figures.completion, figures.declared, figures.verified)
    return [
        {"value": percent(value), "known": value is not None, "count": count}
        for value, count in zip(values, (answered, declared, accepted), strict=True)
    ]


def figure_rows(
    policy: Figures, practice: Figures, indicators: Figures | None = None
) -> list[dict[str, Any]]:
    """The two dimensions, one row each and never a sum; and indicators, which have no scores."""
    rows = [
        {"label": _("Policy"), "cells": figure_cells(policy)},
        {"label": _("Practice"), "cells": figure_cells(practice)},
    ]
    if indicators and indicators.items:
        completion, declared, verified = figure_cells(indicators)
        cells = [completion, declared | {"count": _("numbers have no score")}, verified]
        rows.append({"label": _("Indicators"), "cells": cells})
    return rows


def caveats(policy: Figures, practice: Figures, indicators: Figures | None = None) -> list[str]:
    """What the figures don't say, in sentences that stand beside them."""
    every = [
        (_("Policy"), policy),
        (_("Practice"), practice),
        *([(_("Indicators"), indicators)] if indicators else []),
    ]
    if not any(figures.items for _label, figures in every):
        return [_("There are no items, so there is nothing to answer, to score or to verify.")]
    found = [sentence for label, figures in every for sentence in _missing(label, figures)]
    return found or [_("Every item is answered and every answer is verified.")]


def open_points_lead(count: int) -> str:
    """The sentence above the list of open points."""
    if count == 0:
        return _("Nothing is open: every item is in place or not applicable.")
    return ngettext(
        "%(count)s item asks for something: it is not answered, was returned by the reviewer, "
        "or is not fully in place.",
        "%(count)s items ask for something: they are not answered, were returned by the "
        "reviewer, or are not fully in place.",
        count,
    ) % {"count": count}


def frozen_sentence(when: str) -> str:
    """What the frozen data and its hash mean to a reader."""
    return _(
        "This report shows the data as it stood on %(when)s; nothing that was entered later is "
        "in it. The answers are those of that moment, also where the report was made for a "
        "period. The hash below belongs to exactly that data: the same data gives the same hash "
        "and the same report."
    ) % {"when": when}


def substitution_note(count: int) -> str:
    """How many characters no font could draw, and where they can be read."""
    return ngettext(
        "%(count)s character has no glyph in the fonts of this report and is shown as "
        "“%(sign)s”. The frozen data has it as it was entered.",
        "%(count)s characters have no glyph in the fonts of this report and are shown as "
        "“%(sign)s”. The frozen data has them as they were entered.",
        count,
    ) % {"count": count, "sign": SUBSTITUTE}


def _missing(dimension: str, figures: Figures) -> list[str]:
    unanswered = figures.items - figures.answered
    unverified = figures.answered - figures.accepted
    parts = []
    if unanswered > 0:
        parts.append(
            ngettext(
                "%(count)s item of %(all)s is not answered",
                "%(count)s items of %(all)s are not answered",
                unanswered,
            )
            % {"count": unanswered, "all": figures.items}
        )
    if unverified > 0:
        parts.append(
            ngettext(
                "%(count)s answer of %(all)s is not verified",
                "%(count)s answers of %(all)s are not verified",
                unverified,
            )
            % {"count": unverified, "all": figures.answered}
        )
    if not parts:
        return []
    return [_("%(dimension)s: %(what)s.") % {"dimension": dimension, "what": strung(parts)}]
