"""An assessment is signed off by somebody who wrote nothing in it, reopened, and signed again."""

import csv
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.keyboard import press_until
from tests.browser.pages import decide, fill_answer, link_in_mail, read_pdf, refused, said
from tests.browser.site import PATIENCE, Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

OFFICE = "Nairobi country office"
REF = "35.1"
REASON = "The plan that was accepted is the one of the year before."
SIGNED, REOPENED = "assessment.signed_off", "assessment.reopened"
MENDED = "The plan of this year is signed since Monday."


@pytest.mark.parametrize("scripted", [True, False], ids=["with-JavaScript", "without"])
def test_signed_reopened_and_signed_again(own_site: Site, meet: Meet, *, scripted: bool) -> None:
    own_site.drive("accept_all", OFFICE, "reviewer")
    own_site.drive("gets_role", "country.focal.point", "reviewer", OFFICE)
    grace, ingrid, marta = (meet(own_site, scripted=scripted) for _person in range(3))
    grace.go("/review/")
    grace.sign_in("country.focal.point")
    is_refused_as_an_author(grace)

    ingrid.go("/review/")
    ingrid.sign_in("reviewer")
    ingrid.link(OFFICE)
    ingrid.link("Sign off")
    signs_off(ingrid, scripted)
    said(ingrid, "The assessment is signed off.")
    first = takes_the_declaration(ingrid)
    ingrid.looks("signed")
    reopens(ingrid)

    grace.go(link_in_mail(own_site, "country.focal.point", "Your self-assessment was reopened"))
    mends_and_submits(grace)
    ingrid.menu("Review")
    ingrid.link(OFFICE)
    ingrid.link("next answer")
    ingrid.reads(MENDED, REASON)
    decide(ingrid, "Accept")
    ingrid.link("Sign off")
    signs_off(ingrid, scripted)
    ingrid.reads("revision 2", MENDED)
    second = takes_the_declaration(ingrid)
    assert first != second
    ingrid.link("Revision 1")
    ingrid.reads("This is a former revision", REASON, first[:32])
    expect(ingrid.page.get_by_text(MENDED)).to_have_count(0)
    ingrid.looks("signed-formerly")
    assert takes_the_declaration(ingrid) == first

    marta.go("/")
    marta.sign_in("coordinator")
    reads_the_trail(marta)


def is_refused_as_an_author(grace: Visitor) -> None:
    """Whoever wrote an answer reads why they can't sign, and has no button to."""
    grace.link(OFFICE)
    grace.link("Sign off")
    grace.reads("You wrote answers in this assessment, so somebody else has to sign it off.")
    expect(grace.page.get_by_role("button", name="Sign off", exact=True)).to_have_count(0)
    grace.looks("sign-off-by-an-author")


def signs_off(ingrid: Visitor, by_keyboard: bool) -> None:
    """The declaration is ticked and the name typed, without the mouse where asked so."""
    page = ingrid.page
    ingrid.reads("Once signed off, nothing in the assessment can be changed.")
    if not by_keyboard:
        page.get_by_role("checkbox").check()
        page.get_by_label("Your name").fill("Ingrid Solberg")
        ingrid.button("Sign off")
        return
    press_until(page, "id_declaration")
    page.keyboard.press("Space")
    press_until(page, "id_name")
    page.keyboard.type("Ingrid Solberg")
    press_until(page, "Sign off")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def takes_the_declaration(person: Visitor) -> str:
    """The hash on the page, which the PDF states too, once a worker has made it."""
    page = person.page
    person.reads("Ingrid Solberg")
    (digest,) = re.findall(r"\b[0-9a-f]{64}\b", page.get_by_role("main").inner_text())
    link = page.get_by_role("link", name="Declaration (PDF)")
    for _second in range(PATIENCE):
        if link.count():
            break
        page.wait_for_timeout(1000)
        person.go(page.url)
    with page.expect_download() as download:
        link.click()
    printed = read_pdf(download.value.path().read_bytes())
    assert digest in printed.replace(" ", "")
    assert OFFICE in printed
    return str(digest)


def reopens(ingrid: Visitor) -> None:
    """With a reason and the items, and not without."""
    page = ingrid.link("Reopen")
    ingrid.looks("reopen")
    ingrid.button("Reopen")
    refused(ingrid, page.get_by_label("Why it is reopened"), "This field is required.")
    ingrid.looks("reopen-refused")
    page.get_by_label("Why it is reopened").fill(REASON)
    box = page.get_by_label(re.compile(f"^{re.escape(REF)} "))
    theme = page.locator("details", has=box)
    if not theme.evaluate("theme => theme.open"):
        theme.locator("> summary").click()
    box.check()
    ingrid.button("Reopen")
    said(ingrid, "The assessment is reopened.")
    ingrid.looks("reopened")


def mends_and_submits(grace: Visitor) -> None:
    """The one item that is open again, and no other."""
    grace.reads("One answer is to be corrected", REF)
    grace.link(re.compile(f"^{re.escape(REF)} "))
    grace.reads(REASON)
    fill_answer(grace, "In place", MENDED)
    grace.button("Save")
    said(grace, f"{REF} is saved.")
    grace.go("/assessments/")
    grace.link(OFFICE)
    grace.link("Submit")
    grace.button("Submit for review")


def reads_the_trail(marta: Visitor) -> None:
    """What was signed and reopened, by whom, from where; and as a table to keep."""
    page = marta.menu("Audit trail")
    marta.reads("Assessment signed off", "Ingrid Solberg", "127.0.0.1")
    marta.looks("audit-trail")
    page.get_by_label("Action").select_option("assessment.reopened")
    marta.button("Filter")
    expect(page.locator("main tbody tr")).to_have_count(1)
    marta.reads("Assessment reopened", f"items: {REF}")
    marta.looks("audit-trail-filtered")
    marta.link("Show everything")
    page.get_by_label("Person").fill("Ingrid")
    marta.button("Filter")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    rows = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert {row["Person"] for row in rows} == {"Ingrid Solberg"}
    steps = [row["Action"] for row in rows if row["Action"] in (SIGNED, REOPENED)]
    assert steps[:3] == [SIGNED, REOPENED, SIGNED]
