"""Signing in, and the mails about passwords."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from orgs.models import OutgoingMail, User
from orgs.sign_in import AccountAdapter
from tests.factories import make_user
from tests.pages import read

pytestmark = pytest.mark.django_db


def ask_for_reset(email: str, host: str = "localhost") -> None:
    response = Client(headers={"host": host}).post(
        "/account/password/reset/", {"email": email}, follow=True
    )
    assert "is on its way" in read(response).text


def test_a_password_mail_goes_through_the_outbox() -> None:
    person = make_user()
    ask_for_reset(person.email)
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.status) == (person, OutgoingMail.Status.QUEUED)


def test_its_link_leads_to_this_site_whatever_host_the_request_named() -> None:
    ask_for_reset(make_user().email, host="localhost:1234")
    assert "http://localhost:8000/account/password/reset/key/" in OutgoingMail.objects.get().body


def test_its_link_lets_a_new_password_be_chosen() -> None:
    person = make_user()
    ask_for_reset(person.email)
    link = OutgoingMail.objects.get().body.split("http://localhost:8000")[1].split()[0]
    client = Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "a long enough one", "password2": "a long enough one"})
    assert User.objects.get(pk=person.pk).check_password("a long enough one")


@pytest.mark.parametrize("is_known", [True, False])
def test_nobody_learns_whether_an_address_is_known(is_known: bool) -> None:
    email = make_user().email if is_known else "nobody@example.org"
    ask_for_reset(email)
    assert OutgoingMail.objects.exists() is is_known


def test_a_closed_account_gets_no_link() -> None:
    person = make_user()
    User.objects.update(is_active=False)
    ask_for_reset(person.email)
    assert not OutgoingMail.objects.exists()


def refused(email: str, password: str) -> tuple[int, str, str]:
    """What the sign-in page answers: status, text, and the page less what each has of its own."""
    cache.clear()
    response = Client().post("/account/login/", {"login": email, "password": password})
    html = response.content.decode().replace(email, "ADDRESS")
    own = r'(csrfmiddlewaretoken" value|nonce)="[^"]*"'
    return response.status_code, read(response).text, re.sub(own, "", html)


@pytest.mark.parametrize("password", ["correct horse battery", "wrong"])
@pytest.mark.parametrize("who", ["known", "closed", "without a password", "unknown"])
def test_a_refused_sign_in_says_the_same_to_everybody(who: str, password: str) -> None:
    person = make_user()
    if who == "known" and password != "wrong":
        password = "nearly right"
    if who == "without a password":
        person.set_unusable_password()
    person.is_active = who != "closed"
    person.save()
    email = "nobody@example.org" if who == "unknown" else person.email
    answer = refused(email, password)
    assert answer == refused("somebody.else@example.org", "wrong")
    assert answer[0] in (200, 400)


def test_a_new_password_opens_no_account_that_is_closed_meanwhile() -> None:
    person = make_user()
    User.objects.update(is_active=False)
    AccountAdapter().set_password(person, "another horse battery")
    person.refresh_from_db()
    assert not person.is_active
    assert person.check_password("another horse battery")
