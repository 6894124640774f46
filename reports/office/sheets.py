"""An office's report as tables for spreadsheet programs, with the figures of the PDF. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from checklists.scoring import Figures
from checklists.spreadsheet import Sheet, Value
from reports import pdf_labels
from reports.office.data import ItemLine, OfficeReport


def sheets(data: OfficeReport) -> list[Sheet]:
    """The items, the themes and the figures of the indicators, in the report's language."""
    with override(data.language):
        answers = pdf_labels.answer_labels() | data.scale_labels
        verdicts = pdf_labels.verdict_labels()
        items = [_item(item, answers, verdicts) for item in data.items]
        return [
            Sheet(_("Items"), _item_headings(), items),
            Sheet(_("Themes"), _theme_headings(data, answers), _themes(data)),
            Sheet(
                _("Indicators"),
                [_("Item"), _("Question"), _("Told apart by"), _("Number"), _("Unit")],
                [row for item in data.items for row in _counted(item)],
            ),
        ]


def _item_headings() -> list[str]:
    return [
        _("Item"),
        _("Paragraph"),
        _("Theme"),
        _("Dimension"),
        _("Question"),
        _("Answer"),
        _("Verdict"),
        _("Justification"),
        _("Why not applicable"),
        _("Reason of the verdict"),
        _("Pieces of evidence"),
    ]


def _item(item: ItemLine, answers: dict[str, str], verdicts: dict[str, str]) -> list[Value]:
    return [
        item.ref,
        item.paragraph,
        item.theme,
        item.dimension,
        item.question,
        answers.get(item.answer, item.answer),
        verdicts.get(item.verdict, item.verdict),
        item.justification,
        item.not_applicable_reason,
        item.verdict_reason,
        len(item.evidence),
    ]


def _theme_headings(data: OfficeReport, answers: dict[str, str]) -> list[str]:
    scale = [answers.get(key, key) for key in (*data.scale, "unanswered")]
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
    keys = (*data.scale, "unanswered")
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
    if not item.count:
        return []
    return [
        [item.ref, item.question, cell, number, item.count.unit]
        for cell, number in item.count.figures.items()
    ]
