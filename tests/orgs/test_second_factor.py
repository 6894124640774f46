"""The second step at sign-in: who must have one, and signing in with it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import make_member, make_office, make_user
from tests.pages import client_of, read

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _required(settings: LazySettings) -> None:
    settings.MFA_REQUIRED = "reviewers"
    cache.clear()


def code(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def with_app(user: User) -> User:
    TOTP.activate(user, SECRET)
    return user


def sign_in(client: Client, user: User) -> None:
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def confirmed(user: User) -> Client:
    """Signed in, and asked once more for the password, as before all that changes sign-in."""
    client = Client()
    sign_in(client, user)
    read(client.get("/account/reauthenticate/"))
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_the_secret_of_an_app_is_not_in_the_database() -> None:
    user = with_app(make_user())
    RecoveryCodes.activate(user)
    stored = Authenticator.objects.values_list("data__secret", "data__seed")
    assert all((secret or seed).startswith("sealed:") for secret, seed in stored)
    assert SECRET not in str(list(stored))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COORDINATOR])
@pytest.mark.parametrize("url", ["/", "/assessments/", "/account/profile/"])
def test_whoever_must_have_one_is_led_to_its_set_up(url: str, role: Role) -> None:
    response = client_of(make_member(make_office(), role)).get(url)
    assert (response.status_code, response.headers["Location"]) == (302, "/account/2fa/")


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.OBSERVER])
def test_others_go_on_without(role: Role) -> None:
    assert client_of(make_member(make_office(), role)).get("/").status_code == 200


def test_everybody_may_be_asked_for_it(settings: LazySettings) -> None:
    settings.MFA_REQUIRED = "everybody"
    assert client_of(make_member(make_office(), Role.OBSERVER)).get("/").status_code == 302


def test_the_admin_is_closed_without_it() -> None:
    client = client_of(make_user(secretariat=True))
    assert client.get("/admin/").headers["Location"] == "/account/2fa/"


def test_the_api_is_closed_without_it() -> None:
    client = client_of(make_user(secretariat=True))
    assert client.get("/api/v1/assessments/").status_code == 403


def test_no_form_is_taken_without_it() -> None:
    client = client_of(make_member(make_office(), Role.COORDINATOR))
    assert client.post("/people/invite/", {}).headers["Location"] == "/account/2fa/"


def test_recovery_codes_alone_are_no_second_step() -> None:
    user = make_user(secretariat=True)
    RecoveryCodes.activate(user)
    assert client_of(user).get("/").status_code == 302


def test_whoever_has_one_goes_on() -> None:
    assert client_of(with_app(make_user(secretariat=True))).get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_opens_the_way() -> None:
    user = make_member(make_office(), Role.REVIEWER)
    client = confirmed(user)
    form = client.get("/account/2fa/app/")
    assert "data:" in form.headers["Content-Security-Policy"]
    secret = form.context["form"].secret
    read(form)
    read(client.post("/account/2fa/app/", {"code": "000000"}), 200)
    codes = client.post("/account/2fa/app/", {"code": code(secret)}, follow=True)
    assert "Recovery codes" in read(codes).heading
    assert client.get("/").status_code == 200
    assert AuditEvent.objects.filter(action="second_factor.added", actor=user).exists()


def test_setting_up_asks_once_more_who_it_is() -> None:
    client = Client()
    sign_in(client, make_user())
    away = client.get("/account/2fa/app/").headers["Location"]
    assert away.startswith("/account/reauthenticate/")


def test_sign_in_asks_for_the_code() -> None:
    user = with_app(make_user())
    client = Client()
    sign_in(client, user)
    assert client.get("/").status_code == 302
    read(client.get("/account/2fa/authenticate/"))
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.get("/").status_code == 200


def test_nobody_is_asked_for_a_passkey_that_they_have_not() -> None:
    client, user = Client(), with_app(make_user())
    sign_in(client, user)
    page = read(client.get("/account/2fa/authenticate/"))
    assert page.heading == "Second step"
    assert "Use a passkey" not in page.text


def test_a_wrong_code_lets_nobody_in() -> None:
    user = with_app(make_user())
    client = Client()
    sign_in(client, user)
    page = read(client.post("/account/2fa/authenticate/", {"code": "000000"}))
    assert page.errors()
    assert client.get("/").status_code == 302


def test_a_recovery_code_lets_in_once() -> None:
    user = with_app(make_user())
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    for works in (True, False):
        client = Client()
        sign_in(client, user)
        client.post("/account/2fa/authenticate/", {"code": spare})
        assert (client.get("/").status_code == 200) is works


@pytest.mark.parametrize(
    "url", ["", "app/", "keys/", "keys/add/", "codes/", "codes/new/", "app/remove/"]
)
def test_each_page_is_valid(url: str) -> None:
    user = make_user()
    client = confirmed(user)
    if "remove" in url or "codes" in url:
        with_app(user)
        RecoveryCodes.activate(user)
    page = read(client.get(f"/account/2fa/{url}"))
    assert page.heading


def test_pages_have_no_script_of_their_own_inside() -> None:
    user = make_user()
    client = confirmed(user)
    for url in ("/account/2fa/keys/add/", "/account/2fa/"):
        page = read(client.get(url))
        for script in page.root.iter("script"):
            assert script.get("src") or script.get("type") == "application/json"


def test_no_secret_is_in_the_admin() -> None:
    client = client_of(with_app(make_user(secretariat=True)))
    assert client.get("/admin/mfa/authenticator/").status_code in (302, 404)
    assert Authenticator.objects.exists()
