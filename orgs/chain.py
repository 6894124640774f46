"""The hash chain of the audit trail: what is hashed of a row, and how. Pure, no ORM.

A row holds its number in its chain (1, 2, …), the hash of the row before and its own. Whoever
alters, removes, inserts or moves a row has to write all later hashes anew, and can't write anew
one that was noted elsewhere.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# Before the first row of a chain.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """What of a row is hashed: all of it but its key in the table and its own hash."""

    chain: int
    number: int
    previous: str
    at: dt.datetime
    actor: int | None
    organization: int | None
    office: int | None
    action: str
    target: str
    address: str
    data: Mapping[str, Any]


def digest(link: Link) -> str:
    """The SHA-256 of a row, in hexadecimal."""
    return hashlib.sha256(canonical(link)).hexdigest()


def canonical(link: Link) -> bytes:
    """A row as bytes: JSON with sorted keys, its moment in UTC with microseconds."""
    moment = link.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return dump(asdict(link) | {"at": moment, "data": plain(link.data)})


def dump(value: object) -> bytes:
    """JSON in the one form that is hashed: sorted keys, no blanks, UTF-8, no NaN."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def plain(value: Any) -> Any:
    """What JSON can hold, as any database gives it back: PostgreSQL has one kind of number."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
