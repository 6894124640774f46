"""Everything can be reached and done with the keyboard alone, and one always sees where one is."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.keyboard import fill_in_by_keyboard, press_until
from tests.browser.pages import evidence_titles, open_item, said
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def go_to(visitor: Visitor, *names: str) -> None:
    """Tab to each of these in turn and press Enter, the last of which leads to another page."""
    page = visitor.page
    *openers, last = names
    for name in openers:
        press_until(page, name)
        page.keyboard.press("Enter")
    press_until(page, last)
    with page.expect_navigation():
        page.keyboard.press("Enter")


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


def test_a_coordinator_reads_what_is_folded_away(shared_site: Site, meet: Meet) -> None:
    marta = meet(shared_site, "coordinator")
    page = marta.go("/")
    go_to(marta, "Manage", "Audit trail")
    press_until(page, "id_person")
    page.keyboard.type("Grace")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    marta.reads("Grace Wanjiru")
    with page.expect_download():
        press_until(page, "Export as CSV")
        page.keyboard.press("Enter")
    page.reload()
    go_to(marta, "Manage", "People")
    go_to(marta, "Invite somebody")
    press_until(page, "id_email")


def test_a_coordinator_compares_offices(shared_site: Site, meet: Meet) -> None:
    marta = meet(shared_site, "coordinator")
    page = marta.go("/")
    go_to(marta, "Overview")
    go_to(marta, "Heat map")
    press_until(page, "id_dimension")
    page.keyboard.press("ArrowDown")
    go_to(marta, "Show")
    assert "dimension=p" in page.url
    with page.expect_download():
        press_until(page, "Download CSV")
        page.keyboard.press("Enter")


def test_an_action_is_planned(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "47.1")
    press_until(page, "id_value_0")
    page.keyboard.press("ArrowDown")
    go_to(amina, "Save")
    go_to(amina, "Plan an action")
    press_until(page, "id_title")
    page.keyboard.type("Agree on who calls whom")
    press_until(page, "id_responsible_name")
    page.keyboard.type("fleet manager")
    press_until(page, "id_due_on")
    page.keyboard.type("05312031")
    go_to(amina, "Plan the action")
    said(amina, "The action is in the plan.")


def test_evidence_is_given_and_a_message_sent_and_resolved(shared_site: Site, meet: Meet) -> None:
    amina = meet(shared_site, "focal.point")
    page = open_item(amina, "49.1")
    press_until(page, "id_value_0")
    page.keyboard.press("ArrowDown")
    press_until(page, "id_title")
    page.keyboard.type("Duty rota")
    press_until(page, "id_url")
    page.keyboard.type("https://files.meridian.example/rota")
    go_to(amina, "Save")
    assert evidence_titles(amina) == ["Duty rota"]
    press_until(page, "id_message-text")
    page.keyboard.type("Is the rota of last year enough?")
    go_to(amina, "Send the message")
    said(amina, "Your message is sent.")
    go_to(amina, "Resolve")
    amina.reads("Is the rota of last year enough?", "Resolved by")


def test_items_are_searched_asked_of_a_colleague_and_taken_offline(
    shared_site: Site, meet: Meet
) -> None:
    amina = meet(shared_site, "focal.point")
    amina.go("/")
    go_to(amina, "Lodwar field office")
    page = amina.page
    press_until(page, "id_q")
    page.keyboard.type("vehicle")
    expect(page.locator("#found")).to_contain_text("items")
    page.reload()
    go_to(amina, "Workbook")
    with page.expect_download():
        press_until(page, "Download the workbook")
        page.keyboard.press("Enter")
    open_item(amina, "42.6")
    go_to(amina, "Ask somebody by e-mail address")
    press_until(page, "id_email")
    page.keyboard.type("kay@partner.example")
    press_until(page, "id_name")
    page.keyboard.type("Kay Obi")
    go_to(amina, "Ask by mail")
    said(amina, "Kay Obi is asked by mail.")


def test_a_review_is_assigned(shared_site: Site, meet: Meet) -> None:
    ingrid = meet(shared_site, "reviewer")
    page = ingrid.go("/review/")
    box = page.get_by_role("checkbox", name="Choose Nairobi country office")
    press_until(page, str(box.get_attribute("id")))
    page.keyboard.press("Space")
    press_until(page, "id_reviewer")
    page.keyboard.type("Ingrid")
    go_to(ingrid, "Assign")
    said(ingrid, "Ingrid Solberg")


def test_reminders_are_chosen(shared_site: Site, meet: Meet) -> None:
    peter = meet(shared_site, "second.focal.point")
    page = peter.go("/account/profile/")
    press_until(page, "id_digest_0")
    page.keyboard.press("ArrowDown")
    go_to(peter, "Save")
    said(peter, "Your profile is saved.")
