"""Where a person is signed in, and ending it."""

import pytest
from django.test import Client

from orgs.models import AuditEvent, User
from orgs.services.sessions import device, sessions_of
from tests.factories import make_user
from tests.pages import client_of, read

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


def sign_in(user: User, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return client


def test_the_list_names_device_and_address() -> None:
    page = read(sign_in(make_user()).get("/account/sessions/"))
    assert "Firefox on Linux" in page.text
    assert "127.0.0.1" in page.text


def test_one_of_the_others_is_ended() -> None:
    user = make_user()
    lost, here = sign_in(user), sign_in(user)
    session = next(s for s in sessions_of(user) if s.key != here.session.session_key)
    here.post("/account/sessions/", {"session": session.pk})
    assert lost.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_all_others_are_ended() -> None:
    user = make_user()
    others, here = [sign_in(user), sign_in(user)], sign_in(user)
    here.post("/account/sessions/")
    assert [client.get("/").status_code for client in others] == [302, 302]
    assert len(sessions_of(user)) == 1


def test_nobody_ends_anothers() -> None:
    user = make_user()
    client = sign_in(user)
    sign_in(make_user()).post("/account/sessions/", {"session": sessions_of(user)[0].pk})
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("session", ["x", "9" * 30, "-1"])
def test_what_is_no_session_ends_nothing(session: str) -> None:
    user = make_user()
    other, here = sign_in(user), sign_in(user)
    assert here.post("/account/sessions/", {"session": session}).status_code == 302
    assert other.get("/").status_code == 200


def test_a_new_password_ends_the_others() -> None:
    user = make_user()
    other, here = sign_in(user), sign_in(user)
    data = {
        "oldpassword": PASSWORD,
        "password1": "another horse battery",
        "password2": "another horse battery",
    }
    here.post("/account/password/change/", data)
    assert other.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_an_address_that_nobody_confirmed_is_asked_to_be() -> None:
    user = make_user()
    user.emailaddress_set.update(verified=False)
    client = sign_in(user)
    assert client.get("/").status_code == 302


def test_a_list_without_sessions_is_no_error() -> None:
    read(client_of(make_user()).get("/account/sessions/"))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile", "Chrome on Android"),
        ("curl/8.0", "Unknown device"),
    ],
)
def test_a_browser_in_a_few_words(agent: str, name: str) -> None:
    assert device(agent) == name


@pytest.mark.django_db(transaction=True)
def test_what_is_noted_at_a_new_password_needs_no_transaction_of_a_test() -> None:
    user = make_user()
    here = sign_in(user)
    data = {
        "oldpassword": PASSWORD,
        "password1": "another horse battery",
        "password2": "another horse battery",
    }
    assert here.post("/account/password/change/", data).status_code == 302
    assert AuditEvent.objects.filter(action="password.changed", actor=user).exists()
