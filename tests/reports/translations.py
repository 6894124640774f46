"""A translation of the tests' own, installed as a deployment installs one."""

import struct
from pathlib import Path

from pytest_django import Settings

_HEAD = {"": "Content-Type: text/plain; charset=UTF-8\n"}


def install(settings: Settings, folder: Path, **languages: dict[str, str]) -> None:
    """Catalogues by language: the product's words, and what they are there."""
    for language, words in languages.items():
        place = folder / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "django.mo").write_bytes(_catalogue(words))
    settings.LOCALE_PATHS = [folder]
    settings.LANGUAGES = [("en", "English"), *((code, code) for code in languages)]


def _catalogue(words: dict[str, str]) -> bytes:
    """A machine object file of GNU gettext."""
    pairs = sorted((a.encode(), b.encode()) for a, b in (_HEAD | words).items())
    count, body = len(pairs), bytearray()
    tables = []
    for texts in zip(*pairs, strict=True):
        for text in texts:
            tables.append((len(text), 28 + 16 * count + len(body)))
            body += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + b"".join(struct.pack("<2I", *row) for row in tables) + bytes(body)
