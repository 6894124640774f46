"""What the Typst source of an action plan reads, worded and ready to be set."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Action
from reports.actions.data import ActionLine, ActionsReport
from reports.critical import critical_reading, critical_words
from reports.kinds import Kind
from reports.pdf_footnotes import Footnotes
from reports.pdf_frame import Frame, labels
from reports.pdf_wording import day, percent
from reports.printable import Printer
from reports.punctuation import listed
from reports.state_rows import state_rows

Content = dict[str, Any]


def state_labels() -> dict[str, str]:
    """What the counted states are called."""
    return {
        "open": _("Open"),
        "overdue": _("Of these overdue"),
        "critical": _("Open, for critical items"),
        "done": _("Done"),
        "dropped": _("Dropped"),
    }


def actions_content(data: ActionsReport, sha256: str) -> Content:
    """The plan as a JSON-ready mapping. Raises ContentError, FontMissingError."""
    with translation.override(data.language):
        frame = Frame(data, sha256)
        footnotes = Footnotes(frame.repeats)
        kind = str(Kind.ACTIONS.label)
        content = {
            **frame.content(kind, facts=_facts(data), head=[kind]),
            "reading": _reading(data),
            "lead": _lead(data),
            "count_head": _count_head(),
            "counts": [
                {"label": label, "cells": [str(number) for number in numbers]}
                for label, numbers in count_rows(data)
            ],
            "row_head": row_head(),
            "offices": [
                {
                    "name": frame.printer.line(office.name),
                    "rows": [
                        action_row(line, frame.printer, footnotes, str(number))
                        for line in office.actions
                    ],
                }
                for number, office in enumerate(data.offices)
            ],
            "labels": labels(kind, overdue=_("Overdue"), by_office=_("Actions by office")),
        }
        content["notes"] = frame.notes((_("What is in this plan"), _about(data)))
        return content


def _facts(data: ActionsReport) -> list[tuple[str, list[str]]]:
    looked_at = ngettext("%(count)s office", "%(count)s offices", data.in_tree)
    return [
        (_("Offices"), [looked_at % {"count": data.in_tree}]),
        (_("As of"), [day(data.today)]),
        (_("Closed since"), [day(data.closed_since)]),
    ]


def _reading(data: ActionsReport) -> list[tuple[str, str]]:
    critical = [critical_reading()] if "critical" in data.counts else []
    return [
        (_("Overdue"), _("is an open action whose day is past.")),
        *(
            [(_("Progress"), _("is what the office says of it, in percent."))]
            if data.offices
            else []
        ),
        (_("High priority"), _("is closed on evidence only.")),
        *critical,
    ]


def _lead(data: ActionsReport) -> list[str]:
    words = {"count": data.with_actions, "all": data.in_tree}
    found = [
        ngettext(
            "%(count)s office of %(all)s has actions.",
            "%(count)s offices of %(all)s have actions.",
            data.with_actions,
        )
        % words
    ]
    if overdue := data.count("overdue"):
        said = ngettext("%(count)s action is overdue.", "%(count)s actions are overdue.", overdue)
        found.append(said % {"count": overdue})
    else:
        found.append(_("No action is overdue."))
    if critical := data.count("critical"):
        said = ngettext(
            "%(count)s open action serves a critical item.",
            "%(count)s open actions serve critical items.",
            critical,
        )
        found.append(said % {"count": critical})
    return found


def _count_head() -> list[str]:
    priorities = [str(label) for label in Action.Priority.labels]
    return ["", *(_("Priority %(name)s") % {"name": name.lower()} for name in priorities), _("All")]


def count_rows(data: ActionsReport) -> list[tuple[str, list[int]]]:
    """The table of counts: a label, its numbers and their sum."""
    return state_rows(data.counts, state_labels(), Action.Priority.values)


def row_head() -> list[str]:
    """The heads of a table of actions."""
    return [_("What is to be done"), _("Items"), _("Priority"), _("Until"), _("Progress")]


def action_row(
    line: ActionLine, printer: Printer, footnotes: Footnotes, section: str = ""
) -> Content:
    """An action as a row of the table; it needs the words of `row_head`."""
    closed = ""
    if line.closed_on:
        words = {"status": Action.Status(line.status).label, "day": day(line.closed_on)}
        closed = _("%(status)s %(day)s") % words
    return {
        "title": printer.line(line.title),
        "who": printer.line(line.who),
        "items": printer.plain(listed(line.items)),
        "critical": printer.plain(critical_words(line.critical)),
        "cited": footnotes.note(line.cites, section),
        "priority": str(Action.Priority(line.priority).label),
        "due": day(line.due_on),
        "overdue": line.is_overdue,
        "closed": closed,
        "progress": percent(line.progress),
    }


def _about(data: ActionsReport) -> list[str]:
    words = _("What is to be done, until when and how far it is are the office's own words.")
    return [
        _(
            "All open actions of these offices, and those that were closed on %(day)s or later. "
            "An action that was closed earlier is in no figure."
        )
        % {"day": day(data.closed_since)},
        *([words] if data.offices else []),  # in a shareable plan there are none
    ]
