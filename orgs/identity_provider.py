"""Signing in by the identity provider of an organization: who is known or invited, nobody else."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
    _build_apps_from_settings,
)
from django.http import HttpRequest
from django.shortcuts import render

from orgs.services.invitations import join_by_address


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """People are matched by the address that the provider vouches for; nothing else is stored."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[Any]:
        """The one provider of the settings, none of the database: it saves a query."""
        apps = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for rows in apps.values() for app in rows]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Who is invited joins by it. Anybody else sees the same page, for whatever reason."""
        if sociallogin.is_existing:
            return
        for row in sociallogin.email_addresses:
            name = str(sociallogin.account.extra_data.get("userinfo", {}).get("name", ""))[:150]
            if row.verified is True and join_by_address(row.email, name):
                sociallogin.lookup()
                return
        raise ImmediateHttpResponse(
            render(request, "socialaccount/login_cancelled.html", {"unknown": True}, status=403)
        )

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Closed, always: see `pre_social_login`."""
        return False
