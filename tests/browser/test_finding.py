"""Among many items and many assessments one finds what one looks for."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.pages import ref_of, said
from tests.browser.site import Site
from tests.browser.visitor import TIMEOUT

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("scripted", [True, False], ids=["with-JavaScript", "without"])


@BOTH
def test_a_focal_point_finds_an_item(shared_site: Site, meet: Meet, *, scripted: bool) -> None:
    meet(shared_site, "focal.point").leave()
    amina = meet(shared_site, "focal.point", scripted=scripted)
    amina.go("/assessments/")
    page = amina.link("Lodwar field office")
    page.locator("#id_q").fill("vehicle")
    if not scripted:
        amina.button("Show")
    expect(page.locator("#found")).to_contain_text("items", timeout=TIMEOUT)
    expect(page.locator("#items ol.items a").first).to_contain_text("vehicle", ignore_case=True)
    amina.go(page.url.partition("?")[0])
    amina.looks("assessment-to-search")
    tab = page.get_by_role("navigation", name="Filters").get_by_role("link", name="Open")
    tab.first.click()
    expect(page.locator("#found")).to_contain_text("items", timeout=TIMEOUT)
    expect(page.locator("#items").get_by_text("In place", exact=True)).to_have_count(0)


@BOTH
def test_a_reviewer_narrows_the_queue_and_assigns(
    shared_site: Site, meet: Meet, *, scripted: bool
) -> None:
    meet(shared_site, "reviewer").leave()
    ingrid = meet(shared_site, "reviewer", scripted=scripted)
    page = ingrid.go("/review/")
    page.get_by_text("Filter and order").click()
    page.get_by_label("Age").select_option("overdue")
    ingrid.button("Show")
    ingrid.reads("Nothing like that")
    ingrid.looks("review-queue-nothing")
    ingrid.link("Show all that waits")
    page.get_by_text("Filter and order").click()
    page.get_by_label("Assigned").select_option("me")
    ingrid.button("Show")
    ingrid.looks("review-queue-narrowed")
    page.get_by_role("checkbox", name="Choose Nairobi country office").check()
    page.get_by_label("Reviewer").select_option(label="Ingrid Solberg")
    page.get_by_label("Review due").fill("2031-01-31")
    ingrid.button("Assign")
    said(ingrid, "Ingrid Solberg")
    ingrid.reads("31 January 2031")


@BOTH
def test_a_reviewer_accepts_what_has_not_changed(
    own_site: Site, meet: Meet, *, scripted: bool
) -> None:
    meet(own_site, "reviewer").leave()
    ingrid = meet(own_site, "reviewer", scripted=scripted)
    ingrid.go("/review/")
    page = ingrid.link("Nairobi country office")
    before = page.locator("main [data-status=pending]").count()
    ingrid.follow(page.locator("a.accept-all").first)
    ingrid.looks("accept-unchanged")
    listed = page.locator("main a[href*='/items/']")
    refs = {ref_of(str(link.get_attribute("href"))) for link in listed.all()}
    assert refs
    ingrid.follow(page.get_by_role("button", name=re.compile("^Accept th")))
    assert page.locator("main [data-status=pending]").count() == before - len(refs)
