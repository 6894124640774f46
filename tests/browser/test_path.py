"""From sign-in to PDF: the whole path, as the people of the demonstration walk it.

They walk it with JavaScript and again without. Every page on the way is looked at. Items of the
same kind, of which there are many, are answered and decided once on the pages.
"""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser import desk, office
from tests.browser.conftest import Meet
from tests.browser.pages import read_pdf, ref_of
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

# One item of each kind, in the checklist's order, which is answered and decided on the pages: the
# delegated one, a single figure, not applicable, with a link, with files, no figures kept, several
# figures, by keyboard, and the last. The others are, by the services that the pages use.
BY_HAND = ("35.8", "35.11", "39.1", "39.3", "39.4", "43.6", "43.7", "48.1", "50.1")


@pytest.mark.parametrize("scripted", [True, False], ids=["with-JavaScript", "without"])
def test_from_sign_in_to_pdf(own_site: Site, meet: Meet, tmp_path: Path, scripted: bool) -> None:
    own_site.drive("arm_schedule", "1")
    amina, ingrid, thomas = (meet(own_site, scripted=scripted) for _person in range(3))

    counts = own_site.drive("count", office.OFFICE)
    office.signs_in(amina, counts)
    items = {ref_of(item): item for item in office.sees_what_is_open(amina, counts["open"])}
    delegated, casualties, no_vehicles, radios, driving, assaulted, detained, typed, last = (
        items.pop(ref) for ref in BY_HAND
    )
    office.answers_what_was_delegated(amina, delegated)
    office.asked_for_a_reason(amina, no_vehicles)
    office.gives_a_link(amina, radios)
    office.gives_files(amina, driving, tmp_path)
    office.gives_a_figure(amina, casualties)
    office.gives_figures(amina, detained)
    office.keeps_no_figures(amina, assaulted)
    office.writes_by_keyboard(amina, typed)
    own_site.drive("answer", office.OFFICE, "focal.point", *items)
    office.answers_what_submitting_still_names(amina, last)
    stale_answer = in_another_tab(amina, last)
    office.submits(amina)
    amina.looks("assessment-submitted")
    assert_too_late(amina, stale_answer, "Save")

    ref = ref_of(radios)
    desk.comes_from_the_mail(ingrid, own_site)
    desk.accepts_one_and_returns_one(ingrid, ref)
    desk.sees_figures(ingrid, ref_of(detained))
    waiting = desk.undecided(ingrid)
    assert len(waiting) == counts["items"] - 2
    by_hand = [ref for ref in waiting if ref in BY_HAND]
    assert len(by_hand) == len(BY_HAND) - 1
    own_site.drive("accept", office.OFFICE, "reviewer", *sorted({*waiting} - {*by_hand}))
    desk.accepts(ingrid, by_hand)
    desk.has_nothing_left(ingrid)
    desk.returns_the_assessment(ingrid)

    office.reads_what_to_mend(amina, own_site)
    office.mends(amina, radios)
    office.submits(amina)

    desk.accepts_what_was_mended(ingrid, office.MENDED)
    stale_verdict = in_another_tab(ingrid, urljoin(ingrid.page.url, f"items/{ref}/"))
    desk.signs_off(ingrid)
    assert_too_late(ingrid, stale_verdict, "Save and go on")
    assert_takes_nothing(amina, radios)
    assert_takes_nothing(ingrid, stale_verdict.url)

    text = office.downloads_a_report(amina, own_site)
    assert office.OFFICE in text
    assert office.MENDED in text

    reads_the_scheduled_report(thomas, own_site)


def in_another_tab(visitor: Visitor, address: str) -> Page:
    """A page with a form on it, opened while the form was still good."""
    page = visitor.context.new_page()
    page.goto(address)
    return page


def assert_too_late(visitor: Visitor, page: Page, button: str) -> None:
    """A form from before is answered by a page that says why nothing was saved."""
    if page.get_by_role("radio", name="Accept", exact=True).is_visible():
        page.get_by_role("radio", name="Accept", exact=True).check()
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name=button, exact=True).click()
    assert navigation.value.status == 409
    expect(page.get_by_role("heading", level=1)).to_have_text("This can't be done now")
    expect(page.get_by_role("main")).to_contain_text("Nothing was changed")
    tab, visitor.page, visitor.document = visitor.page, page, navigation.value
    visitor.looks("too-late")
    visitor.page = tab


def assert_takes_nothing(visitor: Visitor, address: str) -> None:
    """The page is there to read, and has no form."""
    visitor.go(address)
    visitor.reads(office.MENDED)
    visitor.looks("review-item-closed" if "/review/" in address else "answer-closed")
    expect(visitor.page.get_by_role("main").locator("form")).to_have_count(0)


def reads_the_scheduled_report(thomas: Visitor, site: Site) -> None:
    """The observer has it as a mail with the PDF, and finds it on the pages too."""
    mail = site.mail_to("observer", "Office report")
    (attached,) = mail.iter_attachments()
    assert "Nairobi country office" in read_pdf(attached.get_content())
    thomas.go("/")
    thomas.sign_in("observer")
    thomas.looks("observer-start")
    thomas.menu("Reports")
    thomas.looks("observer-reports")
    thomas.link("Nairobi country office")
    thomas.reads("The report is ready", "Who gets it by mail")
    thomas.looks("observer-report")
    with thomas.page.expect_download() as download:
        thomas.page.get_by_role("link", name="Download the PDF").click()
    assert download.value.path().read_bytes() == attached.get_content()
