"""Everything can be reached and done with the keyboard alone, and one always sees where one is."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.keyboard import fill_in_by_keyboard, press_until
from tests.browser.pages import open_item, said
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_the_first_stop_leads_past_the_navigation(shared_site: Site, meet: Meet) -> None:
    for visitor in (meet(shared_site), meet(shared_site, "coordinator")):
        page = visitor.go("/")
        assert press_until(page, "Skip to the content") == ["Skip to the content"]
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_an_answer_is_written_and_saved(shared_site: Site, meet: Meet) -> None:
    peter = meet(shared_site, "second.focal.point")
    for width in (1280, 360):
        page = open_item(peter, "41.4")
        page.set_viewport_size({"width": width, "height": 640})
        fill_in_by_keyboard(peter, f"Written at {width}.")
        said(peter, "41.4 is saved.")
        expect(page.get_by_label("Justification")).to_have_value(f"Written at {width}.")
        expect(page.get_by_role("radio", name="Mostly in place")).to_be_checked()


def test_a_menu_opens_and_signs_out(shared_site: Site, meet: Meet) -> None:
    thomas = meet(shared_site)
    page = thomas.go("/")
    thomas.sign_in("observer")
    press_until(page, "Your account: Thomas Brandt")
    page.keyboard.press("Enter")
    press_until(page, "Sign out")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    said(thomas, "signed out")
