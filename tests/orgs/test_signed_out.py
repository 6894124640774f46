"""A form that is sent after the session has ended: what somebody wrote is shown again."""

import pytest
from django.test import Client

from tests.pages import read

pytestmark = pytest.mark.django_db

URL = "/assessments/1/items/1.1/"
FORM = {"justification": "Two radios <b>in each</b> vehicle.", "csrfmiddlewaretoken": "secret"}


@pytest.mark.parametrize("strict", [False, True], ids=["no session", "no cookie at all"])
def test_the_text_is_given_back(strict: bool) -> None:
    page = read(Client(enforce_csrf_checks=strict).post(URL, FORM), 403)
    assert "Two radios <b>in each</b> vehicle." in page.text
    assert f"/account/login/?next={URL}" in page.links()


def test_nothing_secret_is_given_back() -> None:
    data = FORM | {"password": "correct horse"}
    html = read(Client().post(URL, data), 403).html
    assert "correct horse" not in html


def test_a_form_without_a_text_leads_to_the_sign_in() -> None:
    assert Client().post(URL, {"value": "in_place"}).status_code == 302


def test_a_form_that_is_forged_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@example.org"})
    assert response.status_code == 403
