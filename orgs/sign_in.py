"""How people sign in, beyond what django-allauth does by default."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from orgs.mail import address, queue_mail
from orgs.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account for themselves: the secretariat does."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed, always."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox: a mail server that is away breaks no page, and takes no time that
        would tell whether an address is known.
        """
        person = User.objects.filter(email=email, is_active=True).first()
        if person is not None:
            words = {"email": email, "current_site": urlsplit(settings.PUBLIC_URL)} | context
            message = self.render_mail(template_prefix, email, words)
            queue_mail(person, str(message.subject), [str(message.body)])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From PUBLIC_URL: what a request says of its host is its sender's own word."""
        path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return address(path.replace("UID-KEY", key))


def password_path(user: User) -> str:
    """Where a person chooses a password, once, while the link is valid."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
