"""How people sign in, beyond what django-allauth does by default."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

from orgs.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account for themselves: the secretariat does."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed, always."""
        return False


def password_path(user: User) -> str:
    """Where a person chooses a password, once, while the link is valid."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
