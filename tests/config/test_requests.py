"""What nothing can answer is turned away with a sentence, before anything is read."""

from io import BytesIO
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.requests import RefuseMiddleware
from config.settings import MIDDLEWARE
from tests.factories import make_user
from tests.pages import client_of

MB = 1 << 20
FORM = "application/x-www-form-urlencoded"


class Unread(BytesIO):
    """A body that nobody may read."""

    def read(self, *_sizes: int | None) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("answered")


def status(length: str) -> int:
    """What a POST is answered that says it is so long."""
    body: Any = {"wsgi.input": Unread()}
    request = RequestFactory().post("/", CONTENT_LENGTH=length, **body)
    return RefuseMiddleware(_answer)(request).status_code


def test_it_stands_first() -> None:
    assert MIDDLEWARE[0] == "config.requests.RefuseMiddleware"


@pytest.mark.parametrize("length", ["", "0", str(50 * MB), "many"])
def test_body_of_a_form_passes(length: str) -> None:
    assert status(length) == 200


@pytest.mark.parametrize("length", [50 * MB + 1, 400 * MB])
def test_larger_body_is_refused(length: int) -> None:
    assert status(str(length)) == 413


def test_limit_follows_the_largest_file(settings: Settings) -> None:
    settings.EVIDENCE_MAX_MB = 200
    assert (status(str(1000 * MB)), status(str(1000 * MB + 1))) == (200, 413)


def test_stranger_fills_no_disk() -> None:
    body: Any = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(400 * MB)}
    response = Client().generic(
        "POST", "/account/login/", content_type="multipart/form-data; boundary=X", **body
    )
    assert response.status_code == 413
    assert response.content.decode() == "This is too large: a file may have 10 MB at most.\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "/admin/checklists/checklist/?status__exact=%00",
        "/admin/autocomplete/?app_label=orgs&model_name=membership&field_name=office&term=a%00",
        "/instruments/?q=%00",
        "/?%00",
    ],
)
def test_nul_in_the_query_is_refused(url: str) -> None:
    assert client_of(make_user(secretariat=True)).get(url).status_code == 400


@pytest.mark.django_db
def test_nul_that_is_only_spoken_of_passes() -> None:
    assert client_of(make_user()).get("/?q=%2500").status_code == 200


@pytest.mark.parametrize("name", ["session", "csrf", "messages"])
def test_nul_in_a_cookie_is_refused(name: str) -> None:
    response = Client().get("/account/login/", headers={"Cookie": f'a=b; {name}="\\000"'})
    assert response.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-7", "hex", "latin-1", "nonsense"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_charset_than_utf_8_is_refused(method: str, charset: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/account/login/")
    response = client.generic(method, "/", b"a=b", content_type=f"{FORM}; charset={charset}")
    assert response.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_utf_8_passes(charset: str) -> None:
    response = Client().generic(
        "POST", "/account/login/", b"a=b", content_type=f"{FORM}; charset={charset}"
    )
    assert response.status_code == 200
