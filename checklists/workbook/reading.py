"""Reads the cells of a workbook. Runs in the child process, where nothing knows Django.

The strings are taken as the file has them: the library's own table of shared strings drops
"x005F_" wherever it stands, and leaves the escapes of control characters in.
"""

import datetime as dt
import io
import re
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.cell.text import Text
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from checklists.workbook.cells import Cell, RawWorkbook, RefusedError, Row, Sheet, place
from checklists.workbook.package import check_package

MAX_SHEETS = 20
MAX_ROWS = 5_000
MAX_COLUMNS = 40
MAX_LETTERS = 40_000  # of one cell
MAX_LETTERS_IN_ALL = 5_000_000

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
# What the library raises of parts that aren't what they should be.
_DAMAGED = (
    AttributeError,
    DefusedXmlException,
    IndexError,
    InvalidFileException,
    KeyError,
    OSError,
    OverflowError,
    ParseError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)


class _Reader(ExcelReader):
    package: Manifest

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]  # its stubs' gap
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _event, node in iterparse(source):
                if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                    text = Text.from_tree(node)
                    self.shared_strings.append(text.content if text else "")
                    node.clear()


def read_raw(content: bytes) -> RawWorkbook:
    """The cells of a workbook that aren't empty. Raises RefusedError."""
    check_package(content)
    try:
        return _read(content)
    except RefusedError:
        raise
    except _DAMAGED:
        raise RefusedError("damaged") from None


def _read(content: bytes) -> RawWorkbook:
    reader = _Reader(io.BytesIO(content), read_only=True, keep_links=False)
    reader.read()
    sheets = [sheet for sheet in reader.wb.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    if not sheets:
        raise RefusedError("damaged")
    if len(sheets) > MAX_SHEETS:
        raise RefusedError("too_many_sheets", limit=str(MAX_SHEETS))
    letters = 0
    found = []
    for sheet in sheets:
        rows = []
        sheet.reset_dimensions()  # what the file says of its size may be a lie
        for values in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS):
            cells = tuple(
                _cell(sheet.title, one)
                for one in values
                if one.value is not None and one.value != ""
            )
            letters += sum(len(cell.text) for cell in cells)
            if letters > MAX_LETTERS_IN_ALL:
                raise RefusedError("too_much_text")
            if cells:
                number = next(one.row for one in values if one.value not in (None, ""))
                rows.append(Row(number, cells))
        found.append(Sheet(sheet.title, tuple(rows)))
    return RawWorkbook(tuple(found))


def _cell(sheet: str, one: object) -> Cell:
    column, row = int(one.column), int(one.row)  # type: ignore[attr-defined]  # untyped cells
    value, kind = one.value, one.data_type  # type: ignore[attr-defined]  # untyped cells
    if kind == "f":
        return Cell(column, "formula", "")
    if kind == "e":
        return Cell(column, "error", str(value)[:20])
    if isinstance(value, bool):
        return Cell(column, "boolean", str(value).upper())
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        return Cell(column, "number", str(int(value) if whole else value))
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Cell(column, "date", _moment(value))
    text = _ESCAPE.sub(_character, str(value))
    if len(text) > MAX_LETTERS:
        raise RefusedError("long_cell", sheet=sheet[:31], cell=place(row, column))
    return Cell(column, "text", text)


def _moment(value: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return str(value.date())
    return str(value)


def _character(found: re.Match[str]) -> str:
    """What an escape stands for: programs write control characters so, and a literal "_x0041_"."""
    return chr(int(found[1], 16))
