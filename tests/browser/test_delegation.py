"""A theme is asked of somebody without an account, who answers on a telephone."""

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import Meet
from tests.browser.pages import said
from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.worker.installation import wait_until

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.mark.parametrize("scripted", [True, False], ids=["with-JavaScript", "without"])
def test_a_theme_goes_out_and_an_answer_comes_back(
    shared_site: Site, meet: Meet, scripted: bool
) -> None:
    # Each run asks another theme, since all share one installation.
    address = "Gender and security" if scripted else "Working with others"
    email = f"kim.{scripted}@partner.example".lower()
    amina = meet(shared_site, scripted=scripted)
    amina.go("/")
    amina.sign_in("focal.point")
    amina.go(f"/assessments/{shared_site.drive('assessments')['Lodwar field office']}/")
    amina.page.get_by_role("heading", name=address).click()
    part = amina.page.locator("details.theme").filter(has_text=address)
    amina.follow(part.get_by_role("link", name="Ask a colleague for this theme"))
    amina.looks("delegate")
    amina.page.get_by_label("E-mail address").fill(email)
    amina.page.get_by_label("Name").fill("Kim Lee")
    amina.button("Ask by mail")
    said(amina, "Kim Lee is asked by mail.")
    amina.looks("delegations")

    kim = meet(shared_site, scripted=scripted)
    kim.page.set_viewport_size(PHONE)
    kim.go(link_to(shared_site, email))
    assert kim.status == 200
    kim.looks("link")
    kim.page.set_viewport_size(PHONE)
    kim.follow(kim.page.get_by_role("main").locator("ol.items a").first)
    answers(kim)
    kim.looks("link-answer")
    kim.button("Send")
    said(kim, "is sent. Thank you.")
    kim.go("/assessments/")
    expect(kim.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()

    amina.go(amina.page.url)
    item = amina.page.get_by_role("main").locator("ol.items").first.get_by_role("link")
    amina.follow(item.last)
    amina.looks("proposal")
    amina.button("Confirm this answer")
    said(amina, "is saved.")


def answers(kim: Visitor) -> None:
    """On the scale, with a reason; a draft first, which waits."""
    kim.page.get_by_role("radio", name="Partly in place").check()
    kim.page.get_by_label("Justification").fill("Half of them, since May.")
    kim.button("Save as a draft")
    said(kim, "is saved.")
    expect(kim.page.get_by_label("Justification")).to_have_value("Half of them, since May.")


def link_to(site: Site, email: str) -> str:
    """The link in the mail to an address."""
    found: list[str] = []

    def arrived() -> bool:
        found.extend(
            re.findall(r"http://\S+/d/\S+", message.get_content())[0]
            for message in site.mailbox.messages
            if message["To"] == email
        )
        return bool(found)

    assert wait_until(arrived, 60)
    return found[-1]
