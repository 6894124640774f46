"""What two editions of a resolution are compared by, and what comes out. Pure, no ORM."""

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What became of a paragraph from one edition to the next."""

    UNCHANGED = "unchanged"  # the same words, whatever its number and the file's format
    AMENDED = "amended"
    NEW = "new"
    DROPPED = "dropped"
    SPLIT = "split"  # one old paragraph became several
    MERGED = "merged"  # several old paragraphs became one


@dataclass(frozen=True, slots=True)
class EditionParagraph:
    """A paragraph of an edition: its own text and that of its sub-paragraphs in one."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """Two paragraphs by their places (from 0) in their editions; None on the side without one.

    A split is several matches with the same `old`, a merger several with the same `new`.
    `similarity` is the share of words in common: 0.0 to 1.0, and 1.0 only where unchanged.
    """

    old: int | None
    new: int | None
    relation: Relation
    similarity: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A match by the paragraphs' numbers."""

    old: str | None
    new: str | None
    relation: Relation
    similarity: float
