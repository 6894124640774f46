"""The pages of people, roles and handing over."""

import pytest
from django.test import Client

from checklists.services.answers import delegate
from orgs.models import Membership, Office, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member, make_office
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office("Nairobi")


@pytest.fixture
def coordinator(office: Office) -> User:
    return make_member(office, Role.COORDINATOR, "Marta Pereira")


def role_of(user: User) -> int:
    return Membership.objects.get(user=user).pk


def test_the_list_shows_the_people_in_reach(coordinator: User, office: Office) -> None:
    make_member(make_office("Lodwar", parent=office), Role.OBSERVER, "Joseph Lokwang")
    make_member(make_office("Elsewhere"), Role.OBSERVER, "Stranger Person")
    text = visit(coordinator, "/people/").text
    assert "Joseph Lokwang" in text
    assert "Stranger Person" not in text


@pytest.mark.parametrize("query", ["q=lokwang", "q=joseph.lokwang@", "role=observer"])
def test_the_list_is_filtered(query: str, coordinator: User, office: Office) -> None:
    make_member(office, Role.OBSERVER, "Joseph Lokwang")
    make_member(office, Role.REVIEWER, "Ingrid Solberg")
    text = visit(coordinator, f"/people/?{query}").text
    assert "Joseph Lokwang" in text
    assert "Ingrid Solberg" not in text


def test_the_list_is_filtered_by_office_and_those_below(coordinator: User, office: Office) -> None:
    below = make_office("Turkana", parent=office)
    make_member(make_office("Lodwar", parent=below), Role.OBSERVER, "Joseph Lokwang")
    make_member(office, Role.OBSERVER, "Thomas Brandt")
    text = visit(coordinator, f"/people/?office={below.pk}").text
    assert "Joseph Lokwang" in text
    assert "Thomas Brandt" not in text


def test_a_filter_that_finds_nobody_says_so(coordinator: User) -> None:
    assert "Nobody found" in visit(coordinator, "/people/?q=zzz").text


@pytest.mark.parametrize("query", ["office=99999999999999999999", "role=king", "page=x"])
def test_a_filter_that_means_nothing_breaks_nothing(query: str, coordinator: User) -> None:
    visit(coordinator, f"/people/?{query}")


@pytest.mark.parametrize("url", ["/people/", "/people/invitations/"])
def test_a_list_costs_the_same_at_any_size(url: str, coordinator: User, office: Office) -> None:
    make_member(office, Role.OBSERVER)
    few = queries(coordinator, url)
    for _n in range(30):
        make_member(make_office(parent=office), Role.OBSERVER)
    assert queries(coordinator, url) == few
    assert few <= 9


def test_a_person_page_shows_what_waits_on_them(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.CONTRIBUTOR)
    answer = make_assessment(office).answers.select_related("item").all()[0]
    delegate(make_member(office, Role.FOCAL_POINT), answer.pk, person)
    page = visit(coordinator, f"/people/{person.pk}/")
    assert "Items to answer" in page.text
    assert any(answer.item.ref in line for line in page.all(".//li"))


def test_the_page_of_oneself_offers_no_change_of_role(coordinator: User) -> None:
    links = visit(coordinator, f"/people/{coordinator.pk}/").links()
    assert f"/people/roles/{role_of(coordinator)}/" not in links


def test_a_role_is_changed(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    url = f"/people/roles/{role_of(person)}/"
    read(client_of(coordinator).get(url))
    assert client_of(coordinator).post(url, {"role": "reviewer"}).status_code == 302
    assert Membership.objects.get(user=person).role == Role.REVIEWER


def test_a_role_that_is_none_is_refused(coordinator: User, office: Office) -> None:
    url = f"/people/roles/{role_of(make_member(office, Role.OBSERVER))}/"
    page = read(client_of(coordinator).post(url, {"role": "secretariat"}), 400)
    assert page.errors()


def test_ending_a_role_asks_first_and_warns(coordinator: User) -> None:
    page = visit(coordinator, f"/people/roles/{role_of(coordinator)}/end/")
    assert "Nobody else coordinates this office" in page.text


def test_a_role_is_ended(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    assert client_of(coordinator).post(f"/people/roles/{role_of(person)}/end/").status_code == 302
    assert not person.memberships.exists()


def test_the_last_coordinator_is_told_why_not(coordinator: User) -> None:
    response = client_of(coordinator).post(f"/people/roles/{role_of(coordinator)}/end/")
    assert "successor" in read(response, 409).text


def test_a_successor_is_chosen_among_the_people_in_reach(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.REVIEWER)
    successor = make_member(office, Role.OBSERVER)
    stranger = make_member(make_office(), Role.OBSERVER)
    url = f"/people/{person.pk}/hand-over/"
    page = visit(coordinator, url)
    assert successor.email in page.text
    assert read(client_of(coordinator).post(url, {"successor": stranger.pk}), 400).errors()
    assert client_of(coordinator).post(url, {"successor": successor.pk}).status_code == 302
    assert not person.memberships.exists()


def test_an_account_is_closed(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    url = f"/people/{person.pk}/close/"
    visit(coordinator, url)
    client: Client = client_of(coordinator)
    assert "Account closed" in read(client.post(url, follow=True)).text
