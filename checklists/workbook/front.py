"""The sheets that are only read: how to fill the workbook in, and the evidence there is."""

from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from checklists.workbook.cells import as_cell
from checklists.workbook.content import Contents
from checklists.workbook.layout import DONT_KNOW, sheet_title
from checklists.workbook.styles import Styles

_WIDE = 96


def write_instructions(sheet: Worksheet, contents: Contents, styles: Styles) -> None:
    """Which assessment it is, how to fill it in, what the colours mean, what is in it."""
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 15)
    sheet.set_column(2, 2, _WIDE)
    sheet.set_row(0, 10)
    sheet.set_row(1, 32)
    sheet.write_string(1, 1, as_cell(contents.office), styles["title"])
    sheet.write_string(
        2, 1, as_cell(f"{contents.organization} · {contents.cycle}"), styles["label"]
    )
    row = _facts(sheet, contents, styles, 4)
    row = _steps(sheet, contents, styles, row + 1)
    row = _colours(sheet, styles, row + 1)
    _themes(sheet, contents, styles, row + 1)


def _facts(sheet: Worksheet, contents: Contents, styles: Styles, row: int) -> int:
    facts = [
        (_("Checklist"), contents.checklist),
        (_("Due"), contents.due),
        (_("Status"), contents.status),
        (_("Downloaded"), contents.downloaded),
    ]
    for label, text in facts:
        sheet.write_string(row, 1, label, styles["label"])
        sheet.write_string(row, 2, as_cell(text), styles["text"])
        row += 1
    return row


def _steps(sheet: Worksheet, contents: Contents, styles: Styles, row: int) -> int:
    _heading(sheet, row, _("How to fill it in"), styles["heading"])
    names = {"answers": sheet_title("answers"), "indicators": sheet_title("indicators")}
    steps = [
        _(
            "Fill in the yellow cells of the sheets “%(answers)s” and “%(indicators)s”. All others "
            "are locked."
        )
        % names,
        _(
            "Choose your answer from the list in its cell. Where you don't know it yet, choose "
            "“%s”: it counts as open."
        )
        % DONT_KNOW,
        _("“Not applicable” needs a reason in its own column."),
        _("Numbers are whole: 0 says that there were none, an empty cell that you don't know."),
        _("Formulas aren't taken: write the number or the text itself."),
        _("Name no person who could be put at risk."),
        _(
            "Save the workbook as XLSX without a password, and upload it on the page from which "
            "you downloaded it. You see what it changes before anything is stored."
        ),
        _(
            "An empty cell changes nothing online. What others changed online since the download "
            "is shown to you beside yours, and you choose."
        ),
        _("Evidence is added online."),
    ]
    if not contents.takes_answers:
        steps = [_("This assessment takes no answers now: the workbook is for reading.")]
    for number, step in enumerate(steps, start=1):
        row += 1
        sheet.write_number(row, 1, number, styles["number"])
        sheet.write_string(row, 2, step, styles["text"])
        sheet.set_row(row, 15 if len(step) < 118 else 28)
    return row + 1


def _colours(sheet: Worksheet, styles: Styles, row: int) -> int:
    _heading(sheet, row, _("What the colours mean"), styles["heading"])
    colours = [
        ("fill", _("Yellow"), _("Fill in, or leave empty.")),
        ("frozen", _("Grey"), _("To read. Where an answer is grey, it can't be changed now.")),
        ("remark", _("Amber"), _("The reviewer has returned the answer, and says why.")),
    ]
    for style, colour, meaning in colours:
        row += 1
        # The legend looks like those cells, but nothing is to be written in it.
        sheet.write_string(row, 1, colour, styles[f"legend_{style}"])
        sheet.write_string(row, 2, meaning, styles["text"])
    return row + 1


def _themes(sheet: Worksheet, contents: Contents, styles: Styles, row: int) -> None:
    _heading(sheet, row, _("What is in it: answered / items"), styles["heading"])
    themes: dict[str, list[bool]] = {}
    for question in contents.questions:
        themes.setdefault(question.theme, []).append(bool(question.said.value))
    for theme, answered in themes.items():
        row += 1
        sheet.write_string(row, 1, f"{sum(answered)} / {len(answered)}", styles["number"])
        sheet.write_string(row, 2, as_cell(theme), styles["text"])
    if not themes:
        sheet.write_string(row + 1, 2, _("No item is put to this office."), styles["empty"])


def _heading(sheet: Worksheet, row: int, text: str, style: Format) -> None:
    sheet.set_row(row, 22)
    sheet.write_string(row, 1, text, style)
    sheet.write_blank(row, 2, None, style)


def write_evidence(sheet: Worksheet, contents: Contents, styles: Styles) -> None:
    """The evidence of each item, as a list."""
    columns = [
        (_("Item"), 10),
        (_("Title"), 60),
        (_("Kind"), 16),
        (_("File or address"), 60),
        (_("Date of the document"), 20),
        (_("Valid until"), 20),
        (_("Added"), 20),
    ]
    for number, (title, width) in enumerate(columns):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, title, styles["header"])
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    for row, line in enumerate(contents.evidence, start=1):
        texts = (
            line.ref,
            line.title,
            line.kind,
            line.name,
            line.dated,
            line.valid_until,
            line.added,
        )
        for number, text in enumerate(texts):
            sheet.write_string(row, number, as_cell(text), styles["quiet" if number else "ref"])
    if not contents.evidence:
        sheet.write_string(1, 1, _("No evidence yet. It is added online."), styles["empty"])
