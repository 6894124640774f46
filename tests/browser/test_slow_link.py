"""Work over a link of the second generation: 250 kbit/s down, 50 up, 300 ms, and breaks."""

import time

import pytest
from playwright.sync_api import CDPSession, ViewportSize, expect

from tests.browser.conftest import Meet
from tests.browser.pages import decide, fill_answer, open_item, ref_of, said
from tests.browser.site import Site
from tests.browser.test_saving import SAVED, TYPED, forgives, hears, kept, writes
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}
# Bytes in a second, and milliseconds.
LINK = {"latency": 300, "downloadThroughput": 250_000 / 8, "uploadThroughput": 50_000 / 8}
# A hundred kilobytes take 3.2 seconds, each request 0.3 more; the rest is for a busy server.
AT_MOST = 15.0


def throttle(visitor: Visitor) -> CDPSession:
    """From now on the visitor's page goes over the slow link, with nothing in its cache."""
    visitor.page.set_viewport_size(PHONE)
    link = visitor.context.new_cdp_session(visitor.page)
    link.send("Network.enable")
    set_link(link)
    return link


def set_link(link: CDPSession, *, broken: bool = False) -> None:
    """The slow link, or none."""
    link.send("Network.emulateNetworkConditions", {"offline": broken} | LINK)


def test_a_text_is_saved_over_a_slow_link_that_breaks(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    link = throttle(amina)
    begun = time.monotonic()
    amina.go("/assessments/")
    assert time.monotonic() - begun < AT_MOST
    page = open_item(amina, "44.1")
    writes(amina, TYPED)
    hears(page, SAVED)
    page.wait_for_function("() => !Object.keys(localStorage).length")

    set_link(link, broken=True)
    page.get_by_label("Justification").press_sequentially(" And in June.", delay=5)
    hears(page, "No connection: your text is kept on this device")
    assert kept(page) == 1
    set_link(link)
    hears(page, SAVED)
    page.wait_for_function("() => !Object.keys(localStorage).length")
    page.reload()
    expect(page.get_by_label("Justification")).to_have_value(f"{TYPED} And in June.")
    forgives(amina)


def test_without_javascript_a_break_costs_no_text(shared_site: Site, meet: Meet) -> None:
    meet(shared_site, "focal.point").leave()  # signs in, where nobody has yet
    amina = meet(shared_site, "focal.point", scripted=False)
    link = throttle(amina)
    page = open_item(amina, "49.1")
    fill_answer(amina, "Partly in place", TYPED)
    set_link(link, broken=True)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("chrome-error://**")
    # The browser has the form still, and sends it once more.
    set_link(link)
    page.reload()
    said(amina, "49.1 is saved.")
    expect(page.get_by_label("Justification")).to_have_value(TYPED)


def test_a_reviewer_decides_over_a_slow_link(own_site: Site, meet: Meet) -> None:
    ingrid = meet(own_site, "reviewer")
    throttle(ingrid)
    begun = time.monotonic()
    page = ingrid.go("/review/")
    assert time.monotonic() - begun < AT_MOST
    ingrid.link("Nairobi country office")
    ingrid.link("next answer")
    ref = ref_of(page.url)
    begun = time.monotonic()
    decide(ingrid, "Accept")
    said(ingrid, f"{ref}: accepted.")
    assert time.monotonic() - begun < AT_MOST
