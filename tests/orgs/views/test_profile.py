"""The profile: one's name, one's time zone, and the roles that somebody else gives."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgs.models import Membership, Office, User
from orgs.roles import Role
from tests.factories import make_member, make_office, make_organization, make_user
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db

PROFILE = "/account/profile/"
FILLED = {
    "full_name": "Aïssata",
    "time_zone": "UTC",
    "digest": "daily",
    "weekend": "sat-sun",
}


@pytest.fixture
def office() -> Office:
    return make_office("Nord-Kivu", organization=make_organization("Médecins"))


def test_shows_each_role_with_its_office_and_organization(office: Office) -> None:
    page = visit(make_member(office, Role.FOCAL_POINT), PROFILE)
    assert page.all(".//ul[@class='items']/li") == ["Focal pointNord-Kivu, Médecins"]


def test_person_without_a_role_is_told_whom_to_ask() -> None:
    page = visit(make_user(), PROFILE)
    assert "You have no role yet" in page.text
    assert "Ask your coordinator" in page.text


def test_member_of_the_secretariat_is_named_one() -> None:
    page = visit(make_user(secretariat=True), PROFILE)
    assert "You are a member of the secretariat" in page.text
    assert "You have no role yet" not in page.text


def test_saves_name_and_time_zone(office: Office) -> None:
    user = make_member(office, Role.OBSERVER)
    response = client_of(user).post(
        PROFILE,
        FILLED | {"full_name": "عائشة ديالو", "time_zone": "Africa/Bamako", "digest": "weekly"},
        follow=True,
    )
    assert "Your profile is saved." in read(response).text
    user.refresh_from_db()
    assert (user.full_name, user.time_zone) == ("عائشة ديالو", "Africa/Bamako")
    assert user.digest == "weekly"


def test_saving_writes_nothing_else(office: Office) -> None:
    """Else a profile that is saved while its account is closed would open it again."""
    client = client_of(make_member(office, Role.OBSERVER))
    with CaptureQueriesContext(connection) as asked:
        client.post(PROFILE, FILLED)
    [update] = [q["sql"] for q in asked if q["sql"].startswith('UPDATE "orgs_user"')]
    assert "is_active" not in update
    assert "password" not in update


def test_form_sent_twice_is_saved_twice_without_harm(office: Office) -> None:
    user = make_member(office, Role.OBSERVER)
    client = client_of(user)
    for _attempt in range(2):
        response = client.post(PROFILE, FILLED)
        assert response.status_code == 302
    assert User.objects.get(pk=user.pk).full_name == "Aïssata"


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("full_name", "", "Name: This field is required."),
        ("full_name", "  ", "Name: This field is required."),
        (
            "full_name",
            "x" * 151,
            "Name: Ensure this value has at most 150 characters (it has 151).",
        ),
        ("time_zone", "", "Time zone: This field is required."),
        (
            "digest",
            "hourly",
            "Digest by mail: Select a valid choice. hourly is not one of the available choices.",
        ),
        (
            "time_zone",
            "Mars/Olympus",
            "Time zone: Select a valid choice. Mars/Olympus is not one of the available choices.",
        ),
    ],
)
def test_refuses_and_names_the_field(field: str, value: str, error: str) -> None:
    data = FILLED | {field: value}
    page = read(client_of(make_user()).post(PROFILE, data), 400)
    assert page.errors() == [error]
    assert page.title.startswith("Error: ")


def test_empty_form_is_refused() -> None:
    page = read(client_of(make_user()).post(PROFILE), 400)
    assert len(page.errors()) == 4


def test_refused_name_does_not_show_in_the_header() -> None:
    user = make_user("Aïssata Diallo")
    page = read(client_of(user).post(PROFILE, {"full_name": "Somebody", "time_zone": ""}), 400)
    assert page.all(".//details[@class='menu account']/summary/span")[1] == "Aïssata Diallo"


def test_nobody_makes_themselves_secretariat() -> None:
    user = make_user()
    data = {"full_name": "A", "time_zone": "UTC", "is_secretariat": "on", "email": "b@example.org"}
    client_of(user).post(PROFILE, data)
    stored = User.objects.get(pk=user.pk)
    assert (stored.is_secretariat, stored.email) == (False, user.email)


def test_costs_the_same_for_any_number_of_roles() -> None:
    def person(roles: int) -> User:
        user = make_user()
        for _role in range(roles):
            Membership.objects.create(user=user, office=make_office(), role=Role.OBSERVER)
        return user

    assert queries(person(2), PROFILE) == queries(person(20), PROFILE) <= 4
