"""Writes a workbook. Every text is written as a text: one that begins with = stays one."""

import io
import math

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checklists.indicators import LIMIT, TOTAL, cell_label
from checklists.workbook import layout
from checklists.workbook.cells import as_cell, fits
from checklists.workbook.content import Contents, Question, asked_digest
from checklists.workbook.front import write_evidence, write_instructions
from checklists.workbook.identity import Identity, base_of, choice_of, sealed
from checklists.workbook.layout import COLUMNS, IDENTITY, SheetKey, row_key
from checklists.workbook.styles import Styles

# In points. A line of text, and the most that a spreadsheet gives a row.
_LINE = 13.0
_TALLEST = 400.0
_TOO_LONG = 32_000
_A3, _A4 = 8, 9


def write_workbook(contents: Contents) -> bytes:
    """The workbook of an assessment: the same bytes for the same contents."""
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": f"{contents.office}, {contents.cycle}",
            "subject": contents.checklist,
            "author": "Operative",
            "company": contents.organization,
            "created": contents.downloaded_at.replace(tzinfo=None, microsecond=0),
        }
    )
    styles = Styles(book)
    names = {key: layout.sheet_title(key) for key in ("instructions", "answers", "indicators")}
    sheets = {key: book.add_worksheet(name) for key, name in names.items()}
    sheets["evidence"] = book.add_worksheet(layout.sheet_title("evidence"))
    for sheet in sheets.values():
        _set_up(sheet, contents)
    for key in ("answers", "indicators"):
        sheets[key].set_paper(_A3)  # ten columns: on A4 nobody could read them
    write_instructions(sheets["instructions"], contents, styles)
    _AnswerSheet(sheets["answers"], "answers", contents, styles).write()
    _AnswerSheet(sheets["indicators"], "indicators", contents, styles).write()
    write_evidence(sheets["evidence"], contents, styles)
    _write_identity(book.add_worksheet(IDENTITY), contents, names)
    sheets["instructions"].activate()
    book.close()
    return target.getvalue()


def _set_up(sheet: Worksheet, contents: Contents) -> None:
    """What every sheet shares: protection against slips, and how it prints."""
    if contents.is_right_to_left:
        sheet.right_to_left()
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    # In footers & begins a command, and 255 characters are the most.
    named = f"{contents.office} · {contents.cycle}"[:150].replace("&", "&&")
    sheet.set_footer(f"&L&8{named}&R&8&A  &P / &N")


def _write_identity(sheet: Worksheet, contents: Contents, names: dict[str, str]) -> None:
    identity = Identity(
        assessment=contents.assessment,
        language=contents.language,
        downloaded_at=contents.downloaded_at.isoformat(timespec="seconds"),
        digest=asked_digest((q.ref, q.question, q.measure) for q in contents.questions),
        sheets={key: names[key] for key in COLUMNS},
        headers={key: layout.headers(key) for key in COLUMNS},
        bases={one.ref: base_of(one.version, one.said) for one in contents.questions},
    )
    sheet.write_string(0, 0, "Operative: this sheet says which assessment the workbook is of.")
    for number, piece in enumerate(sealed(identity)):
        sheet.write_string(layout.IDENTITY_ROWS + number - 1, 0, piece)
    for column, key in _DROP_DOWNS.items():
        for number, label in enumerate(layout.choices(key).values()):
            sheet.write_string(number, column - 1, label)
    sheet.protect()
    sheet.very_hidden()


_DROP_DOWNS: dict[int, SheetKey] = {
    layout.SCALE_COLUMN: "answers",
    layout.FIGURES_COLUMN: "indicators",
}


class _AnswerSheet:
    """One of the two sheets that are filled in: a header, then each theme with its rows."""

    def __init__(self, sheet: Worksheet, key: SheetKey, contents: Contents, styles: Styles) -> None:
        self.sheet, self.key, self.styles = sheet, key, styles
        self.columns = COLUMNS[key]
        self.at = {column.key: number for number, column in enumerate(self.columns)}
        self.labels = layout.choices(key)
        is_indicators = key == "indicators"
        self.questions = [one for one in contents.questions if bool(one.measure) == is_indicators]
        self.row = 0

    def write(self) -> None:
        """Write all of it."""
        for number, column in enumerate(self.columns):
            hidden = {"hidden": True} if column.hidden or self._is_idle(column.key) else {}
            self.sheet.set_column(number, number, column.width, None, hidden)
            style = self.styles["header_fill" if column.fill else "header"]
            self.sheet.write_string(0, number, str(column.title), style)
        self.sheet.set_row(0, 32)
        self.sheet.freeze_panes(1, self.at["question"] + 1)
        self.sheet.repeat_rows(0)
        if not self.questions:
            self.sheet.write_string(1, 1, _("This assessment has none."), self.styles["empty"])
        theme = ""
        for question in self.questions:
            if question.theme != theme:
                theme = question.theme
                self._band(theme)
            self._question(question)

    def _is_idle(self, key: str) -> bool:
        """Whether a column says nothing in this workbook: no cycle before, nothing returned."""
        return key in ("last", "remark") and not any(getattr(q, key) for q in self.questions)

    def _band(self, theme: str) -> None:
        """The name of a theme. It stands beside the column of references, which stays empty."""
        self.row += 1
        self.sheet.set_row(self.row, 24)
        for number, column in enumerate(self.columns):
            if not column.hidden:
                self.sheet.write_blank(self.row, number, None, self.styles["band"])
        self._text("question", theme, "band")

    def _question(self, question: Question) -> None:
        cells = question.measure.cells if question.measure else (TOTAL,)
        for number, cell in enumerate(cells):
            self.row += 1
            self._read_only(question, is_first=number == 0)
            if question.measure:
                self._figure(question, cell)
            if number == 0:
                self._fill_in(question)
            else:
                for key in ("answer", "justification", "reason"):
                    self._text(key, "", "blocked")
            self.sheet.set_row(self.row, self._height(question, is_first=number == 0))

    def _read_only(self, question: Question, *, is_first: bool) -> None:
        paragraph = f"{question.symbol}\n{_('paragraph %s') % question.paragraph}"
        self._text("ref", question.ref, "ref")
        self._text("question", question.question, "locked" if is_first else "quiet")
        texts = {
            "last": question.last,
            "remark": question.remark,
            "guidance": question.guidance,
            "paragraph": paragraph,
            "official": question.official,
        }
        style = {"official": "official", "last": "quiet", "guidance": "quiet", "paragraph": "quiet"}
        for key, text in texts.items():
            look = "remark" if key == "remark" and text and is_first else style.get(key, "locked")
            self._text(key, text if is_first else "", look)

    def _figure(self, question: Question, cell: str) -> None:
        measure = question.measure
        assert measure is not None
        label = "" if cell == TOTAL else capfirst(cell_label(cell))
        is_first = cell == measure.cells[0]
        self._text("cell", f"{label}\n{question.counted}" if is_first else label, "locked")
        self._text("key", row_key(question.ref, cell), "locked")
        look = self.styles["frozen_number" if question.frozen else "fill_number"]
        if cell in question.said.figures:
            number = question.said.figures[cell]
            self.sheet.write_number(self.row, self.at["figure"], number, look)
        else:
            self.sheet.write_blank(self.row, self.at["figure"], None, look)
        if not question.frozen:
            self.sheet.data_validation(
                self.row,
                self.at["figure"],
                self.row,
                self.at["figure"],
                {
                    "validate": "integer",
                    "criteria": "between",
                    "minimum": 0,
                    "maximum": LIMIT,
                    "error_title": _("A whole number"),
                    "error_message": _("Give a whole number in digits, 0 for none."),
                },
            )

    def _fill_in(self, question: Question) -> None:
        said = question.said
        look = "frozen" if question.frozen else "fill"
        self._text("answer", self.labels.get(choice_of(said), ""), look)
        self._long("justification", said.justification, look)
        self._long("reason", said.reason, look)
        if not question.frozen:
            column = "B" if self.key == "answers" else "C"
            self.sheet.data_validation(
                self.row,
                self.at["answer"],
                self.row,
                self.at["answer"],
                {
                    "validate": "list",
                    "source": f"={IDENTITY}!${column}$1:${column}${len(self.labels)}",
                    "error_title": _("Choose from the list"),
                    "error_message": _("Take one of the answers of the list, or leave it empty."),
                },
            )

    def _long(self, key: str, text: str, look: str) -> None:
        """A text to go on writing; one that no cell can hold is told, and stays as it is."""
        if fits(as_cell(text)):
            self._text(key, text, look)
        else:
            self._text(key, _("This text is too long for a workbook: change it online."), "frozen")

    def _text(self, key: str, text: str, style: str) -> None:
        text = as_cell(text)
        if not fits(text):
            text = text[: _TOO_LONG // 2] + " …"
        at, look = self.at[key], self.styles[style]
        if text:
            self.sheet.write_string(self.row, at, text, look)
        else:
            self.sheet.write_blank(self.row, at, None, look)

    def _height(self, question: Question, *, is_first: bool) -> float:
        """Enough for what is longest in the row, within reason: a row can be made higher."""
        if not is_first:
            lines = [2, _lines(question.question, self._room("question") * 1.15)]
        else:
            said = question.said
            texts = {
                "question": question.question,
                "justification": said.justification,
                "reason": said.reason,
                "last": question.last,
                "remark": question.remark,
                "guidance": question.guidance,
                "official": question.official,
            }
            lines = [4, *(_lines(text, self._room(key)) for key, text in texts.items())]
        return min(max(lines) * _LINE + 6, _TALLEST)

    def _room(self, key: str) -> float:
        """How many letters stand in a line of a column."""
        return self.columns[self.at[key]].width * _DENSITY.get(key, 1.05)


# Letters to a unit of width: the quiet columns are set smaller, the official text in a serif.
_DENSITY = {"last": 1.2, "guidance": 1.2, "official": 1.0}


def _lines(text: str, room: float) -> int:
    """How many lines a text takes; letters of other scripts may be wider."""
    return sum(max(1, math.ceil(len(line) / room)) for line in text.splitlines())
