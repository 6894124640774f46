"""What is written is read back the same, whatever people write."""

import datetime as dt
import io

import openpyxl
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from checklists.indicators import Indicator
from checklists.workbook.cells import as_cell, place
from checklists.workbook.comparing import State, compare
from checklists.workbook.content import Question, Said
from checklists.workbook.parsing import Entry, identity_of, parse
from checklists.workbook.reading import read_raw
from checklists.workbook.writing import write_workbook
from tests.checklists.workbook.filling import BY_SEX, contents, filled, made, part, question

AWKWARD = [
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "@SUM(A1)",
    "+49 30",
    "-",
    "'quoted",
    "🚙 with two radios",
    "سيارتان ‏مع راديو",
    "_x0041_ x005F_ _x005F_",
    "tab\tand\nlines\r\nof\rall kinds",
    "bell\x07 and \x00 null",
    " blanks\u00a0around ",
    "https://example.org/a?b=c&d=<e>",
    "35.10",
    "TRUE",
    "😀" * 15_000,
    "x" * 30_000,
    "{=A1}",
    "\ufffe\uffff",
]
TEXTS = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=300))


def read_back(content: bytes, *questions: Question) -> dict[str, Entry]:
    raw = read_raw(content)
    measures = {one.ref: one.measure for one in questions}
    return {one.ref: one for one in parse(raw, identity_of(raw), measures, ["en"])}


def state_of(content: bytes, asked: Question, online: Said | None = None) -> State:
    raw = read_raw(content)
    entry = read_back(content, asked)[asked.ref]
    base = identity_of(raw).bases[asked.ref]
    online = online or asked.said
    return compare(entry, base, online, 0, measure=asked.measure, is_frozen=False).state


@given(TEXTS, TEXTS)
@example("=1+1", "_x0041_ x005F_")
@example("😀" * 15_000, "x" * 2_000)
def test_stored_texts_come_back_as_they_were(justification: str, reason: str) -> None:
    asked = question(said=Said("not_applicable", False, justification, reason))
    content = write_workbook(contents(asked))
    entry = read_back(content, asked)["1.1"]
    assert entry.justification == (as_cell(justification) or None)
    assert not [one for one in entry.problems if one.cell.startswith("D")]
    if len(as_cell(reason)) <= 2_000:
        assert entry.reason == (as_cell(reason) or None)
        assert state_of(content, asked) is State.SAME


@given(st.text(min_size=1, max_size=200).filter(lambda text: not text.startswith("=")))
def test_what_people_type_is_read_as_typed(text: str) -> None:
    typed = ILLEGAL_CHARACTERS_RE.sub("", as_cell(text))
    if typed.startswith(("=", "#")) or "_x" in typed:
        return  # a formula, an error's name, or an escape: those are told apart below
    asked = question()
    entry = read_back(filled(write_workbook(contents(asked)), {"Answers!D3": typed}), asked)["1.1"]
    assert entry.justification == (typed or None)


@given(
    st.fixed_dictionaries(
        {},
        optional={cell: st.integers(0, 1_000_000_000) for cell in BY_SEX.cells},
    ),
    st.sampled_from(["", "reported", "not_collected"]),
)
def test_figures_come_back_as_they_were(figures: dict[str, int], value: str) -> None:
    asked = question(measure=BY_SEX, said=Said(value, figures=figures))
    entry = read_back(write_workbook(contents(asked)), asked)["1.1"]
    assert entry.figures == figures
    assert entry.value == (value or None)


def test_all_texts_are_texts_and_no_cell_is_a_formula() -> None:
    asked = question(
        official="=cmd|'/c calc'!A1",
        question="=1",
        guidance="+1",
        theme="=T",
        last="@x",
        remark="-1",
    )
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(contents(asked, office="=1+1"))))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["Answers"]["J3"].value == "=cmd|'/c calc'!A1"


def test_same_contents_make_the_same_bytes() -> None:
    assert made() == made()
    later = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    one, other = (
        write_workbook(contents(question(), downloaded_at=at, downloaded=""))
        for at in (dt.datetime(2026, 3, 1, tzinfo=dt.UTC), later)
    )
    for name in ("xl/worksheets/sheet2.xml", "xl/styles.xml"):
        assert part(one, name) == part(other, name)


def test_cells_to_fill_in_are_open_and_all_others_locked() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(question(), question("2.1", frozen=True))))
    sheet = book["Answers"]
    assert sheet.protection.sheet
    unlocked = [c.coordinate for row in sheet for c in row if not c.protection.locked]
    assert unlocked == ["C3", "D3", "E3"]
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["C3"]
    assert book["operative"].sheet_state == "veryHidden"
    assert sheet.freeze_panes == "C2"
    assert sheet.print_title_rows == "$1:$1"


def test_names_no_person() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made()))
    assert book.properties.creator == "Operative"
    assert book.properties.lastModifiedBy == "Operative"


def test_sheets_run_from_the_right_where_the_language_does() -> None:
    content = write_workbook(contents(question(), is_right_to_left=True))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert all(book[name].sheet_view.rightToLeft for name in ("Instructions", "Answers"))


def test_empty_assessment_says_so() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(contents())))
    assert book["Answers"]["B2"].value == "This assessment has none."
    assert book["Indicators"]["B2"].value == "This assessment has none."
    assert book["Evidence"]["B2"].value == "No evidence yet. It is added online."


def test_text_that_no_cell_can_hold_stays_online() -> None:
    asked = question(said=Said("in_place", False, "😀" * 20_000))
    content = write_workbook(contents(asked))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["Answers"]["D3"].value == "This text is too long for a workbook: change it online."
    assert state_of(content, asked) is State.SAME


def test_cells_are_named_as_spreadsheets_do() -> None:
    assert [place(1, 1), place(12, 26), place(3, 27)] == ["A1", "Z12", "AA3"]


def test_three_hundred_items_are_written_whole() -> None:
    six = Indicator("persons", "cycle", ("recruitment", "sex"))
    asked = [question(f"{n}.1", measure=six if n % 6 == 0 else None) for n in range(1, 301)]
    assert len(read_back(write_workbook(contents(*asked)), *asked)) == 300
