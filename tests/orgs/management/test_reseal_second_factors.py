"""A new key takes over what the old one had sealed."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from orgs.sealing import unseal
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"
OLD, NEW = "an older key of this installation " * 2, "a newer key of this installation " * 2


def reseal() -> str:
    out = StringIO()
    call_command("reseal_second_factors", stdout=out)
    return out.getvalue()


def test_the_older_key_can_go_afterwards(settings: LazySettings) -> None:
    settings.SECRET_KEY = OLD
    user = make_user()
    TOTP.activate(user, SECRET)
    codes = RecoveryCodes.activate(user).generate_codes()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert reseal() == "Sealed: 2\n"
    settings.SECRET_KEY_FALLBACKS = []
    by_type = {row.type: row for row in Authenticator.objects.all()}
    assert unseal(by_type[Authenticator.Type.TOTP].data["secret"]) == SECRET
    assert RecoveryCodes(by_type[Authenticator.Type.RECOVERY_CODES]).generate_codes() == codes


def test_what_was_never_sealed_is() -> None:
    Authenticator.objects.create(
        user=make_user(), type=Authenticator.Type.TOTP, data={"secret": SECRET}
    )
    reseal()
    (stored,) = Authenticator.objects.values_list("data__secret", flat=True)
    assert SECRET not in stored
    assert unseal(stored) == SECRET


def test_what_no_key_opens_is_named_and_left(settings: LazySettings) -> None:
    settings.SECRET_KEY = OLD
    user = make_user()
    TOTP.activate(user, SECRET)
    (before,) = Authenticator.objects.values_list("data", flat=True)
    settings.SECRET_KEY = NEW
    with pytest.raises(CommandError, match=user.email):
        reseal()
    assert list(Authenticator.objects.values_list("data", flat=True)) == [before]
