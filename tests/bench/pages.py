"""What people do on the pages, to be timed."""

import itertools
from collections.abc import Callable
from xml.etree.ElementTree import Element

import html5lib
from django.test import Client

from checklists.models import Assessment, Cycle
from orgs.models import Office, User


class Visit:
    """A browser in which a person is signed in."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def page(self, url: str) -> Callable[[], int]:
        """Open a page; its size in bytes."""

        def deed() -> int:
            response = self.client.get(url, secure=True)
            assert response.status_code == 200, (url, response.status_code)
            return len(response.content)

        return deed

    def assessment(self, cycle: Cycle, office: Office) -> str:
        """The address of an assessment."""
        return f"/assessments/{Assessment.objects.get(cycle=cycle, office=office).pk}/"

    def saving(self, cycle: Cycle, office: Office) -> Callable[[], int]:
        """Send the form of an answer that nobody has reviewed, another text each time."""
        assessment = Assessment.objects.get(cycle=cycle, office=office)
        answer = (
            assessment.answers.filter(verdict="pending", value="partly")
            .select_related("item")
            .earliest("item__position")
        )
        url = f"/assessments/{assessment.pk}/items/{answer.item.ref}/"
        fields = _fields(self.client.get(url, secure=True).content.decode())
        numbers = itertools.count(1)

        def deed() -> int:
            answer.refresh_from_db(fields=["version"])
            text = {"justification": f"Text {next(numbers)}", "version": str(answer.version)}
            response = self.client.post(url, fields | text, secure=True)
            assert response.status_code == 302, response.status_code
            return len(response.content)

        return deed


def _fields(html: str) -> dict[str, str]:
    """What a browser would send of the form that has the justification in it."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    form = next(
        form for form in root.iter("form") if form.find(".//*[@name='justification']") is not None
    )
    sent = {}
    for field in form.iter():
        name = field.get("name")
        if name and field.tag in ("input", "textarea", "select") and _is_sent(field):
            sent[name] = field.get("value", field.text or "")
    return sent


def _is_sent(field: Element) -> bool:
    kind = field.get("type")
    return kind != "file" and (
        kind not in ("radio", "checkbox") or field.get("checked") is not None
    )
