"""An office's report as tables for spreadsheet programs, with the figures of the PDF. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from checklists.models import Action
from checklists.scale import AnswerValue, Dimension
from checklists.scoring import Figures
from checklists.spreadsheet import Sheet, Value
from reports import pdf_labels
from reports.critical import critical_cell, critical_head
from reports.frozen import UNANSWERED
from reports.kinds import Tier
from reports.office import wording
from reports.office.counts import count_cells
from reports.office.data import ItemChange, ItemLine, OfficeReport
from reports.office.looking_back import compared_figures
from reports.punctuation import listed
from reports.table_words import figure_lines, yes_or_no

Labels = dict[str, str]


def sheets(data: OfficeReport) -> list[Sheet]:
    """The figures, the items, the themes, the indicators, and what looks back, in its language."""
    with override(data.language):
        answers = pdf_labels.answer_labels() | data.scale_labels
        verdicts = pdf_labels.verdict_labels()
        tells_evidence = data.tier != Tier.SHAREABLE
        themes = {theme.id: theme.title for theme in data.themes}
        items = [
            _item(item, themes, answers, verdicts, tells_evidence=tells_evidence)
            for item in data.items
        ]
        found = [
            Sheet(_("Summary"), [_("What"), _("Number")], _summary(data)),
            Sheet(_("Items"), _item_headings(), items),
            Sheet(_("Themes"), _theme_headings(data, answers), _themes(data)),
            Sheet(
                _("Indicators"),
                [
                    _("Item"),
                    _("Question"),
                    _("Told apart by"),
                    _("Number"),
                    _("Unit"),
                    _("Remark"),
                ],
                [row for item in data.items for row in _counted(item)],
            ),
        ]
        # Reports from before these were frozen say nothing of them.
        if data.looks_back:
            found += [_trends(data, answers, verdicts), _changes(data, answers, verdicts)]
            found += [_actions(data), _sign_off(data)]
        return found


def _summary(data: OfficeReport) -> list[list[Value]]:
    """The figures of the PDF's summary, then and now where there is an earlier report."""
    rows = figure_lines(data.policy, data.practice, data.indicators)
    critical = data.critical
    lacking = sum(item.answer == AnswerValue.NOT_IN_PLACE for item in critical)
    rows += [[_("Critical items"), len(critical)], [_("Critical items, not in place"), lacking]]
    for label, then, _now in compared_figures(data):
        rows.append([_("%(figure)s, in the report before") % {"figure": label}, then])
    if data.actions:
        rows += [
            [_("Open actions"), sum(data.actions.open.values())],
            [_("Overdue actions"), sum(data.actions.overdue.values())],
        ]
    return rows


def _item_headings() -> list[str]:
    return [
        _("Item"),
        _("Paragraph"),
        _("Theme"),
        _("Dimension"),
        _("Critical"),
        _("Question"),
        _("Answer"),
        _("Verdict"),
        _("Carried over"),
        _("Justification"),
        _("Why not applicable"),
        _("Reason of the verdict"),
        _("Pieces of evidence"),
    ]


def _item(
    item: ItemLine, themes: Labels, answers: Labels, verdicts: Labels, *, tells_evidence: bool
) -> list[Value]:
    return [
        item.ref,
        item.paragraph,
        themes.get(item.theme, item.theme),
        str(Dimension(item.dimension).label),
        yes_or_no(item.is_critical),
        item.question,
        answers.get(item.answer, item.answer),
        verdicts.get(item.verdict, item.verdict),
        wording.carried_note(item.carried),
        item.justification,
        item.not_applicable_reason,
        item.verdict_reason,
        # Nothing is said where the tier leaves it out: 0 would say that there is none.
        len(item.evidence) if tells_evidence else None,
    ]


def _theme_headings(data: OfficeReport, answers: Labels) -> list[str]:
    scale = [answers.get(key, key) for key in (*data.scale, UNANSWERED)]
    figures = [
        _("Policy, completion %"),
        _("Policy, declared"),
        _("Policy, verified"),
        _("Practice, completion %"),
        _("Practice, declared"),
        _("Practice, verified"),
    ]
    return [_("Theme"), *scale, *figures]


def _themes(data: OfficeReport) -> list[list[Value]]:
    keys = (*data.scale, UNANSWERED)
    return [
        [
            theme.title,
            *(theme.counts.get(key, 0) for key in keys),
            *_three(theme.policy),
            *_three(theme.practice),
        ]
        for theme in data.themes
    ]


def _three(figures: Figures) -> list[Value]:
    return [figures.completion, figures.declared, figures.verified]


def _counted(item: ItemLine) -> list[list[Value]]:
    """A row for each number of an indicator and one for the total, empty where none is told."""
    if not item.count:
        return []
    remark = wording.suppressed_words() if item.is_suppressed else ""
    return [
        [item.ref, item.question, label, number, item.count.unit, remark]
        for label, number in count_cells(item.count)
    ]


def _trends(data: OfficeReport, answers: Labels, verdicts: Labels) -> Sheet:
    """Each indicator in each cycle, this one last."""
    headings = [_("Item"), _("Cycle"), _("From"), _("To"), _("Answer"), _("Number"), _("Verdict")]
    rows: list[list[Value]] = []
    for item in data.items:
        if not item.count:
            continue
        for point in item.trend:
            days: list[Value] = [item.ref, point.cycle, point.start, point.end]
            verdict = verdicts.get(point.verdict, point.verdict)
            rows.append([*days, answers.get(point.answer, point.answer), point.total, verdict])
        days = [item.ref, data.cycle, item.count.start, item.count.end]
        verdict = verdicts.get(item.verdict, item.verdict)
        rows.append([*days, answers.get(item.answer, item.answer), item.total, verdict])
    return Sheet(_("Trends"), headings, rows)


def _changes(data: OfficeReport, answers: Labels, verdicts: Labels) -> Sheet:
    headings = [
        _("Item"),
        _("Question"),
        _("Critical"),
        _("Change"),
        _("Answer then"),
        _("Answer now"),
        _("Number then"),
        _("Number now"),
        _("Verdict then"),
        _("Verdict now"),
        _("Data frozen then"),
    ]
    before = data.compared
    rows = [
        [*_change(change, data, answers, verdicts), before.frozen_at.isoformat()]
        for change in (before.items if before else ())
        if before
    ]
    return Sheet(_("Changes"), headings, rows)


def _change(
    change: ItemChange, data: OfficeReport, answers: Labels, verdicts: Labels
) -> list[Value]:
    return [
        change.ref,
        change.question,
        yes_or_no(change.is_critical),
        wording.kind_of_change(change, data.scale_scores),
        answers.get(change.answer_before, change.answer_before),
        answers.get(change.answer, change.answer),
        change.total_before,
        change.total,
        verdicts.get(change.verdict_before, change.verdict_before),
        verdicts.get(change.verdict, change.verdict),
    ]


def _actions(data: OfficeReport) -> Sheet:
    """The actions as far as the tier tells them; how many there are stands in the summary."""
    lines = data.actions.lines if data.actions else ()
    headings = [
        _("What is to be done"),
        _("Items"),
        *critical_head(lines),
        _("Priority"),
        _("Until"),
        _("Overdue"),
        _("Progress"),
        _("Who"),
    ]
    rows: list[list[Value]] = [
        [
            line.title,
            listed(line.items),
            *critical_cell(line.critical),
            str(Action.Priority(line.priority).label),
            line.due_on,
            yes_or_no(line.is_overdue),
            line.progress,
            line.who,
        ]
        for line in lines
    ]
    return Sheet(_("Open actions"), headings, rows)


def _sign_off(data: OfficeReport) -> Sheet:
    """The declaration, or one line that says that there is none."""
    headings = [
        _("Status"),
        _("Revision"),
        _("Signed by"),
        _("Signed"),
        _("Declaration"),
        _("In their own words"),
        _("SHA-256 of what was signed"),
        _("Reopened"),
    ]
    status = pdf_labels.status_labels().get(data.status, data.status)
    signature = data.signature
    if signature is None:
        return Sheet(_("Sign-off"), headings, [[status, data.revision, *[None] * 6]])
    row: list[Value] = [
        status,
        signature.revision,
        signature.signed_by,
        signature.signed_at.isoformat(),
        signature.declaration,
        signature.remark,
        signature.sha256,
        signature.reopened_at.isoformat() if signature.reopened_at else None,
    ]
    return Sheet(_("Sign-off"), headings, [row])
