"""An action plan as tables for spreadsheet programs, with the PDF's figures. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from checklists.models import Action
from checklists.spreadsheet import Sheet, Value
from reports.actions.content import count_rows
from reports.actions.data import ActionsReport
from reports.critical import critical_cell, critical_head
from reports.punctuation import listed
from reports.table_words import yes_or_no


def sheets(data: ActionsReport) -> list[Sheet]:
    """The counts, and the actions where the tier tells them, in the report's language."""
    with override(data.language):
        found = [_summary(data)]
        if data.offices:
            found.append(_actions(data))
        return found


def _summary(data: ActionsReport) -> Sheet:
    priorities = [str(label) for label in Action.Priority.labels]
    rows: list[list[Value]] = [[label, *numbers] for label, numbers in count_rows(data)]
    return Sheet(_("Summary"), [_("Status"), *priorities, _("All")], rows)


def _actions(data: ActionsReport) -> Sheet:
    lines = [line for office in data.offices for line in office.actions]
    headings = [
        _("Office"),
        _("What is to be done"),
        _("Items"),
        *critical_head(lines),
        _("Priority"),
        _("Status"),
        _("Until"),
        _("Overdue"),
        _("Progress"),
        _("Who"),
        _("Closed"),
    ]
    rows: list[list[Value]] = [
        [
            office.name,
            line.title,
            listed(line.items),
            *critical_cell(line.critical),
            str(Action.Priority(line.priority).label),
            str(Action.Status(line.status).label),
            line.due_on,
            yes_or_no(line.is_overdue),
            line.progress,
            line.who,
            line.closed_on,
        ]
        for office in data.offices
        for line in office.actions
    ]
    return Sheet(_("Actions"), headings, rows)
