"""How people sign in, beyond what django-allauth does by default."""

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from orgs import audit
from orgs.mail import address, queue_mail
from orgs.middleware import SEEN
from orgs.models import User
from orgs.services.members import verify_address
from orgs.services.sessions import end_sessions


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account for themselves: they are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed, always."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """A closed account is answered like an unknown one, with the right password too."""
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and user.is_active else None

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Only that: an account that is closed at this moment stays closed."""
        user.set_password(password)
        user.save(update_fields=["password"])

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

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """From PUBLIC_URL too."""
        return address(reverse("account_confirm_email", args=[emailconfirmation.key]))


@receiver(password_reset)
@transaction.atomic
def verify_by_reset(user: User, **kwargs: Any) -> None:
    """Who opens the link for a new password has shown that the address is theirs. Whoever was
    signed in with the old one is so no longer.
    """
    verify_address(user)
    end_sessions(user, user)
    audit.record(user, "password.reset", user)


@receiver(password_changed)
@transaction.atomic
def end_other_sessions(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A new password ends all sessions but the one in which it was chosen."""
    end_sessions(user, user, keep=request.session.session_key)
    audit.record(user, "password.changed", user)


@receiver(authenticator_added)
@transaction.atomic
def note_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Write a new way of proving who one is into the audit trail."""
    audit.record(user, "second_factor.added", user, kind=authenticator.type)


@receiver(authenticator_removed)
@transaction.atomic
def note_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """And one that is gone."""
    audit.record(user, "second_factor.removed", user, kind=authenticator.type)


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, **kwargs: Any) -> None:
    """From now on the session says when it was last used."""
    request.session[SEEN] = int(time.time())


def password_path(user: User) -> str:
    """Where a person chooses a password, once, while the link is valid."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
