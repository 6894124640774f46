"""Signing in by an organization's identity provider: a real one, of this test's own, over HTTP."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings
from django.test import Client

from orgs.models import Membership, User
from orgs.roles import Role
from orgs.services.invitations import invite
from tests.factories import make_member, make_office, make_user
from tests.pages import read

pytestmark = pytest.mark.django_db

START = "/account/oidc/organization/login/"
NEW = "new.person@example.org"


class Provider(ThreadingHTTPServer):
    """Vouches for one address; says of itself what OpenID Connect Discovery wants."""

    claims: dict[str, Any]
    audience = "operative"
    nonce = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        at = self.server.address
        if self.path == "/.well-known/openid-configuration":
            self._answer(
                {
                    "issuer": at,
                    "authorization_endpoint": f"{at}/authorize",
                    "token_endpoint": f"{at}/token",
                    "userinfo_endpoint": f"{at}/userinfo",
                    "jwks_uri": f"{at}/keys",
                }
            )
        elif self.path == "/userinfo":
            self._answer(self.server.claims)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        now = int(time.time())
        token = jwt.encode(
            self.server.claims
            | {
                "iss": self.server.address,
                "aud": self.server.audience,
                "iat": now,
                "exp": now + 60,
            },
            self.server.key,
            algorithm="RS256",
            headers={"kid": "1"},
        )
        self._answer({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _answer(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider(settings: LazySettings) -> Iterator[Provider]:
    with Provider() as server:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "organization",
                        "name": "Meridian Relief",
                        "client_id": "operative",
                        "secret": "secret",
                        "settings": {"server_url": server.address},
                    }
                ],
            }
        }
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def sign_in(provider: Provider, email: str, *, verified: bool = True) -> tuple[Client, Any]:
    """Go to the provider and come back; returns the browser and the last answer."""
    provider.claims = {"sub": "7", "email": email, "email_verified": verified, "name": "New Person"}
    client = Client()
    away = client.get(START)
    asked = parse_qs(urlsplit(away.headers["Location"]).query)
    assert away.headers["Location"].startswith(f"{provider.address}/authorize")
    assert "code_challenge" in asked
    back = client.get(f"{START}callback/", {"code": "1", "state": asked["state"][0]})
    return client, back


def test_the_sign_in_page_has_its_button(provider: Provider) -> None:
    page = read(Client().get("/account/login/"))
    assert "Sign in by Meridian Relief" in page.text
    assert any(link.startswith(START) for link in page.links())


def test_a_known_person_is_signed_in(provider: Provider) -> None:
    client, _back = sign_in(provider, make_user().email)
    assert client.get("/").status_code == 200


def test_an_invited_person_joins(provider: Provider) -> None:
    office = make_office()
    coordinator = make_member(office, Role.COORDINATOR)
    invite(coordinator, email=NEW, name="", office=office, role=Role.OBSERVER)
    client, _back = sign_in(provider, NEW)
    assert client.get("/").status_code == 200
    assert Membership.objects.get(user__email=NEW).office == office
    assert User.objects.get(email=NEW).full_name == "New Person"


def test_nobody_else_gets_in(provider: Provider) -> None:
    client, back = sign_in(provider, NEW)
    assert "Accounts are opened by invitation" in read(back, 403).text
    assert client.get("/").status_code == 302
    assert not User.objects.filter(email=NEW).exists()


def test_an_address_that_is_not_verified_counts_for_nothing(provider: Provider) -> None:
    client, back = sign_in(provider, make_user().email, verified=False)
    read(back, 403)
    assert client.get("/").status_code == 302


def test_an_unverified_address_takes_no_invitation(provider: Provider) -> None:
    office = make_office()
    coordinator = make_member(office, Role.COORDINATOR)
    invite(coordinator, email=NEW, name="", office=office, role=Role.OBSERVER)
    sign_in(provider, NEW, verified=False)
    assert not User.objects.filter(email=NEW).exists()


def test_a_closed_account_stays_closed(provider: Provider) -> None:
    user = make_user()
    User.objects.update(is_active=False)
    client, _back = sign_in(provider, user.email)
    assert client.get("/").status_code == 302


def test_a_token_for_another_site_is_refused(provider: Provider) -> None:
    provider.audience = "somebody-else"
    client, _back = sign_in(provider, make_user().email)
    assert client.get("/").status_code == 302


def test_an_answer_that_was_not_asked_for_is_refused(provider: Provider) -> None:
    provider.claims = {"sub": "7", "email": make_user().email, "email_verified": True}
    client = Client()
    read(client.get(f"{START}callback/", {"code": "1", "state": "invented"}), 401)
    assert client.get("/").status_code == 302


def test_without_settings_there_is_no_button(db: None) -> None:
    assert "Sign in by" not in read(Client().get("/account/login/")).text
