"""What a page costs on a poor link, for each who works on one."""

from typing import Any

import pytest

from tests.browser.conftest import Meet
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

# Who, the office whose assessment they work on, the first page and the next ones.
PAGES = [
    (
        "focal.point",
        "Lodwar field office",
        "/assessments/{pk}/",
        "/ /assessments/ /assessments/{pk}/ /assessments/{pk}/items/39.1/ /actions/ /documents/"
        " /assessments/{pk}/workbook/ /reports/ /checklists/humanitarian-personnel-security/3/"
        " /instruments/A/RES/78/118/",
    ),
    (
        "contributor",
        "Lodwar field office",
        "/assessments/{pk}/items/35.8/",
        "/ /assessments/ /assessments/{pk}/ /assessments/{pk}/items/35.8/",
    ),
    (
        "reviewer",
        "Nairobi country office",
        "/review/{pk}/",
        "/ /review/ /review/{pk}/ /review/{pk}/items/35.1/ /review/{pk}/items/14.2/"
        " /assessments/{pk}/rounds/ /review/{pk}/return/ /review/{pk}/sign-off/ /actions/",
    ),
    (
        "coordinator",
        "Geneva headquarters",
        "/overview/",
        "/ /overview/ /overview/themes/ /overview/gaps/ /overview/items/ /overview/comparison/"
        " /cycles/ /schedules/ /people/ /audit/ /assessments/{pk}/ /assessments/{pk}/signed/1/",
    ),
]


def bytes_of(visitor: Visitor, path: str) -> int:
    """What the browser receives, headers and all, to show a page."""
    received: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    session = visitor.context.new_cdp_session(visitor.page)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    answer = visitor.page.goto(path, wait_until="networkidle")
    session.detach()
    assert answer is not None
    assert answer.status == 200, path
    assert received
    return round(sum(received))


@pytest.mark.parametrize(
    ("name", "office", "first", "later"), PAGES, ids=[name for name, *_rest in PAGES]
)
def test_a_first_visit_and_the_next_pages(
    shared_site: Site, meet: Meet, name: str, office: str, first: str, later: str
) -> None:
    meet(shared_site, name).leave()  # signs in, where nobody has yet
    visitor = meet(shared_site, name)  # has the cookie, and nothing in the cache
    pk = shared_site.drive("assessments")[office]
    assert bytes_of(visitor, first.format(pk=pk)) < 100_000
    weights = {path: bytes_of(visitor, path.format(pk=pk)) for path in later.split()}
    assert {path: weight for path, weight in weights.items() if weight >= 30_000} == {}
