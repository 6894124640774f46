"""The documents of an office: found, looked at, used again, and stated without an upload."""

import pytest

from tests.browser.conftest import Meet
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_a_document_is_found_and_used_for_another_item(own_site: Site, meet: Meet) -> None:
    amina = meet(own_site, "focal.point")
    page = amina.go("/documents/?state=expiring")
    amina.reads("Security risk assessment", "Expires soon")
    amina.looks("documents")
    amina.link("Security risk assessment")
    picture = page.locator("img.preview")
    with page.expect_response("**/preview/") as answered:
        picture.scroll_into_view_if_needed()
    assert answered.value.status == 200
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 600
    amina.looks("document")
    amina.link("Give a newer version")
    amina.looks("document-replace")
    amina.go("/documents/?kind=sighted")
    amina.link("Evacuation plan")
    amina.looks("document-sighted")
    amina.link("Remove")
    amina.looks("document-remove")

    amina.go(own_site.drive("open_item", "Lodwar field office"))
    if not page.get_by_label("What it is").is_visible():
        page.get_by_text("Add evidence").click()
    choice = page.get_by_label("Choose from the office's documents")
    label = choice.locator("option", has_text="Security risk assessment").first.text_content()
    choice.select_option(label=label)
    amina.button("Save")
    amina.reads("Valid until")
    amina.looks("answer-with-document")
