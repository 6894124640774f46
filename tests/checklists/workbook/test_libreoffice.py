"""A workbook that went through LibreOffice: saved as XLSX, and as ODS and back."""

import shutil
import subprocess
from pathlib import Path

import pytest

from checklists.workbook.comparing import State, compare
from checklists.workbook.content import Said
from checklists.workbook.parsing import Entry, identity_of, parse
from checklists.workbook.reading import read_raw
from tests.checklists.workbook.filling import BY_SEX, filled, made, question

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    not SOFFICE, reason="LibreOffice isn't installed: apt-get install libreoffice-calc"
)

BEFORE = Said("partly", False, "=Before, with\ntwo lines & 🚙", "")
ASKED = (
    question("1.10", said=BEFORE, version=3),
    question("2.1"),
    question("3.1", measure=BY_SEX, counted="Persons, 2026"),
    question("4.1", said=Said("in_place", False, "سيارتان مع راديو _x0041_")),
)
CELLS = {
    "Answers!C3": "Mostly in place",
    "Answers!D4": "Nachts – «ohne» Licht\nzweite Zeile 🚙",
    "Indicators!D3": 3,
    "Indicators!D4": 0,
    "Indicators!D5": 12,
}


def convert(content: bytes, folder: Path, *formats: str) -> bytes:
    """What LibreOffice makes of a workbook: opened and saved in each format, one after another."""
    file = folder / "office.xlsx"
    file.write_bytes(content)
    for number, name in enumerate(formats):
        target = folder / str(number)
        subprocess.run(  # the installed program, with our own file
            [
                str(SOFFICE),
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                *("--convert-to", name, "--outdir", str(target), str(file)),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        file = target / f"office.{name}"
    return file.read_bytes()


@pytest.mark.parametrize("formats", [("xlsx",), ("ods", "xlsx")], ids=["saved", "by way of ODS"])
def test_workbook_comes_back_from_libreoffice(tmp_path: Path, formats: tuple[str, ...]) -> None:
    content = convert(filled(made(*ASKED), CELLS), tmp_path, *formats)
    raw = read_raw(content)
    identity = identity_of(raw)
    measures = {one.ref: one.measure for one in ASKED}
    entries = {one.ref: one for one in parse(raw, identity, measures, ["en"])}

    def state(ref: str) -> State:
        asked = next(one for one in ASKED if one.ref == ref)
        entry: Entry = entries[ref]
        online, version = asked.said, asked.version
        base = identity.bases[ref]
        measure = asked.measure
        return compare(entry, base, online, version, measure=measure, is_frozen=False).state

    assert not [problem for entry in entries.values() for problem in entry.problems]
    assert entries["1.10"].value == "mostly"
    assert entries["1.10"].justification == BEFORE.justification
    assert entries["2.1"].justification == CELLS["Answers!D4"]
    assert entries["3.1"].figures == {"women": 3, "men": 0, "unrecorded": 12}
    assert entries["4.1"].justification == ASKED[3].said.justification
    assert {ref: state(ref).value for ref in entries} == {
        "1.10": "new",
        "2.1": "new",
        "3.1": "new",
        "4.1": "same",
    }
