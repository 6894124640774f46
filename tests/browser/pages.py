"""What people do on the pages: small deeds, each the same with and without JavaScript."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import PATIENCE, Site
from tests.browser.visitor import TIMEOUT, Visitor, attribute


def fill_answer(visitor: Visitor, value: str, justification: str = "", reason: str = "") -> None:
    """Choose a value and write the texts, without saving."""
    page = visitor.page
    page.get_by_role("radio", name=value, exact=True).check()
    page.get_by_label("Justification").fill(justification)
    field = page.get_by_label("Why it is not applicable")
    expect(field).to_be_visible(visible=value == "Not applicable")
    if reason:
        field.fill(reason)


def fill_figures(visitor: Visitor, justification: str = "") -> None:
    """Give figures that agree with each other, without saving: a single one is higher than any
    six together.
    """
    page = visitor.page
    page.get_by_role("radio", name="Figures given", exact=True).check()
    fields = page.locator("input[inputmode=numeric]")
    figure = "9" if fields.count() == 1 else "1"
    for field in fields.all():
        field.fill(figure)
    page.get_by_label("Comment").fill(justification)


def attach(visitor: Visitor, *, title: str = "", link: str = "", file: Path | None = None) -> None:
    """Fill in the evidence of the answer form."""
    page = visitor.page
    field = page.get_by_label("What it is")
    if not field.is_visible():
        page.get_by_text("Add evidence").click()
    field.fill(title)
    page.get_by_label("Link", exact=False).fill(link)
    if file:
        page.get_by_label("File").set_input_files(file)


def open_items(visitor: Visitor) -> list[str]:
    """The addresses of the items that the page lists as standing in the way."""
    links = visitor.page.get_by_role("main").locator("ol.items a")
    return [attribute(link, "href") for link in links.all()]


def said(visitor: Visitor, message: str) -> None:
    """The page tells at its top what was done."""
    expect(visitor.page.locator("#messages")).to_contain_text(message, timeout=TIMEOUT)


def refused(visitor: Visitor, field: Locator, message: str) -> None:
    """The form was refused with 400, and the error is tied to its field, in three ways."""
    page = visitor.page
    assert visitor.status == 400
    assert page.title().startswith("Error: ")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused(timeout=TIMEOUT)
    expect(field).to_have_attribute("aria-invalid", "true")
    described = attribute(field, "aria-describedby").split()
    error = page.locator(f"#{described[-1]}") if described else page.locator("nothing")
    expect(error).to_contain_text(message)
    summary.get_by_role("link", name=message).click()
    expect(field).to_be_focused()


def evidence_titles(visitor: Visitor) -> list[str]:
    """What the answer's evidence is called."""
    removes = visitor.page.get_by_role("link", name=re.compile("^Remove"))
    return [text.split("“")[1].rstrip("”") for text in removes.all_text_contents()]


def decide(visitor: Visitor, verdict: str, reason: str = "") -> None:
    """Give a verdict on the answer that is open on the desk, and go on."""
    page = visitor.page
    page.get_by_role("radio", name=verdict, exact=True).check()
    page.get_by_label("Reason", exact=True).fill(reason)
    visitor.button("Save and go on")


def ref_of(address: str) -> str:
    """The reference of the item whose page is at the address."""
    return urlsplit(address).path.rstrip("/").rsplit("/")[-1]


def breadcrumb(page: Page, name: str) -> Locator:
    """A link of the way back."""
    return page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name=name)


def link_in_mail(site: Site, name: str, subject: str) -> str:
    """Wait for a mail, which has a link to the page and nothing of the page's content."""
    body = site.mail_to(name, subject).get_content().replace("\r\n", "\n")
    (link,) = re.findall(r"http\S+", body)
    assert link.startswith(site.address)
    assert len(body.split("\n\n")) == 3, body
    return str(link)


def read_pdf(content: bytes) -> str:
    """The text of a PDF of some size, with single spaces."""
    assert content.startswith(b"%PDF-")
    assert len(content) > 10_000
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


def open_item(visitor: Visitor, ref: str, office: str = "Lodwar field office") -> Page:
    """Go to an item of the office's current assessment."""
    visitor.go("/assessments/")
    page = visitor.link(office)
    link = page.locator(f"a[href$='/items/{ref}/']")
    theme = page.locator("details.theme", has=link)
    if theme.count() and not theme.evaluate("theme => theme.open"):
        theme.locator("> summary").click()
    return visitor.follow(page.locator(f".items a[href$='/items/{ref}/']").first)


def download_report(visitor: Visitor) -> bytes:
    """Ask for a report of the assessment that is open, wait until it is ready, and take it."""
    visitor.link("Make a report")
    visitor.button("Make the report")
    visitor.page.get_by_text("The report is ready").wait_for(timeout=PATIENCE * 1000)
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download the PDF").click()
    return download.value.path().read_bytes()
