"""From sign-in to PDF: the whole path, as the people of the demonstration walk it.

They walk it with JavaScript and again without. Every page on the way is looked at.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import desk, office
from tests.browser.conftest import Meet
from tests.browser.pages import read_pdf
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripted", [True, False], ids=["with-JavaScript", "without"])
def test_from_sign_in_to_pdf(own_site: Site, meet: Meet, tmp_path: Path, scripted: bool) -> None:
    own_site.drive("arm_schedule", "1")
    amina, ingrid, thomas = (meet(own_site, scripted=scripted) for _person in range(3))

    office.signs_in(amina)
    items = office.sees_what_is_open(amina)
    first, second, third, counted, last = (
        next(item for item in items if item.endswith(f"/{ref}/"))
        for ref in ("39.1", "39.3", "39.4", "43.7", "50.1")
    )
    others = [item for item in items if item not in (first, second, third, counted, last)]
    office.asked_for_a_reason(amina, first)
    office.gives_a_link(amina, second)
    office.gives_files(amina, third, tmp_path)
    office.gives_figures(amina, counted)
    office.answers_all(amina, others)
    office.answers_what_submitting_still_names(amina, last)
    stale_answer = in_another_tab(amina, last)
    office.submits(amina)
    amina.looks("assessment-submitted")
    assert_too_late(amina, stale_answer, "Save")

    ref = second.rstrip("/").rsplit("/")[-1]
    desk.comes_from_the_mail(ingrid, own_site)
    desk.accepts_one_and_returns_one(ingrid, ref)
    desk.sees_figures(ingrid, counted.rstrip("/").rsplit("/")[-1])
    assert desk.accepts_the_rest(ingrid) == office.ITEMS - 2
    desk.returns_the_assessment(ingrid)

    office.reads_what_to_mend(amina, own_site)
    office.mends(amina, second)
    office.submits(amina)

    desk.accepts_what_was_mended(ingrid, office.MENDED)
    stale_verdict = in_another_tab(ingrid, f"{ingrid.page.url}items/{ref}/")
    desk.signs_off(ingrid)
    assert_too_late(ingrid, stale_verdict, "Save and go on")
    assert_takes_nothing(amina, second)
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
    mail = site.mail_to("observer", "Report")
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
