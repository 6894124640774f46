"""Secrets that have to be read again, sealed in the database: a copy of it alone signs nobody in.

Sealed with keys derived from SECRET_KEY and SECRET_KEY_FALLBACKS: a new text with the first, and
read by any of them.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "sealed:"  # base32 and hex, which the secrets themselves are, have no colon


class UnsealableError(Exception):
    """No key that is known here opens it, or somebody altered it."""


def seal(text: str) -> str:
    """The text as only who has SECRET_KEY can read it; never the same twice."""
    return MARK + _keys().encrypt(text.encode()).decode("ascii")


def unseal(stored: str) -> str:
    """The text again. What was stored before there were seals is returned as it is.

    Raises UnsealableError.
    """
    if not stored.startswith(MARK):
        return stored
    try:
        return _keys().decrypt(stored.removeprefix(MARK)).decode()
    except InvalidToken as error:
        raise UnsealableError(
            "A second factor was sealed with a key that is neither SECRET_KEY nor one of "
            "SECRET_KEY_FALLBACKS."
        ) from error


def _keys() -> MultiFernet:
    return MultiFernet(
        [_key(secret) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]]
    )


def _key(secret: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"orgs.sealing").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
