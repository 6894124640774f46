"""The frozen data of any report as canonical JSON, and its hash. Pure.

A finished report keeps this JSON, so that it can be rendered again to the same bytes whatever
became of the database since. Adding a field to a report's dataclass needs a default, or old
reports can't be read.
"""

import hashlib
from typing import TypeVar

import msgspec

T = TypeVar("T")

# What frozen data calls an answer that wasn't given.
UNANSWERED = "unanswered"


def dump(data: object) -> bytes:
    """A report's dataclass as canonical JSON: the same data gives the same bytes."""
    return msgspec.json.encode(data, order="sorted")


def load(raw: bytes, as_: type[T]) -> T:
    """Read back what `dump` wrote. Raises msgspec.ValidationError where it isn't such data."""
    return msgspec.json.decode(raw, type=as_)


def digest(raw: bytes) -> str:
    """The SHA-256 of the frozen data, in hexadecimal, as the last page of the report states it."""
    return hashlib.sha256(raw).hexdigest()
