"""Two people at the same answer, a form that is sent twice, and one that is sent too late."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.pages import attach, evidence_titles, fill_answer, open_item, said
from tests.browser.site import Site
from tests.browser.visitor import TIMEOUT, Visitor
from tests.sample_files import PNG

pytestmark = pytest.mark.browser

HERS = "Every vehicle has two radios."
HIS = "One radio of two is under repair."


def disagree(site: Site, meet: Meet, ref: str) -> Visitor:
    """Amina and Peter open an item, she saves, then he does; returns him."""
    amina, peter = meet(site, "focal.point"), meet(site, "second.focal.point")
    for person in (amina, peter):
        open_item(person, ref)
    fill_answer(amina, "In place", HERS)
    amina.button("Save")
    said(amina, "is saved")
    fill_answer(peter, "Partly in place", HIS)
    peter.button("Save")
    return peter


def assert_both_are_in_the_history(peter: Visitor) -> None:
    peter.link("History")
    texts = peter.page.get_by_role("list").filter(has_text="Version")
    expect(texts).to_contain_text(HERS)
    expect(texts).to_contain_text(HIS)
    expect(texts).to_contain_text("Set aside beside a newer text")


def test_the_second_sees_both_texts_and_keeps_the_first(shared_site: Site, meet: Meet) -> None:
    peter = disagree(shared_site, meet, "48.1")
    peter.reads("Somebody else has saved this answer", "Saved by Amina Odhiambo", HERS, HIS)
    justification = peter.page.get_by_label("Justification")
    expect(justification).to_have_value(HIS)
    peter.looks("answer-conflict")
    peter.button("Keep the saved text")
    said(peter, "The saved text stays.")
    expect(justification).to_have_value(HERS)
    expect(peter.page.get_by_role("radio", name="In place", exact=True)).to_be_checked()
    assert_both_are_in_the_history(peter)


def test_the_second_takes_what_is_good_in_both(shared_site: Site, meet: Meet) -> None:
    peter = disagree(shared_site, meet, "47.1")
    both = f"{HERS} {HIS}"
    peter.page.get_by_label("Justification").fill(both)
    peter.button("Use this text")
    said(peter, "is saved")
    expect(peter.page.get_by_label("Justification")).to_have_value(both)
    expect(peter.page.get_by_role("heading", name="Somebody else")).to_have_count(0)
    assert_both_are_in_the_history(peter)
    peter.reads("Version 2")
    expect(peter.page.locator("ins").first).to_contain_text(HIS)


def test_a_double_click_and_a_form_sent_again(
    shared_site: Site, meet: Meet, tmp_path: Path
) -> None:
    picture = tmp_path / "radio.png"
    picture.write_bytes(PNG)
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "41.5")
    fill_answer(amina, "In place", "Said once.")
    attach(amina, title="Log", link="https://intranet.meridian.example/log", file=picture)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    said(amina, "is saved")
    assert evidence_titles(amina) == ["Log", "radio.png"]

    page.go_back()
    expect(page.get_by_label("Justification")).to_have_value("Said once.", timeout=TIMEOUT)
    amina.button("Save")
    said(amina, "is saved")
    assert evidence_titles(amina) == ["Log", "radio.png"]
    expect(page.get_by_role("heading", name="Somebody else")).to_have_count(0)
    amina.link("History")
    expect(page.get_by_text("Version", exact=False)).to_have_count(1)


def test_a_text_that_arrives_after_the_session_has_ended(shared_site: Site, meet: Meet) -> None:
    for lost in ("session", "session|csrf"):
        amina = meet(shared_site, "focal.point")
        open_item(amina, "41.3")
        fill_answer(amina, "In place", "A long morning's work.")
        amina.context.clear_cookies(name=re.compile(lost))
        amina.button("Save")
        assert amina.status == 403
        expect(amina.page.get_by_role("textbox")).to_have_value("A long morning's work.")
        amina.looks("signed-out")
