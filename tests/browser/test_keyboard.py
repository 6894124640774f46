"""Everything can be reached and done with the keyboard alone, and one always sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Meet
from tests.browser.pages import open_item, said
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

# The element with the focus: its name, the width of its outline, and whether it is seen.
FOCUS = """() => {
  const element = document.activeElement
  const style = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const top = document.elementFromPoint(
    box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 12))
  return {
    name: element.id || element.textContent.trim() || element.name || element.tagName,
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    seen: top !== null && (element.contains(top) || top.contains(element)),
  }
}"""


def press_until(page: Page, name: str, key: str = "Tab") -> list[str]:
    """Press a key until something has the focus; returns what had it on the way.

    Whatever has the focus shows it, and nothing covers it.
    """
    passed: list[str] = []
    while name not in passed:
        assert len(passed) < 60, f"{name} isn't reached: {passed}"
        page.keyboard.press(key)
        focus = page.evaluate(FOCUS)
        assert focus["outline"] >= 2, f"{focus['name']} doesn't show its focus"
        assert focus["seen"], f"{focus['name']} has the focus, and something covers it"
        passed.append(focus["name"])
    return passed


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


def fill_in_by_keyboard(visitor: Visitor, text: str) -> None:
    page = visitor.page
    page.reload()
    first = "id_value_1" if page.locator("#id_value_1:checked").count() else "id_value_0"
    press_until(page, first)
    if first == "id_value_0":
        page.keyboard.press("ArrowDown")
    press_until(page, "id_justification")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    press_until(page, "Save")
    with page.expect_navigation():
        page.keyboard.press("Enter")


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
