"""What the focal point does on the whole path, step by step, looking at each page."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.keyboard import fill_in_by_keyboard
from tests.browser.pages import (
    attach,
    breadcrumb,
    evidence_titles,
    fill_answer,
    fill_figures,
    link_in_mail,
    open_items,
    read_pdf,
    refused,
    said,
)
from tests.browser.site import PATIENCE, Site
from tests.browser.visitor import Visitor
from tests.sample_files import PNG

OFFICE = "Lodwar field office"
REASON = "Say which of the two radios is under repair."
MENDED = "The radio of the second vehicle is under repair until 3 August."


def signs_in(amina: Visitor, counts: dict[str, int]) -> None:
    """Any address leads to the sign-in, and that to what waits."""
    items, unanswered = counts["items"], counts["open"]
    assert 0 < unanswered < items
    amina.go("/")
    amina.looks("sign-in")
    amina.sign_in("focal.point")
    amina.reads("Your tasks", f"{items - unanswered} of {items} answered")
    amina.looks("focal-point-start")
    amina.link(OFFICE)
    amina.looks("assessment-open")


def sees_what_is_open(amina: Visitor, unanswered: int) -> list[str]:
    """Submitting says what is still open, and links to it."""
    amina.link("Submit")
    amina.reads(f"{unanswered} items are still open")
    amina.looks("submit-incomplete")
    items = open_items(amina)
    assert len(items) == unanswered
    expect(amina.page.get_by_role("button", name="Submit for review")).to_have_count(0)
    return items


def asked_for_a_reason(amina: Visitor, item: str) -> None:
    """Not applicable needs a reason; what was written is kept meanwhile."""
    page = amina.go(item)
    amina.looks("answer-unanswered")
    fill_answer(amina, "Not applicable", justification="We have no vehicles.\nNone at all.")
    amina.button("Save")
    refused(amina, page.get_by_label("Why it is not applicable"), "Say why this item")
    expect(page.get_by_label("Justification")).to_have_value("We have no vehicles.\nNone at all.")
    expect(page.get_by_role("radio", name="Not applicable")).to_be_checked()
    amina.looks("answer-refused")
    page.get_by_label("Why it is not applicable").fill("The office hires cars with drivers.")
    amina.button("Save")
    said(amina, "is saved")
    amina.reads("Not applicable")


def gives_a_link(amina: Visitor, item: str) -> None:
    """Evidence as a link, saved together with the answer."""
    page = amina.go(item)
    fill_answer(amina, "Mostly in place", "All vehicles carry two radios.")
    attach(amina, title="Radio log", link="https://intranet.meridian.example/radio")
    amina.button("Save")
    said(amina, "is saved")
    assert evidence_titles(amina) == ["Radio log"]
    amina.looks("answer-with-evidence")
    amina.link("Remove")
    amina.looks("evidence-remove")
    amina.link("Keep it")
    amina.link("History")
    amina.reads(
        "Amina Odhiambo", "Unanswered → to:Mostly in place", "All vehicles carry two radios."
    )
    amina.looks("history")
    expect(page.get_by_role("link", name="Remove")).to_have_count(0)


def gives_files(amina: Visitor, item: str, folder: Path) -> None:
    """A file is taken; one whose content belies its name is refused, and the answer is kept."""
    page = amina.go(item)
    disguised = folder / "log.pdf"
    disguised.write_bytes(PNG)
    fill_answer(amina, "In place", "Since 2024.")
    attach(amina, title="Driving log", file=disguised)
    amina.button("Save")
    said(amina, "Your answer is saved, but the evidence is not.")
    refused(amina, page.get_by_label("File"), "is not a PDF document: its content is a PNG picture")
    amina.looks("answer-evidence-refused")
    expect(page.get_by_label("Justification")).to_have_value("Since 2024.")
    expect(page.get_by_label("What it is")).to_have_value("Driving log")
    picture = folder / "log.png"
    picture.write_bytes(PNG)
    attach(amina, title="Driving log", file=picture)
    amina.button("Save")
    said(amina, "is saved")
    assert evidence_titles(amina) == ["Driving log"]
    with page.expect_download() as download:
        page.get_by_role("link", name="Driving log").first.click()
    assert download.value.suggested_filename == "log.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def writes_by_keyboard(amina: Visitor, item: str) -> None:
    """The whole form, without the mouse."""
    amina.go(item)
    fill_in_by_keyboard(amina, "Begun in May, done by October.")
    said(amina, "is saved")
    expect(amina.page.get_by_role("radio", name="Mostly in place")).to_be_checked()


def answers_what_was_delegated(amina: Visitor, item: str) -> None:
    """Whoever delegates an item may still answer it."""
    amina.go(item)
    amina.reads("Joseph Lokwang")
    fill_answer(amina, "Not in place", "Planned for October.")
    amina.button("Save")
    said(amina, "is saved")


def gives_figures(amina: Visitor, item: str) -> None:
    """A number for each cell; one that is missing is named, and the others are kept meanwhile."""
    page = amina.go(item)
    amina.looks("answer-indicator")
    fill_figures(amina, "From six reports.")
    missing = page.get_by_label("Internationally recruited, men")
    missing.fill("")
    amina.button("Save")
    refused(amina, missing, "Give a number: 0 if there were none.")
    amina.looks("answer-indicator-refused")
    expect(page.get_by_label("Locally recruited, women")).to_have_value("1")
    missing.fill("0")
    amina.button("Save")
    said(amina, "is saved")
    amina.looks("answer-indicator-saved")
    amina.link("History")
    amina.reads("Persons: 5.", "Internationally recruited: women 1, men 0")


def gives_a_figure(amina: Visitor, item: str) -> None:
    """An indicator that asks for one number."""
    amina.go(item)
    fill_figures(amina, "As the register has it.")
    amina.button("Save")
    said(amina, "is saved")
    amina.looks("answer-one-figure")


def keeps_no_figures(amina: Visitor, item: str) -> None:
    """Not every office counts, and it can say so."""
    amina.go(item)
    amina.page.get_by_role("radio", name="No figures kept", exact=True).check()
    amina.button("Save")
    said(amina, "is saved")
    amina.looks("answer-no-figures")


def answers_what_submitting_still_names(amina: Visitor, item: str) -> None:
    """What is left is named by the page that would submit, and answered from there."""
    amina.follow(breadcrumb(amina.page, OFFICE))
    amina.link("Submit")
    amina.reads("One item is still open")
    assert open_items(amina) == [item]
    amina.follow(amina.page.locator("ol.items a"))
    fill_answer(amina, "In place", "Written down in the plan of March.")
    amina.button("Save")
    said(amina, "is saved")


def submits(amina: Visitor) -> None:
    """Hand it to the reviewers, after being asked once more."""
    amina.follow(breadcrumb(amina.page, OFFICE))
    amina.link("Submit")
    amina.reads("Every item is answered.")
    amina.looks("submit")
    amina.button("Submit for review")
    said(amina, "The assessment is submitted.")
    amina.reads("Submitted by Amina Odhiambo", "until then nothing in it can be changed")


def reads_what_to_mend(amina: Visitor, site: Site) -> None:
    """The mail links to the assessment, and the assessment to what was returned."""
    amina.go(link_in_mail(site, "focal.point", "Your self-assessment was returned"))
    amina.reads("The reviewer has returned this assessment", "Please by Friday.")
    amina.looks("assessment-returned")


def mends(amina: Visitor, item: str) -> None:
    """The reason stands with the answer; the others are closed."""
    notice = amina.page.get_by_role("main").locator(".notice.warning")
    amina.follow(notice.get_by_role("link"))
    assert amina.page.url.endswith(item)
    amina.reads("The reviewer has returned this answer", REASON)
    amina.looks("answer-returned")
    amina.page.get_by_label("Justification").fill(MENDED)
    amina.button("Save")
    said(amina, "is saved")


def downloads_a_report(amina: Visitor, site: Site) -> str:
    """Ask for a report, see it wait for a worker and become ready by itself, and read its PDF."""
    amina.menu("Assessments")
    amina.looks("assessments")
    amina.link(OFFICE)
    amina.link("Make a report")
    amina.looks("report-new")
    expect(amina.page.get_by_label("Assessment")).to_contain_text(OFFICE)
    site.stop_worker()
    amina.button("Make the report")
    amina.reads("The report waits")
    amina.looks("report-waiting")
    site.start_worker()
    ready = amina.page.get_by_role("heading", name="The report is ready")
    expect(ready).to_be_visible(timeout=PATIENCE * 1000)
    amina.go(amina.page.url)
    amina.looks("report-ready")
    with amina.page.expect_download() as download:
        amina.page.get_by_role("link", name="Download the PDF").click()
    return read_pdf(download.value.path().read_bytes())
