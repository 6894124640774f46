"""What contributor, coordinator and secretariat find: each their part, and no more."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.pages import fill_answer, link_in_mail, open_item, refused, said
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

DELEGATED = "35.8"
MORE = "41.1"


def test_a_contributor_sees_the_one_item_that_was_delegated(shared_site: Site, meet: Meet) -> None:
    joseph = meet(shared_site, "contributor")
    page = joseph.go("/")
    joseph.reads("Asked of you", DELEGATED)
    navigation = page.get_by_role("navigation", name="Main").get_by_role("link")
    assert navigation.all_text_contents() == ["Assessments", "Checklists", "Instruments"]
    joseph.menu("Assessments")
    joseph.link("Lodwar field office")
    joseph.reads("You see the items that were delegated to you.")
    items = page.get_by_role("main").locator("ol.items > li")
    expect(items).to_have_count(1)
    joseph.looks("contributor-assessment")
    joseph.follow(items.get_by_role("link"))
    fill_answer(joseph, "In place", "The drivers sign the rules each year.")
    joseph.button("Save")
    said(joseph, f"{DELEGATED} is saved.")

    joseph.go(page.url.replace(DELEGATED, MORE))
    assert joseph.status == 404
    joseph.looks("not-found")

    delegate(meet(shared_site, "focal.point"), MORE, "Joseph Lokwang")
    joseph.go(link_in_mail(shared_site, "contributor", "Amina Odhiambo asks for your answer"))
    fill_answer(joseph, "Partly in place", "For the guards alone.")
    joseph.button("Save")
    said(joseph, f"{MORE} is saved.")


def delegate(amina: Visitor, ref: str, name: str) -> None:
    """Ask a contributor for an answer, by the form of the answer."""
    page = open_item(amina, ref)
    page.get_by_label("Ask a colleague for this answer").select_option(label=name)
    amina.follow(page.get_by_role("button", name=re.compile("delegate", re.IGNORECASE)))
    said(amina, name)


def test_a_coordinator_opens_a_cycle_and_sees_who_is_late(shared_site: Site, meet: Meet) -> None:
    marta = meet(shared_site, "coordinator")
    marta.go("/")
    marta.menu("Cycles")
    marta.link("Open a cycle")
    marta.looks("cycle-new")
    page = marta.page
    page.get_by_label("Name").fill("2025, catching up")
    page.get_by_label("Checklist").select_option(index=1)
    for field, day in (
        ("First day", "2025-07-01"),
        ("Last day", "2025-12-31"),
        ("Due", "2025-01-31"),
    ):
        page.get_by_label(field).fill(day)
    marta.button("Open the cycle")
    refused(marta, page.get_by_label("Due date"), "The due date lies before the period.")
    marta.looks("cycle-new-refused")
    page.get_by_label("Due date").fill("2026-01-31")
    page.get_by_label("Geneva headquarters").check()
    marta.button("Open the cycle")
    said(marta, "The cycle is open.")
    marta.reads("1 overdue", "Geneva headquarters", "Not started", "0 of 79")
    marta.looks("cycle-late")
    mail = shared_site.mail_to("hq.focal.point", "A self-assessment is open")
    assert "2026-01-31" in mail.get_content()
    marta.menu("Cycles")
    marta.reads("2025, catching up", "One office")
    marta.go("/")
    late = page.get_by_role("region", name="Late")
    expect(late.get_by_role("link", name="Geneva headquarters")).to_be_visible()
    marta.looks("coordinator-start-late")


def test_a_coordinator_makes_changes_and_pauses_a_schedule(shared_site: Site, meet: Meet) -> None:
    marta = meet(shared_site, "coordinator")
    marta.go("/")
    marta.menu("Schedules")
    marta.link("New schedule")
    page = marta.page
    marta.looks("schedule-new")
    next_year = dt.date.today().year + 1  # a day far away, in any time zone
    page.get_by_label("Office", exact=True).select_option(label="Lodwar field office")
    page.get_by_label("How often").select_option(label="Every three months")
    page.get_by_label("First on").fill(f"{next_year}-01-31")
    marta.button("Save")
    assert marta.status == 400
    marta.reads("Choose at least one person or role.")
    marta.looks("schedule-refused")
    page.get_by_label("Thomas Brandt").check()
    marta.button("Save")
    said(marta, "The schedule is saved.")
    marta.reads(f"31 January {next_year}", f"30 April {next_year}")
    marta.looks("schedule")

    page.get_by_label("How often").select_option(label="Every month")
    marta.button("Save")
    said(marta, "The schedule is saved.")
    marta.reads(f"28 February {next_year}" if next_year % 4 else f"29 February {next_year}")

    marta.button("Pause")
    said(marta, "The schedule is paused.")
    marta.reads("When it would fall due")
    marta.looks("schedule-paused")
    marta.link("Delete")
    marta.looks("schedule-delete")
    marta.link("Cancel")
    marta.menu("Schedules")
    marta.reads("Lodwar field office", "Paused", "Nairobi country office")
    marta.looks("schedules")


@pytest.mark.parametrize("scripted", [True, False], ids=["with-JavaScript", "without"])
def test_the_secretariat_publishes_a_draft_and_edits_nothing(
    own_site: Site, meet: Meet, scripted: bool
) -> None:
    own_site.drive("draft_checklist")
    nadia = meet(own_site, "secretariat", scripted=scripted)
    page = nadia.go("/")
    nadia.menu("Administration")
    sections = [link.get_attribute("href") for link in page.locator("#content th a").all()]
    assert len(sections) >= 8
    for address in sections:
        assert address
        nadia.go(address)
        assert nadia.status == 200, address
        nadia.fits(address)

    page = nadia.go("/admin/checklists/checklist/")
    expect(page.get_by_role("link", name=re.compile("^Add checklist"))).to_have_count(0)
    row = page.locator("#result_list tbody tr")
    published = row.filter(has_text="Published")
    count = published.count()
    assert row.count() == count + 1
    nadia.follow(published.get_by_role("link").first)
    expect(page.locator("input[name=title], textarea, [name=_save]")).to_have_count(0)
    nadia.go("/admin/checklists/checklist/")
    row.filter(has_text="Draft").get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option("publish_selected")
    nadia.follow(page.locator("button[name=index]"))
    expect(page.get_by_text("is published.")).to_be_visible()
    expect(published).to_have_count(count + 1)
    nadia.go("/checklists/")
    nadia.reads("version 3", "version 4")
