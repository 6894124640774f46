"""The coordinator finds who is late, goes down to an answer, and takes the figures along."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripted", [True, False], ids=["with-JavaScript", "without"])
def test_from_all_offices_down_to_an_answer(
    shared_site: Site, meet: Meet, *, scripted: bool
) -> None:
    meet(shared_site, "coordinator").leave()
    marta = meet(shared_site, "coordinator", scripted=scripted)
    marta.go("/")
    page = marta.menu("Overview")
    expect(page.get_by_role("img", name="Signed off: 1")).to_be_visible()
    marta.looks("overview")
    page = marta.link("Heat map")
    marta.looks("overview-heat-map")
    page.get_by_label("Items about").select_option("Policy")
    page.get_by_label("Sorted by").select_option("Worst first")
    marta.button("Show")
    assert "dimension=policy" in page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    assert download.value.path().read_text("utf-8-sig").startswith("Office,Organization,Cycle")
    marta.link("Gaps")
    marta.looks("overview-gaps")
    marta.link("Comparison")
    marta.looks("overview-comparison")
    page = marta.link("Items")
    marta.looks("overview-items")
    marta.follow(page.locator("main tbody a").first)
    marta.looks("overview-item")
    page = marta.follow(page.locator("main tbody a").first)
    assert "/assessments/" in page.url
