"""The focal point plans what is to be done, tells how far it is, and closes it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.pages import fill_answer, open_item, refused, said
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripted", [True, False], ids=["with-JavaScript", "without"])
def test_an_action_is_planned_reported_and_done(
    shared_site: Site, meet: Meet, *, scripted: bool
) -> None:
    # Each run takes another item, since all share one installation.
    ref, title = ("42.2", "Fit two radios") if scripted else ("42.3", "Buy two radios")
    meet(shared_site, "focal.point").leave()
    amina = meet(shared_site, "focal.point", scripted=scripted)
    page = open_item(amina, ref)
    fill_answer(amina, "Partly in place", "Two vehicles have none.")
    amina.button("Save")
    amina.link("Plan an action")
    page.get_by_label("What is to be done").fill(title)
    amina.button("Plan the action")
    refused(amina, page.get_by_label("Until when"), "This field is required.")
    amina.looks("action-new-refused")
    page.get_by_label("Until when").fill("2031-05-31")
    page.get_by_label("Or somebody without an account").fill("fleet manager")
    amina.button("Plan the action")
    said(amina, "The action is in the plan.")

    amina.menu("Action plan")
    amina.reads("Overdue", title)
    amina.looks("action-plan")
    amina.link(title)
    page.get_by_label("Progress", exact=True).and_(page.locator("select")).select_option("50")
    page.get_by_label("Note").fill("One is fitted.")
    amina.button("Save")
    said(amina, "The action is changed.")
    amina.reads("One is fitted.")
    amina.looks("action")
    amina.link("Mark as done")
    amina.looks("action-close")
    page.get_by_label("What was done").fill("Both are fitted.")
    amina.button("Mark as done")
    amina.reads("Both are fitted.")
    expect(page.get_by_role("link", name="Take it up again")).to_be_visible()
