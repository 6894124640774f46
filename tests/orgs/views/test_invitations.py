"""The pages of inviting, and where the link leads."""

import datetime as dt

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from orgs.models import Invitation, Membership, Office, OutgoingMail, User
from orgs.roles import Role
from orgs.services.invitations import invite
from tests.factories import make_member, make_office, make_user
from tests.pages import Page, client_of, queries, read, visit

pytestmark = pytest.mark.django_db

NEW = "new.person@example.org"
JOINING = {
    "full_name": "New Person",
    "time_zone": "Africa/Nairobi",
    "password1": "correct horse battery",
    "password2": "correct horse battery",
}


@pytest.fixture
def office() -> Office:
    return make_office("Nairobi")


@pytest.fixture
def coordinator(office: Office) -> User:
    return make_member(office, Role.COORDINATOR, "Marta Pereira")


def ask(coordinator: User, office: Office, email: str = NEW) -> str:
    """Invite; returns the link's path."""
    invite(coordinator, email=email, name="New", office=office, role=Role.OBSERVER)
    body = OutgoingMail.objects.latest("created_at").body
    return "/join/" + body.split("/join/")[1].split()[0]


def form(at: Office, **changes: object) -> dict[str, object]:
    return {"email": NEW, "name": "", "office": at.pk, "role": "reviewer"} | changes


def answer(coordinator: User, office: Office, email: str) -> Page:
    client = client_of(coordinator)
    return read(client.post("/people/invite/", form(office, email=email), follow=True))


def test_somebody_is_invited(coordinator: User, office: Office) -> None:
    assert NEW in answer(coordinator, office, NEW).text
    assert OutgoingMail.objects.get().email == NEW


def test_the_answer_is_the_same_for_known_addresses(coordinator: User, office: Office) -> None:
    known = make_user().email
    first = answer(coordinator, office, known).text.replace(known, "ADDRESS")
    Invitation.objects.all().delete()
    second = answer(coordinator, office, NEW).text.replace(NEW, "ADDRESS")
    assert first == second


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"role": "secretariat"}, {"office": ""}, {"office": 10**30}]
)
def test_what_is_wrong_is_named(
    wrong: dict[str, object], coordinator: User, office: Office
) -> None:
    response = client_of(coordinator).post("/people/invite/", form(office, **wrong))
    assert len(read(response, 400).errors()) == 1


def test_an_office_out_of_reach_is_no_choice(coordinator: User) -> None:
    response = client_of(coordinator).post("/people/invite/", form(make_office()))
    assert read(response, 400).errors()


def test_the_list_costs_the_same_at_any_size(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    few = queries(coordinator, "/people/invitations/")
    for number in range(20):
        ask(coordinator, make_office(parent=office), f"n{number}@example.org")
    assert queries(coordinator, "/people/invitations/") == few


def test_an_expired_invitation_is_marked_and_sent_again(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    Invitation.objects.update(expires_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert ("overdue", "Expired") in visit(coordinator, "/people/invitations/").statuses()
    number = Invitation.objects.get().pk
    client_of(coordinator).post(f"/people/invitations/{number}/send-again/")
    assert Invitation.objects.get().is_open


def test_an_invitation_is_withdrawn(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    url = f"/people/invitations/{Invitation.objects.get().pk}/withdraw/"
    visit(coordinator, url)
    client_of(coordinator).post(url)
    assert not Invitation.objects.get().is_open


def test_the_link_shows_who_invites_to_what(coordinator: User, office: Office) -> None:
    page = read(Client().get(ask(coordinator, office)))
    assert all(word in page.text for word in ("Marta Pereira", "Observer", "Nairobi", NEW))


def test_a_new_person_joins_and_is_signed_in(coordinator: User, office: Office) -> None:
    client = Client()
    read(client.post(ask(coordinator, office), JOINING, follow=True))
    person = User.objects.get(email=NEW)
    assert (person.full_name, person.time_zone) == ("New Person", "Africa/Nairobi")
    assert client.get("/account/profile/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"password1": "short", "password2": "short"},
        {"password1": "new.person@example.org", "password2": "new.person@example.org"},
        {"password2": "another horse battery"},
        {"full_name": ""},
        {"time_zone": "Mars/Olympus"},
    ],
)
def test_joining_names_what_is_wrong(
    wrong: dict[str, str], coordinator: User, office: Office
) -> None:
    response = Client().post(ask(coordinator, office), JOINING | wrong)
    assert read(response, 400).errors()
    assert not User.objects.filter(email=NEW).exists()


def test_an_existing_person_signs_in_and_accepts(coordinator: User, office: Office) -> None:
    person = make_user()
    link = ask(coordinator, office, person.email)
    assert Client().get(link).headers["Location"].startswith("/account/login/?next=%2Fjoin%2F")
    read(client_of(person).get(link))
    client_of(person).post(link)
    assert Membership.objects.filter(user=person, office=office).exists()


def test_every_link_that_does_not_hold_shows_one_page(coordinator: User, office: Office) -> None:
    used = ask(coordinator, office)
    Client().post(used, JOINING)
    expired = ask(coordinator, office, "expired@example.org")
    Invitation.objects.filter(email="expired@example.org").update(
        expires_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    )
    withdrawn = ask(coordinator, office, "withdrawn@example.org")
    Invitation.objects.filter(email="withdrawn@example.org").update(
        withdrawn_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    )
    links = [used, expired, withdrawn, "/join/invented/"]
    pages = {read(Client().get(link), 404).html for link in links}
    assert len(pages) == 1


def test_a_link_meant_for_another_shows_that_page_too(coordinator: User, office: Office) -> None:
    link = ask(coordinator, office)
    page = read(client_of(make_user()).get(link), 404)
    assert "This link doesn't work" in page.text


def test_links_are_not_guessed_without_end(settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"join": "3/m/ip"}
    cache.clear()
    statuses = [Client().post(f"/join/guess-{n}/").status_code for n in range(4)]
    assert statuses == [404, 404, 404, 429]


def test_invitations_are_not_sent_without_end(
    coordinator: User, office: Office, settings: LazySettings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"invite": "2/h/user"}
    cache.clear()
    client = client_of(coordinator)
    statuses = [
        client.post("/people/invite/", form(office, email=f"n{n}@example.org")).status_code
        for n in range(3)
    ]
    assert statuses == [302, 302, 429]
