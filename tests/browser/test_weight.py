"""What a page costs on a poor link."""

from typing import Any

import pytest

from tests.browser.conftest import Meet
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def bytes_of(visitor: Visitor, path: str) -> int:
    """What the browser receives, headers and all, to show a page."""
    received: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    session = visitor.context.new_cdp_session(visitor.page)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    visitor.page.goto(path, wait_until="networkidle")
    session.detach()
    assert received
    return round(sum(received))


def test_a_first_visit_and_the_next_pages(shared_site: Site, meet: Meet) -> None:
    meet(shared_site, "focal.point").leave()  # signs in, where nobody has yet
    amina = meet(shared_site, "focal.point")  # has the cookie, and nothing in the cache
    assessment = f"/assessments/{shared_site.drive('assessments')['Lodwar field office']}/"
    assert bytes_of(amina, assessment) < 100_000
    for path in (
        "/",
        "/assessments/",
        assessment,
        f"{assessment}items/39.1/",
        "/reports/",
        "/checklists/humanitarian-personnel-security/2/",
        "/instruments/A/RES/78/118/",
    ):
        assert bytes_of(amina, path) < 30_000, path
