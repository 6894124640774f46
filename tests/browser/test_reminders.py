"""Reminders: how often a person chooses to have them, and none for an office that is evacuated."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.pages import refused, said
from tests.browser.site import Site

pytestmark = pytest.mark.browser

REASON = "The office is evacuated since Sunday."


@pytest.mark.parametrize("scripted", [True, False], ids=["with-JavaScript", "without"])
def test_reminders_are_chosen_paused_and_resumed(
    shared_site: Site, meet: Meet, *, scripted: bool
) -> None:
    for name in ("country.focal.point", "coordinator"):
        meet(shared_site, name).leave()
    grace = meet(shared_site, "country.focal.point", scripted=scripted)
    page = grace.go("/account/profile/")
    page.get_by_role("radio", name="Once a week" if scripted else "Never").check()
    grace.button("Save")
    said(grace, "Your profile is saved.")

    marta = meet(shared_site, "coordinator", scripted=scripted)
    marta.go("/")
    page = marta.menu("Cycles")
    marta.link("2026")
    row = page.locator("main tbody tr").filter(has_text="Nairobi country office")
    marta.follow(row.get_by_role("link", name="Pause"))
    marta.button("Pause")
    refused(marta, page.get_by_role("textbox"), "This field is required.")
    marta.looks("pause-refused")
    page.get_by_role("textbox").fill(REASON)
    marta.button("Pause")
    said(marta, "The assessment is paused")
    expect(row).to_contain_text("Paused")
    marta.looks("cycle-paused")

    grace.go("/assessments/")
    grace.link("Nairobi country office")
    grace.reads("This assessment is paused")

    marta.follow(row.get_by_role("link", name="Resume"))
    marta.reads(REASON)
    marta.button("Resume")
    said(marta, "The assessment goes on.")
