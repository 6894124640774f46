"""How people sign in, beyond what django-allauth does by default."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account for themselves: the secretariat does."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed, always."""
        return False
