"""What people do with the keyboard alone."""

from playwright.sync_api import Page

from tests.browser.visitor import Visitor

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


def fill_in_by_keyboard(visitor: Visitor, text: str) -> None:
    """Write an answer into the form that is open: the second value, or the first after it; save."""
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
