"""A table for a spreadsheet program: numbers stay numbers, and no text becomes a formula."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.spreadsheet import Sheet, written
from orgs.spreadsheets import as_text

SHEET = Sheet(
    "Heat: [map]",
    ["Office", "Due", "Percent"],
    [["=1+1", dt.date(2026, 7, 15), 67], ["Lodwar", None, None]],
)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv() -> None:
    assert read_csv(written(SHEET, "csv")) == [
        ["Office", "Due", "Percent"],
        ["'=1+1", "2026-07-15", "67"],
        ["Lodwar", "", ""],
    ]


def test_xlsx() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written(SHEET, "xlsx"))).worksheets[0]
    assert page.title == "Heat   map"
    assert [[cell.value for cell in row] for row in page.rows] == [
        ["Office", "Due", "Percent"],
        ["=1+1", dt.datetime(2026, 7, 15), 67],
        ["Lodwar", None, None],
    ]
    assert page["A2"].data_type == "s"
    assert page["C2"].data_type == "n"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "\u00a0=1", "\uff1d1"]
)
def test_what_begins_like_a_formula_is_quoted(text: str) -> None:
    assert as_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Lodwar", "1 = 1", "'=1", "Nord-Kivu"])
def test_other_texts_stay(text: str) -> None:
    assert as_text(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_can_be_written(text: str) -> None:
    for format_ in ("csv", "xlsx"):
        assert written(Sheet("Any", ["Text"], [[text]]), format_)


def test_a_table_without_rows() -> None:
    sheet = Sheet("Nothing", ["Office"], [])
    assert read_csv(written(sheet, "csv")) == [["Office"]]
    assert written(sheet, "xlsx")


@pytest.mark.parametrize(
    "text",
    ["\ufeff=1", "\u200b=1", "\u3000=1", "\u00a0@a", "\u200f=1", "\u202e =1", "\u2067\u00ad+1"],
)
def test_blanks_before_a_formula_hide_nothing(text: str) -> None:
    assert as_text(text) == f"'{text}"


def test_a_semicolon_begins_no_formula_in_the_next_cell() -> None:
    assert as_text("a; =1+1;b") == "a; '=1+1;b"
    assert as_text("a;\u200f=1+1;b") == "a;\u200f'=1+1;b"
