"""The second factor: who must have one, and that nobody gets further before they do."""

from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from orgs.access import holds
from orgs.middleware import GetResponse
from orgs.models import User
from orgs.roles import GUARDED
from orgs.sealing import seal, unseal

# Recovery codes are for a lost telephone; they are no factor of their own.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

# What somebody needs to set up a factor, or to leave.
_OPEN = {
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}


def is_required(user: User) -> bool:
    """Whether this installation demands a second factor of a person."""
    if settings.MFA_REQUIRED == "reviewers":
        return holds(user, *GUARDED)
    return bool(settings.MFA_REQUIRED == "everybody")


class SecondFactorMiddleware:
    """Leads who must have a second factor, and has none, to its set-up, from wherever they are."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let pass what is open to all, and the set-up; refuse the API, redirect the rest."""
        user = request.user
        if not isinstance(user, User) or settings.MFA_REQUIRED == "off":
            return None
        match = request.resolver_match
        # The API's views ask for a sign-in themselves, and seem open from here.
        is_api = request.path.startswith("/api/")
        is_public = not is_api and not getattr(view, "login_required", True)
        if is_public or (match and match.view_name in _OPEN):
            return None
        if not is_required(user) or is_mfa_enabled(user, FACTORS):
            return None
        if is_api:
            return JsonResponse({"detail": _("Set up a second factor first.")}, status=403)
        if request.method == "GET":
            messages.info(
                request,
                _("Your role asks for a second step when you sign in. Set it up here, then go on."),
            )
        return redirect("mfa_index")


class MFAAdapter(DefaultMFAAdapter):
    """Passkeys belong to this site, whatever host a request named. Secrets are stored sealed."""

    def encrypt(self, text: str) -> str:
        """The secret of an authenticator app, or the seed of recovery codes, to be stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The same to be used. Raises UnsealableError."""
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site that a passkey is for."""
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "localhost", "name": "Operative"}
