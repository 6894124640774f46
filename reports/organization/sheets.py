"""A report on several offices as tables for spreadsheet programs, with the PDF's figures. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from checklists.models import Action
from checklists.overview.selection import State
from checklists.scale import Dimension
from checklists.spreadsheet import Sheet, Value
from reports import pdf_labels
from reports.office.counts import count_cells
from reports.organization import wording
from reports.organization.data import IndicatorLine, OrganizationReport
from reports.punctuation import listed
from reports.table_words import figure_lines, yes_or_no


def sheets(data: OrganizationReport) -> list[Sheet]:
    """All tables of the report, in its language; none for what its tier leaves out."""
    with override(data.language):
        found = [_summary(data), _themes(data), _items(data), _indicators(data)]
        if data.offices:
            found += [_offices(data), _heat(data)]
        if data.branches:
            found.append(_branches(data))
        if data.overdue:
            found.append(_overdue(data))
        return found


def _summary(data: OrganizationReport) -> Sheet:
    rows: list[list[Value]] = [
        [_("Offices"), data.in_tree],
        [_("Offices in the cycle"), data.places],
    ]
    for state, count in data.states.items():
        rows.append([str(State(state).label), count])
    rows += [[_("Late"), data.late], [_("Paused"), data.paused]]
    rows += figure_lines(data.policy, data.practice, data.indicators)
    rows += [
        [_("Policy, answers “not in place”"), data.policy_not_in_place],
        [_("Practice, answers “not in place”"), data.practice_not_in_place],
        [_("Critical items"), len(data.critical)],
        [
            _("Critical items, answers “not in place”"),
            sum(item.counts.get("not_in_place", 0) for item in data.critical),
        ],
        [_("Open actions"), data.open_actions],
        [_("Overdue actions"), sum(data.overdue_by_priority.values())],
    ]
    return Sheet(_("Summary"), [_("What"), _("Number")], rows)


def _three_headings() -> list[str]:
    return [
        _("Policy, declared"),
        _("Policy, verified"),
        _("Policy, answers “not in place”"),
        _("Practice, declared"),
        _("Practice, verified"),
        _("Practice, answers “not in place”"),
    ]


def _themes(data: OrganizationReport) -> Sheet:
    steps = wording.step_labels()
    dimensions = [_("Policy"), _("Practice")]
    headings = [
        listed([_("Offices"), dimension, step]) for dimension in dimensions for step in steps
    ]
    rows: list[list[Value]] = []
    for theme in data.themes:
        spreads: list[Value] = []
        for spread in (theme.policy_spread, theme.practice_spread):
            spreads += spread or [None] * len(steps)
        rows.append(
            [
                theme.title,
                theme.policy.declared,
                theme.policy.verified,
                theme.policy_not_in_place,
                theme.practice.declared,
                theme.practice.verified,
                theme.practice_not_in_place,
                *spreads,
            ]
        )
    return Sheet(_("Themes"), [_("Theme"), *_three_headings(), *headings], rows)


def _items(data: OrganizationReport) -> Sheet:
    answers = pdf_labels.answer_labels() | data.scale_labels
    keys = wording.answer_keys()
    headings = [
        _("Item"),
        _("Paragraph"),
        _("Theme"),
        _("Dimension"),
        _("Critical"),
        _("Question"),
        _("Offices"),
    ]
    titles = {theme.id: theme.title for theme in data.themes}
    rows: list[list[Value]] = [
        [
            item.ref,
            item.paragraph,
            titles.get(item.theme, item.theme),
            str(Dimension(item.dimension).label),
            yes_or_no(item.is_critical),
            item.question,
            item.offices,
            *(item.counts.get(key, 0) for key in keys),
            item.accepted,
        ]
        for item in data.items
    ]
    return Sheet(_("Items"), [*headings, *(answers[key] for key in keys), _("Accepted")], rows)


def _indicators(data: OrganizationReport) -> Sheet:
    headings = [
        _("Item"),
        _("Paragraph"),
        _("Question"),
        _("Told apart by"),
        _("Number"),
        _("Unit"),
        _("From"),
        _("To"),
        _("Offices that gave figures"),
        _("Offices"),
        _("Accepted"),
        _("Remark"),
    ]
    return Sheet(_("Indicators"), headings, [row for line in data.counted for row in _cells(line)])


def _cells(line: IndicatorLine) -> list[list[Value]]:
    """A row for each cell and one for the total, which is empty where there is no number."""
    remark = wording.suppressed_words() if line.is_suppressed else ""
    offices: list[Value] = [
        line.counts.get("reported", 0),
        sum(line.counts.values()),
        line.accepted,
        remark,
    ]
    return [
        [
            line.ref,
            line.paragraph,
            line.question,
            label,
            number,
            line.count.unit,
            line.count.start,
            line.count.end,
            *offices,
        ]
        for label, number in count_cells(line.count)
    ]


def _offices(data: OrganizationReport) -> Sheet:
    headings = [_("Office"), _("Level"), _("Status"), _("Days late"), _("Paused")]
    rows: list[list[Value]] = []
    for office in data.offices:
        policy, practice = office.policy[0], office.practice[0]
        where: list[Value] = [
            office.name,
            office.level,
            str(State(office.state).label),
            office.days_late,
            yes_or_no(office.is_paused),
        ]
        rows.append(
            [
                *where,
                *(policy.items, policy.answered, policy.accepted),
                *(policy.declared, policy.verified, policy.not_in_place),
                *(practice.items, practice.answered, practice.accepted),
                *(practice.declared, practice.verified, practice.not_in_place),
            ]
        )
    counted = [
        listed([dimension, what])
        for dimension in (_("Policy"), _("Practice"))
        for what in (
            _("items"),
            _("answered"),
            _("accepted"),
            _("declared"),
            _("verified"),
            _("answers “not in place”"),
        )
    ]
    return Sheet(_("Offices"), [*headings, *counted], rows)


def _heat(data: OrganizationReport) -> Sheet:
    """A row for each cell of the maps, with all that stands in it."""
    headings = [
        _("Office"),
        _("Dimension"),
        _("Theme"),
        _("Items"),
        _("Answered"),
        _("Accepted"),
        _("Self-declared"),
        _("Verified"),
        _("Not in place"),
    ]
    rows: list[list[Value]] = [
        [
            office.name,
            label,
            theme.title,
            *(cell.items, cell.answered, cell.accepted),
            *(cell.declared, cell.verified, cell.not_in_place),
        ]
        for office in data.offices
        for label, cells in ((_("Policy"), office.policy), (_("Practice"), office.practice))
        for theme, cell in zip(data.themes, cells[1:], strict=True)
    ]
    return Sheet(_("Offices by theme"), headings, rows)


def _branches(data: OrganizationReport) -> Sheet:
    states = [str(state.label) for state in State]
    figures = [
        _("Policy, declared"),
        _("Policy, verified"),
        _("Practice, declared"),
        _("Practice, verified"),
        _("Practice, completion %"),
    ]
    rows: list[list[Value]] = [
        [
            branch.name,
            branch.offices,
            *(branch.states.get(state, 0) for state in State),
            branch.late,
            branch.policy.declared,
            branch.policy.verified,
            branch.practice.declared,
            branch.practice.verified,
            branch.practice.completion,
        ]
        for branch in data.branches
    ]
    headings = [_("Branch"), _("Offices"), *states, _("Late"), *figures]
    return Sheet(_("Branches"), headings, rows)


def _overdue(data: OrganizationReport) -> Sheet:
    names = {key: str(label) for key, label in Action.Priority.choices}
    headings = [
        _("What is to be done"),
        _("Office"),
        _("Priority"),
        _("Until"),
        _("Progress"),
        _("Who"),
    ]
    rows: list[list[Value]] = [
        [row.title, row.office, names[row.priority], row.due_on, row.progress, row.who]
        for row in data.overdue
    ]
    return Sheet(_("Overdue actions"), headings, rows)
