"""Liberal where the meaning of a cell is certain, strict where it isn't."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils.translation import override
from openpyxl.workbook import Workbook

from checklists.workbook.cells import RefusedError
from checklists.workbook.parsing import Entry, identity_of, parse
from checklists.workbook.reading import read_raw
from checklists.workbook.refusals import sentence
from tests.checklists.workbook.filling import BY_SEX, changed, filled, made, repacked

MEASURES = {"1.1": None, "2.1": None, "3.1": BY_SEX}


def read(content: bytes) -> dict[str, Entry]:
    raw = read_raw(content)
    return {one.ref: one for one in parse(raw, identity_of(raw), MEASURES, ["en", "fr"])}


def refused(content: bytes) -> str:
    with pytest.raises(RefusedError) as error:
        read(content)
    return sentence(error.value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("In place", "in_place"),
        ("IN PLACE.", "in_place"),
        (" mostly\u00a0in  place", "mostly"),
        ("not_in_place", "not_in_place"),
        ("Don’t know yet, come back to it", "come_back"),
        ("Sans objet", "not_applicable"),
        ("Nothing of it", None),
    ],
)
def test_choice_in_other_letters(written: str, value: str | None) -> None:
    entry = read(filled(made(), {"Answers!C3": written}))["1.1"]
    assert entry.value == value
    assert bool(entry.problems) == (value is None)


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        (3, 3),
        (3.0, 3),
        ("3", 3),
        ("3.0", 3),
        ("1,200", 1200),
        ("1\u00a0200", 1200),
        ("٣", 3),
        (0, 0),
    ],
)
def test_number_in_other_dress(written: object, figure: int) -> None:
    assert read(filled(made(), {"Indicators!D3": written}))["3.1"].figures == {"women": figure}


@pytest.mark.parametrize(
    "written", [3.5, -1, "about 3", True, dt.date(2026, 1, 3), 10**12, "#N/A", "3..0"]
)
def test_no_number_names_its_cell(written: object) -> None:
    entry = read(filled(made(), {"Indicators!D4": written}))["3.1"]
    assert [(one.sheet, one.cell) for one in entry.problems] == [("Indicators", "D4")]
    assert entry.figures == {}


@pytest.mark.parametrize(
    ("written", "text"),
    [(3, "3"), (2.5, "2.5"), (True, "TRUE"), (dt.datetime(2026, 1, 3), "2026-01-03"), ("  ", None)],
)
def test_text_that_the_program_took_for_something_else(written: object, text: str | None) -> None:
    assert read(filled(made(), {"Answers!D3": written}))["1.1"].justification == text


def test_too_long_a_reason_is_told() -> None:
    entry = read(filled(made(), {"Answers!E3": "x" * 2_001}))["1.1"]
    assert [one.cell for one in entry.problems] == ["E3"]


def test_rows_and_columns_may_be_in_another_order() -> None:
    def shuffle(book: Workbook) -> None:
        sheet = book["Answers"]
        sheet["C3"] = "In place"
        for row in (3, 4):
            for column in range(1, 11):
                one, other = sheet.cell(row, column), sheet.cell(row + 10, column)
                one.value, other.value = None, one.value
        for row in range(1, 20):
            one, other = sheet.cell(row, 3), sheet.cell(row, 14)
            one.value, other.value = None, one.value

    entries = read(changed(made(), shuffle))
    assert entries["1.1"].value == "in_place"
    assert entries["1.1"].places["answer"] == ("Answers", "N13")


def _rename(book: Workbook) -> None:
    book["Answers"].title = "My answers"


def _cells(**values: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for where, value in values.items():
            sheet, _separator, cell = where.partition("_")
            book[sheet][cell].value = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.remove(book["Indicators"]), "The sheet “Indicators” is missing"),
        (_rename, "The sheet “Answers” is missing"),
        (lambda book: book.remove(book["operative"]), "isn't a workbook that was downloaded here"),
        (_cells(operative_A2="made.up:token"), "isn't a workbook that was downloaded here"),
        (_cells(Answers_C1="Answer!"), "the column “Your answer” is missing"),
        (lambda book: book["Answers"].delete_cols(4), "the column “Justification” is missing"),
        (lambda book: book["Answers"].insert_rows(1), "the column “Item” is missing"),
        (_cells(Answers_M1="Item"), "the heading “Item” stands twice: see cell M1"),
        (_cells(Answers_A3="9.9"), "cell A3 names “9.9”"),
        (_cells(Answers_A4="1.1"), "cell A4 names “1.1” once more"),
        (_cells(Answers_A3=None, Answers_D3="Mine"), "written in cell D3, but its row names no"),
        (_cells(Answers_D3="=1+1"), "there is a formula in cell D3"),
        (_cells(Answers_C3="=B3"), "there is a formula in cell C3"),
        (
            _cells(Indicators_D3="=SUM(A1:A9)"),
            "On the sheet “Indicators” there is a formula in cell D3",
        ),
        (_cells(Indicators_M4="3.1 women"), "cell M4 names “3.1 women” once more"),
    ],
)
def test_altered_structure_is_named(change: Callable[[Workbook], None], said: str) -> None:
    assert said in refused(changed(made(), change))


def test_older_format_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    content = made()
    monkeypatch.setattr("checklists.workbook.identity.FORMAT", 2)
    assert "downloaded from another version of the product" in refused(content)


def test_key_of_another_installation_is_refused(settings: object) -> None:
    content = made()
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]  # pytest-django's settings
    assert "isn't a workbook that was downloaded here" in refused(content)


def test_filled_in_by_somebody_with_another_language() -> None:
    with override("fr"):
        content = made()
    assert read(filled(content, {"Answers!C3": "Mostly in place"}))["1.1"].value == "mostly"


def test_further_sheets_and_notes_beside_the_columns_do_no_harm() -> None:
    def note(book: Workbook) -> None:
        book.create_sheet("Notes")["A1"] = "=1+1"
        book["Answers"]["T3"] = "=NOW()"

    assert read(changed(made(), note))["1.1"].value is None


def test_bare_address_as_a_link_is_taken() -> None:
    def link(book: Workbook) -> None:
        book["Answers"]["D3"] = "https://example.org"
        book["Answers"]["D3"].hyperlink = "https://example.org"

    assert read(changed(made(), link))["1.1"].justification == "https://example.org"


def test_part_that_is_no_xml_is_damage() -> None:
    with pytest.raises(RefusedError) as error:
        read(repacked(made(), {"xl/worksheets/sheet2.xml": b"<worksheet><sheetData>"}))
    assert error.value.code == "damaged"
