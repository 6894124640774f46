"""Every address has a row in the access table; those of the admin are for the secretariat alone."""

from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from orgs.roles import Role
from tests.account_rows import OWN_ACCOUNT, PUBLIC
from tests.factories import make_member, make_office
from tests.test_access import OBJECTS, OPEN_TO_ROLES, visit


def names_in(resolver: URLResolver, namespace: str = "") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found += names_in(entry, inner)
        elif isinstance(entry, URLPattern):
            found.append(f"{namespace}{entry.name}")
    return found


def test_every_address_has_a_row() -> None:
    rows = {name for name, _method in [*OBJECTS, *OPEN_TO_ROLES]} | set(PUBLIC) | set(OWN_ACCOUNT)
    addresses = {name for name in names_in(get_resolver()) if not name.startswith("admin:")}
    assert addresses == rows


# The sign-in itself, its words for scripts, and the catch-all, which has no name.
ADMIN_PUBLIC = ["login", "logout", "javascript-catalog", "jsi18n", "None"]


def _admin_addresses() -> dict[str, list[Any]]:
    """The admin's addresses with arguments that fit; its catch-all has no name."""
    arguments: dict[str, list[Any]] = {"view_on_site": [1, 1], "app_list": ["orgs"]}
    found = {}
    for name in names_in(get_resolver()):
        short = name.removeprefix("admin:")
        if name.startswith("admin:") and short not in ADMIN_PUBLIC:
            needs_one = short.endswith(("_change", "_delete", "_history")) and "word" not in short
            found[name] = arguments.get(short, [1] if needs_one else [])
    return found


@pytest.mark.parametrize(("name", "arguments"), _admin_addresses().items())
def test_the_admin_is_for_the_secretariat_alone(name: str, arguments: list[Any], db: None) -> None:
    url = reverse(name, args=arguments)
    office = make_office()
    people = [None, *(make_member(office, role) for role in Role)]
    assert {visit(user, "GET", url) for user in people} == {302}
