"""Reads a page as strictly as a validator does, and gives what a person sees on it."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Protocol
from xml.etree.ElementTree import Element

import html5lib
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orgs.models import User

# An attribute that must name an id of the page: a link within it, or a tie to a label or a hint.
_TIES = ("for", "aria-labelledby", "aria-describedby")


class Response(Protocol):
    """What a page is read from."""

    status_code: int
    content: bytes


@dataclass(frozen=True)
class Page:
    """A page that has been parsed."""

    root: Element
    html: str

    @property
    def text(self) -> str:
        """All visible words, with single spaces."""
        return _words(self.root.find("body") if self.root.tag == "html" else self.root)

    @property
    def title(self) -> str:
        """The title in the head."""
        return _words(self.root.find("head/title"))

    @property
    def heading(self) -> str:
        """The one h1."""
        return _words(self.root.find(".//h1"))

    def all(self, path: str) -> list[str]:
        """The words of each element at a path."""
        return [_words(element) for element in self.root.findall(path)]

    def links(self) -> list[str]:
        """Where the page's links lead."""
        return [element.get("href", "") for element in self.root.iter("a")]

    def statuses(self) -> list[tuple[str, str]]:
        """Each status in the main part, as (value, word)."""
        main = self.root.find(".//main")
        assert main is not None
        return [
            (element.get("data-status", ""), _words(element))
            for element in main.iter("span")
            if "status" in element.get("class", "").split()
        ]

    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return self.all(".//div[@class='error-summary']//li")


def read(response: Response, status: int = 200) -> Page:
    """Parse a page. Fails where it isn't valid, or where its ids and headings don't hold."""
    assert response.status_code == status
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(response.content.decode())
    page = Page(root, response.content.decode())
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert max(ids.values()) == 1, "an id stands twice"
    for element in root.iter():
        for tie in _TIES:
            for name in element.get(tie, "").split():
                assert name in ids, f"{tie} names {name}, which isn't there"
        target = element.get("href", "")
        assert not target.startswith("#") or target[1:] in ids, f"{target} leads nowhere"
        assert element.get("style") is None
    assert len(page.all(".//h1")) == 1
    assert page.title.endswith(" – Operative")
    return page


def visit(user: User, url: str, status: int = 200) -> Page:
    """Open a page as a person."""
    return read(client_of(user).get(url), status)


def client_of(user: User) -> Client:
    """A browser in which a person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def queries(user: User, url: str) -> int:
    """How many queries a page costs."""
    client = client_of(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def _words(element: Element | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()
