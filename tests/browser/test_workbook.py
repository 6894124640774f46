"""Answers that are written in a workbook, and come back through a preview, without any script."""

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from checklists.workbook.cells import place
from tests.browser.conftest import Meet
from tests.browser.pages import fill_answer, said
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

REFS = ("48.1", "47.1", "41.5")
MINE, HERS = "Written where there is no link.", "Written online meanwhile."


def fill_in(file: Path) -> None:
    """Write a justification for each of the items; one gets an answer that isn't on the list."""
    book = openpyxl.load_workbook(file)
    sheet = book["Answers"]
    rows = {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}
    for ref in REFS:
        sheet[place(rows[ref], 4)] = MINE
    sheet[place(rows[REFS[2]], 3)] = "Perhaps"
    book.save(file)


def take_offline(person: Visitor, folder: Path) -> Path:
    person.go("/assessments/")
    person.link("Lodwar")
    person.link("Workbook")
    with person.page.expect_download() as started:
        person.page.get_by_role("link", name="Download the workbook").click()
    assert re.fullmatch(r"lodwar-field-office-[\w-]+\.xlsx", started.value.suggested_filename)
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


@pytest.mark.parametrize("scripted", [True, False], ids=["with scripts", "without"])
def test_offline_and_back(own_site: Site, meet: Meet, tmp_path: Path, *, scripted: bool) -> None:
    peter = meet(own_site, "second.focal.point", scripted=scripted)
    file = take_offline(peter, tmp_path)
    fill_in(file)
    amina = meet(own_site, "focal.point")
    assessment = peter.page.url.removesuffix("workbook/")
    amina.go(f"{assessment}items/{REFS[1]}/")
    fill_answer(amina, "In place", HERS)
    amina.button("Save")
    said(amina, "is saved")

    peter.looks("workbook")
    peter.page.get_by_label("The workbook that you filled in").set_input_files(file)
    peter.button("Upload and look at it")
    peter.reads("New", "In conflict", "To be mended", HERS, MINE, "Perhaps")
    peter.looks("workbook-preview")
    peter.page.get_by_role("radio", name="Take the workbook's").check()
    peter.button("Store what is chosen")
    said(peter, "Done: 2 answers are saved.")
    peter.reads("Not saved: to be mended")
    peter.looks("workbook-outcome")
    for ref in REFS[:2]:
        peter.go(f"{assessment}items/{ref}/")
        expect(peter.page.get_by_label("Justification")).to_have_value(MINE)
