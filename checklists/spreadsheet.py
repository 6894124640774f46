"""The one place that writes tables for spreadsheet programs: as CSV and as XLSX. Pure.

Whatever a person wrote stays text. In a CSV file a text that a spreadsheet program would take for
a formula gets an apostrophe in front; in an XLSX file each text is stored as one. Numbers and days
are numbers and days, and None is an empty cell.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import Literal

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from orgs.spreadsheets import as_text

Value = str | int | float | dt.date | None
Format = Literal["csv", "xlsx"]

CONTENT_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CELL_LIMIT = 32_767
_WIDEST = 60
# When a workbook says it was made: the tables say themselves of when they are.
_EPOCH = dt.datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one line of headings."""

    title: str
    headings: list[str]
    rows: list[list[Value]]


def written(sheet: Sheet, as_: Format) -> bytes:
    """The file."""
    return workbook([sheet]) if as_ == "xlsx" else _csv(sheet)


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.headings)
    for row in sheet.rows:
        writer.writerow(as_text(cell) if isinstance(cell, str) else cell for cell in row)
    # With a mark of its encoding, without which Excel takes it for that of the machine.
    return out.getvalue().encode("utf-8-sig")


def workbook(sheets: list[Sheet], *, rtl: bool = False) -> bytes:
    """Several tables as one XLSX file: the same tables give the same bytes.

    `rtl` has the first column at the right, as readers of Arabic look for it.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _EPOCH})
        for sheet in sheets:
            page = _add_page(book, sheet)
            if rtl:
                page.right_to_left()
    return out.getvalue()


def _add_page(book: xlsxwriter.Workbook, sheet: Sheet) -> Worksheet:
    page = book.add_worksheet(_sheet_name(sheet.title))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading[:_CELL_LIMIT], bold)
        page.set_column(column, column, _width(sheet, column))
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, cell[:_CELL_LIMIT])
            elif isinstance(cell, dt.date):
                page.write_datetime(number, column, dt.datetime(*cell.timetuple()[:3]), day)
            elif cell is not None:
                page.write_number(number, column, cell)
    page.freeze_panes(1, 1)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)
    return page


def _sheet_name(title: str) -> str:
    return "".join(" " if char in "[]:*?/\\'" else char for char in title)[:31].strip() or "1"


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(str(row[column] or "")) for row in sheet.rows), default=0)
    return min(_WIDEST, max(longest, min(20, len(sheet.headings[column])), 8) + 1)
