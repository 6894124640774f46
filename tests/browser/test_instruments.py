"""The secretariat's work on instruments: bringing one in, correcting what the rules read."""

from pathlib import Path

import pytest

from tests.browser.conftest import Meet
from tests.browser.pages import refused, said
from tests.browser.site import Site
from tests.checklists.importers.sources import resolution

pytestmark = pytest.mark.browser

TEXT = resolution(
    "1. *Urges* all States to respect humanitarian personnel;\n\n"
    "3. *Requests* the Secretary-General to report on it."
).replace("78/118", "79/1")


def test_a_document_becomes_an_instrument(own_site: Site, meet: Meet, tmp_path: Path) -> None:
    nadia = meet(own_site, "secretariat")
    page = nadia.go("/instruments/import/")
    nadia.button("Read the document")
    assert nadia.status == 400
    nadia.looks("instrument-import-refused")
    file = tmp_path / "resolution.txt"
    file.write_text(TEXT)
    page.locator("input[type=file]").set_input_files(file)
    nadia.button("Read the document")
    nadia.reads("Preview, not saved", "A/RES/79/1")
    nadia.looks("instrument-preview")
    nadia.button("Save the instrument")
    refused(nadia, page.get_by_label("I have checked the doubts"), "Tick this box")
    nadia.looks("instrument-preview-refused")
    nadia.link("Discard")
    nadia.looks("instrument-discard")
    nadia.link("Keep it")
    transcript = page.get_by_label("Transcript")
    transcript.fill(transcript.input_value().replace("3. *Requests*", "2. *Requests*"))
    nadia.button("Read again")
    said(nadia, "No doubt is left.")
    nadia.looks("instrument-preview-mended")
    nadia.go("/instruments/import/")
    nadia.reads("resolution.txt")
    nadia.looks("instrument-import-waiting")
    nadia.link("resolution.txt")
    nadia.button("Save the instrument")
    said(nadia, "A/RES/79/1 is saved.")
    nadia.looks("instrument-saved")

    nadia.link("Anatomy")
    nadia.looks("anatomy")
    page.get_by_label("Reason").fill("States are asked, and so are we.")
    nadia.button("Save the correction")
    said(nadia, "The correction holds from now on.")
    nadia.looks("anatomy-corrected")
    nadia.link("Withdraw")
    nadia.looks("anatomy-withdraw")
    nadia.button("Withdraw")
    said(nadia, "The correction is withdrawn.")
