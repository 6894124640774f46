"""A reviewer decides by the keyboard alone, with single keys and without them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Meet
from tests.browser.keyboard import press_until
from tests.browser.pages import ref_of, said
from tests.browser.site import Site

pytestmark = pytest.mark.browser

OFFICE = "Nairobi country office"


def _key(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_reviewer_works_by_the_keyboard_alone(own_site: Site, meet: Meet) -> None:
    ingrid = meet(own_site, "reviewer")
    page = ingrid.go("/review/")
    press_until(page, OFFICE)
    _key(page, "Enter")
    press_until(page, "Review the next answer")
    _key(page, "Enter")
    first = ref_of(page.url)
    expect(page.locator("main")).to_be_focused()

    # Single keys: accept, and on to the next; return begins the reason.
    _key(page, "a")
    said(ingrid, f"{first}: accepted.")
    expect(page.locator("main")).to_be_focused()
    second = ref_of(page.url)
    page.keyboard.press("r")
    expect(page.get_by_label("Reason", exact=True)).to_be_focused()
    page.keyboard.type("Say who reads a and r and n.")
    press_until(page, "Save and go on")
    _key(page, "Enter")
    said(ingrid, f"{second}: returned.")
    third = ref_of(page.url)
    _key(page, "n")
    assert ref_of(page.url) != third
    _key(page, "p")
    assert ref_of(page.url) == third

    # The keys are explained, and can be turned off.
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Use single keys").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("main").focus()
    page.keyboard.press("a")
    page.keyboard.press("n")
    assert ref_of(page.url) == third

    # Without them: a common reason is chosen, and the verdict with it.
    press_until(page, "id_common")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Reason", exact=True)).to_have_value(
        "The answer says what is planned. Please say what is in place today, and since when."
    )
    press_until(page, "Save and go on")
    _key(page, "Enter")
    said(ingrid, f"{third}: returned.")


def test_a_reviewer_works_without_scripts(own_site: Site, meet: Meet) -> None:
    ingrid = meet(own_site, "reviewer", scripted=False)
    page = ingrid.go("/review/")
    ingrid.link(OFFICE)
    ingrid.link("next answer")
    ref = ref_of(page.url)
    page.get_by_label("Return", exact=True).check()
    page.get_by_label("Common reason for a return").select_option(index=3)
    ingrid.button("Save and go on")
    said(ingrid, f"{ref}: returned.")
    page.get_by_label("Your message").fill("Who keeps the log?")
    ingrid.button("Send the message")
    said(ingrid, "Your message is sent.")
    ingrid.reads("Who keeps the log?", "Open")
