"""Secrets in the database that nobody reads without the key of the installation."""

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from orgs.sealing import UnsealableError, seal, unseal

OLD, NEW = "an older key of this installation " * 2, "a newer key of this installation " * 2


@given(st.text())
def test_what_is_sealed_is_read_again(text: str) -> None:
    assert unseal(seal(text)) == text


def test_a_seal_hides_the_text_and_is_never_the_same() -> None:
    first, second = seal("JBSWY3DPEHPK3PXP"), seal("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in first
    assert first != second


def test_what_was_stored_before_there_were_seals_is_read() -> None:
    assert unseal("JBSWY3DPEHPK3PXP") == "JBSWY3DPEHPK3PXP"


def test_an_older_key_still_reads(settings: LazySettings) -> None:
    settings.SECRET_KEY = OLD
    sealed = seal("text")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert unseal(sealed) == "text"


def test_another_key_reads_nothing(settings: LazySettings) -> None:
    settings.SECRET_KEY = OLD
    sealed = seal("text")
    settings.SECRET_KEY = NEW
    with pytest.raises(UnsealableError, match="SECRET_KEY_FALLBACKS"):
        unseal(sealed)


def test_what_was_altered_is_refused() -> None:
    sealed = seal("text")
    with pytest.raises(UnsealableError):
        unseal(sealed[:-8] + "AAAAAAA=")
