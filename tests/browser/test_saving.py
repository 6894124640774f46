"""Nothing that is typed is ever lost: whatever happens to the link, the session or the browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Meet
from tests.browser.pages import fill_answer, open_item, said
from tests.browser.site import Site
from tests.browser.visitor import TIMEOUT, Visitor

pytestmark = pytest.mark.browser

SAVED = re.compile(r"Saved \d\d:\d\d")
TYPED = "Every driver was trained in May."
NOTICE = "This text was kept on this device and isn't sent yet"


def writes(visitor: Visitor, text: str, value: str = "Partly in place") -> None:
    """Choose an answer and type, and leave the buttons alone."""
    visitor.page.get_by_role("radio", name=value, exact=True).check()
    visitor.page.get_by_label("Justification").press_sequentially(text, delay=5)


def hears(page: Page, words: str | re.Pattern[str]) -> None:
    """The line beside the buttons says so."""
    expect(page.locator("#saving")).to_contain_text(words, timeout=TIMEOUT)


def forgives(visitor: Visitor) -> None:
    """What the console says of a link that was cut, or of a session that ended, was asked for."""
    asked = re.compile(
        r"htmx:(afterRequest|sendError|responseError|timeout)|Error Code 401 from|^401: .*/save/$"
    )
    visitor.problems[:] = [line for line in visitor.problems if not asked.search(line)]


def kept(page: Page) -> int:
    """How many texts the device keeps."""
    count: int = page.evaluate(
        "() => Object.keys(localStorage).filter(n => n.startsWith('operative.text.')).length"
    )
    return count


def test_a_text_is_saved_while_it_is_written(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "39.3")
    writes(amina, TYPED)
    hears(page, SAVED)
    expect(page.get_by_label("Justification")).to_be_focused()
    page.get_by_label("Justification").press_sequentially(" All of them.", delay=5)
    expect(page.locator("#id_version")).not_to_have_value("1", timeout=TIMEOUT)
    page.wait_for_function("() => !Object.keys(localStorage).length")
    page.reload()
    expect(page.get_by_label("Justification")).to_have_value(f"{TYPED} All of them.")
    amina.link("History")
    expect(page.get_by_text("Version", exact=False)).to_have_count(1)
    amina.looks("answer-history")


def test_what_is_missing_stands_beside_its_field(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "39.4")
    writes(amina, TYPED, "Not applicable")
    hears(page, "not answered yet")
    reason = page.get_by_label("Why it is not applicable")
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#live_not_applicable_reason")).to_contain_text("Say why")
    expect(page.get_by_label("Justification")).to_be_focused()
    amina.looks("answer-unfinished")
    reason.fill("We have no vehicles.")
    expect(page.locator("#live_not_applicable_reason")).to_have_count(0, timeout=TIMEOUT)
    expect(page.locator("#state")).to_contain_text("Not applicable")


def test_a_broken_link_is_told_and_made_up_for(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "39.5")
    amina.context.set_offline(True)
    writes(amina, TYPED)
    hears(page, "No connection: your text is kept on this device")
    assert kept(page) == 1
    amina.looks("answer-offline")
    amina.context.set_offline(False)
    hears(page, SAVED)
    page.wait_for_function("() => !Object.keys(localStorage).length")
    forgives(amina)


def test_a_closed_browser_gives_the_text_back(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "39.6")
    amina.context.set_offline(True)
    writes(amina, TYPED)
    hears(page, "No connection")
    address, state = page.url, amina.context.storage_state()
    shared_site.sessions["focal.point"] = state
    try:
        again = meet(shared_site, "focal.point")
    finally:
        shared_site.sessions.pop("focal.point")
    again.go(address)
    again.reads(NOTICE)
    expect(again.page.get_by_label("Justification")).to_have_value(TYPED)
    again.looks("answer-kept")
    again.page.get_by_role("button", name="Send", exact=True).click()
    hears(again.page, SAVED)
    expect(again.page.locator("#kept")).to_be_hidden()
    assert kept(again.page) == 0
    forgives(amina)


def test_an_ended_session_keeps_the_text_until_one_signs_in(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "39.7")
    amina.context.clear_cookies()
    writes(amina, TYPED)
    hears(page, "You are signed out. Your text is kept on this device.")
    amina.follow(page.locator("#saving a"))
    amina.sign_in("focal.point")
    amina.reads(NOTICE)
    page.get_by_role("button", name="Send", exact=True).click()
    hears(page, SAVED)
    forgives(amina)


def test_nobody_is_shown_what_another_left_on_the_device(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "42.4")
    page.evaluate(
        """() => {
            const month = 31 * 86400000;
            const text = (at) => JSON.stringify({at, fields: {justification: "Not yours"}});
            const item = document.getElementById("kept").dataset.item;
            localStorage.setItem(`operative.text.0.${item}`, text(Date.now()));
            localStorage.setItem("operative.text.0.1/1.1", text(Date.now() - month));
        }"""
    )
    page.reload()
    expect(page.locator("#kept")).to_be_hidden()
    assert kept(page) == 1


def test_a_colleagues_text_is_told_and_both_can_be_put_together(
    shared_site: Site, meet: Meet
) -> None:
    amina, peter = meet(shared_site, "focal.point"), meet(shared_site, "second.focal.point")
    for person in (amina, peter):
        open_item(person, "42.5")
    fill_answer(amina, "In place", "All vehicles have radios.")
    amina.button("Save")
    writes(peter, "Two radios are lost.")
    hears(peter.page, "Amina Odhiambo has saved another text meanwhile. Both are kept.")
    peter.page.get_by_label("Justification").press_sequentially(" One was found.")
    peter.page.wait_for_function("() => !Object.keys(localStorage).length")
    peter.looks("answer-aside")
    peter.follow(peter.page.get_by_role("link", name="See both, and choose"))
    peter.link("Begin with both texts in one")
    both = "All vehicles have radios. Two radios are lost. One was found."
    expect(peter.page.get_by_label("Justification")).to_have_value(both)
    peter.looks("answer-both")
    peter.button("Use this text")
    said(peter, "is saved")
    expect(peter.page.get_by_label("Justification")).to_have_value(both)


def test_the_button_leaves_nothing_on_the_device(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "43.1")
    writes(amina, TYPED)
    amina.button("Save and go on")
    said(amina, "is saved")
    assert kept(page) == 0


def test_without_javascript_the_button_saves(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point", scripted=False)
    page = open_item(amina, "43.2")
    expect(page.locator("#kept")).to_be_hidden()
    fill_answer(amina, "Don't know yet, come back to it", TYPED)
    amina.button("Save")
    said(amina, "stays open, to come back to")
    expect(page.get_by_label("Justification")).to_have_value(TYPED)
