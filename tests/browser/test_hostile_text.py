"""Texts that try to be more than text, or are longer or wider than anybody expects."""

import unicodedata

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Meet
from tests.browser.pages import download_report, fill_answer, open_item, read_pdf, said
from tests.browser.site import Site

pytestmark = pytest.mark.browser

MARKUP = "<script>alert(1)</script> <b>bold</b> &amp; {{ 7 }} <img src=x onerror=alert(2)>"
ARABIC = ("لدى جميع المركبات جهازا راديو، ويجري إصلاح أحدهما. " * 400)[:20_000].strip()
WORD = "Sicherheitsbeauftragter" * 9
TEXTS = {"42.1": MARKUP, "43.1": ARABIC, "50.1": WORD}


def direction(element: Locator) -> str:
    """Which way the element's text runs."""
    return str(element.evaluate("element => getComputedStyle(element).direction"))


def test_every_page_and_the_report_show_it_literally(shared_site: Site, meet: Meet) -> None:
    amina, marta = meet(shared_site, "focal.point"), meet(shared_site, "coordinator")
    for ref, text in TEXTS.items():
        page = open_item(amina, ref)
        fill_answer(amina, "Partly in place", text)
        amina.button("Save")
        said(amina, "is saved")
        justification = page.get_by_label("Justification")
        expect(justification).to_have_value(text)
        assert direction(justification) == ("rtl" if text == ARABIC else "ltr")
        amina.looks(f"hostile-{ref}-form")

        page = open_item(marta, ref)
        shown = page.get_by_role("main").get_by_text(text[:60])
        expect(shown).to_have_text(text)
        assert direction(shown) == ("rtl" if text == ARABIC else "ltr")
        marta.looks(f"hostile-{ref}")

    amina.go("/assessments/")
    amina.link("Lodwar field office")
    printed = read_pdf(download_report(amina))
    assert MARKUP in printed
    assert WORD in "".join(filter(str.isalpha, printed)), "however often it is broken"
    letters = sum(char.isalpha() for char in ARABIC)
    plain = unicodedata.normalize("NFKC", printed)
    found = sum(char.isalpha() and "ARABIC" in unicodedata.name(char, "") for char in plain)
    assert found >= 0.95 * letters
