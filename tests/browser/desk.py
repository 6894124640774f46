"""What the reviewer does on the whole path, step by step, looking at each page."""

from playwright.sync_api import expect

from tests.browser.office import OFFICE, REASON
from tests.browser.pages import decide, link_in_mail, ref_of, refused, said
from tests.browser.site import Site
from tests.browser.visitor import Visitor, attribute


def comes_from_the_mail(ingrid: Visitor, site: Site) -> None:
    """The mail's link leads through the sign-in to the page that it names."""
    ingrid.go(link_in_mail(site, "reviewer", "A self-assessment waits for your review"))
    ingrid.sign_in("reviewer")
    ingrid.reads(OFFICE)
    expect(ingrid.page.get_by_role("link", name="next answer")).to_be_visible()


def accepts_one_and_returns_one(ingrid: Visitor, ref: str) -> None:
    """From the queue to the desk; a return needs a reason."""
    ingrid.menu("Review")
    ingrid.looks("review-queue")
    ingrid.link(OFFICE)
    ingrid.looks("review")
    ingrid.link("next answer")
    ingrid.looks("review-item")
    decide(ingrid, "Accept")
    said(ingrid, "accepted")
    page = ingrid.link("All answers")
    ingrid.follow(page.locator(f"main a[href$='/items/{ref}/']"))
    ingrid.reads("All vehicles carry two radios.", "Radio log")
    decide(ingrid, "Return")
    refused(ingrid, page.get_by_label("Reason", exact=True), "Say what should be")
    ingrid.looks("review-item-refused")
    decide(ingrid, "Return", REASON)
    said(ingrid, f"{ref}: returned.")


def sees_figures(ingrid: Visitor, ref: str) -> None:
    """What was counted, in words, in the overview and on the desk."""
    page = ingrid.link("All answers")
    ingrid.reads("Persons: 5.")
    ingrid.follow(page.locator(f"main a[href$='/items/{ref}/']"))
    ingrid.reads("Persons: 5.", "From six reports.")
    ingrid.looks("review-item-figures")


def undecided(ingrid: Visitor) -> list[str]:
    """The references of the answers that wait for a verdict, as the overview has them."""
    page = ingrid.link("All answers")
    rows = page.locator("main tr").filter(has=page.locator("[data-status=pending]"))
    return [ref_of(attribute(link, "href")) for link in rows.locator("th a").all()]


def accepts(ingrid: Visitor, refs: list[str]) -> None:
    """Save and go on, through all that wait."""
    ingrid.go(ingrid.page.url)  # others may have decided meanwhile
    ingrid.link("next answer")
    for ref in refs:
        assert ref_of(ingrid.page.url) == ref
        decide(ingrid, "Accept")


def has_nothing_left(ingrid: Visitor) -> None:
    """The desk is empty, and shows it."""
    expect(ingrid.page.get_by_role("button", name="Save and go on")).to_have_count(0)
    expect(ingrid.page.get_by_role("link", name="next answer")).to_have_count(0)


def returns_the_assessment(ingrid: Visitor) -> None:
    """With what is returned in view, and a note."""
    ingrid.link("Return to the office")
    ingrid.reads("These answers reopen for the office", REASON)
    ingrid.looks("return")
    ingrid.page.get_by_label("Note to the focal point").fill("Please by Friday.")
    ingrid.button("Return to the office")
    said(ingrid, "The assessment is returned.")
    ingrid.reads("Nairobi country office")
    expect(ingrid.page.get_by_role("link", name=OFFICE)).to_have_count(0)


def accepts_what_was_mended(ingrid: Visitor, text: str) -> None:
    """The one answer that is new, beside what was said of it."""
    ingrid.menu("Review")
    ingrid.link(OFFICE)
    ingrid.link("next answer")
    ingrid.reads(text, "What was said so far", REASON)
    ingrid.looks("review-item-mended")
    decide(ingrid, "Accept")


def signs_off(ingrid: Visitor) -> None:
    """On a declaration, and not without it."""
    ingrid.link("Sign off")
    ingrid.looks("sign-off")
    ingrid.button("Sign off")
    declaration = ingrid.page.get_by_role("checkbox")
    refused(ingrid, declaration, "Without this declaration")
    ingrid.looks("sign-off-refused")
    declaration.check()
    ingrid.page.get_by_label("Your name").fill("Ingrid Solberg")
    ingrid.button("Sign off")
    said(ingrid, "The assessment is signed off.")
    ingrid.reads("Hash of the frozen data", "Ingrid Solberg")
    ingrid.looks("assessment-signed")
