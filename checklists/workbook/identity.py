"""Which assessment a workbook is of, and what it knew: signed, so that nobody can make one up."""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass

from django.core.signing import BadSignature, Signer

from checklists.workbook.cells import RefusedError, as_cell, fits
from checklists.workbook.content import Said
from checklists.workbook.layout import COME_BACK, FORMAT

_SALT = "checklists.workbook"
# Of one cell on the hidden sheet.
_PIECE = 8_000
# In place of a text's mark where no cell can hold the text: nobody can have changed it.
UNWRITABLE = "-"


@dataclass(frozen=True, slots=True)
class Base:
    """An answer at the download: its version, and by what to tell which cells were changed since.

    Of a text only a mark is kept, "" for an empty one: the history needn't have that version still.
    """

    version: int
    value: str
    justification: str
    reason: str
    figures: dict[str, int]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a workbook says of itself.

    `sheets` and `headers` by key of the layout, `bases` by reference of the item.
    """

    assessment: int
    language: str
    downloaded_at: str
    digest: str
    sheets: dict[str, str]
    headers: dict[str, list[str]]
    bases: dict[str, Base]


def base_of(version: int, said: Said) -> Base:
    """What is kept of an answer."""
    return Base(
        version,
        choice_of(said),
        mark(said.justification),
        mark(said.reason),
        dict(said.figures),
    )


def choice_of(said: Said) -> str:
    """What its drop-down shows: a value, COME_BACK, or "" for nothing."""
    return COME_BACK if said.come_back and not said.value else said.value


def mark(text: str) -> str:
    """A short hash of a text as a cell holds it."""
    text = as_cell(text)
    if not fits(text):
        return UNWRITABLE
    if not text:
        return ""
    return urlsafe_b64encode(hashlib.blake2b(text.encode(), digest_size=9).digest()).decode()


def sealed(identity: Identity) -> list[str]:
    """The identity as pieces of signed text, one for each cell; the same for the same identity."""
    token = Signer(salt=_SALT).sign_object(
        {"format": FORMAT, "identity": asdict(identity)}, compress=True
    )
    return [token[start : start + _PIECE] for start in range(0, len(token), _PIECE)]


def opened(pieces: list[str]) -> Identity:
    """The identity from its pieces. Raises RefusedError where it isn't ours, or of another time."""
    try:
        found = Signer(salt=_SALT).unsign_object("".join(pieces))
    except (BadSignature, json.JSONDecodeError, UnicodeError, ValueError):
        raise RefusedError("identity") from None
    if found["format"] != FORMAT:
        raise RefusedError("format")
    stored = found["identity"]
    bases = {ref: Base(**base) for ref, base in stored.pop("bases").items()}
    return Identity(**stored, bases=bases)
