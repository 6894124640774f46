"""Editions of a resolution: which paragraph of one became which of the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from checklists.lineage import (
    EditionParagraph,
    Match,
    Piece,
    Relation,
    align,
    rewording,
)
from checklists.models import Instrument, Paragraph


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """A pair with its texts; None on the side that has no paragraph."""

    old: EditionParagraph | None
    new: EditionParagraph | None
    relation: Relation
    similarity: float

    def diff(self) -> list[Piece]:
        """The difference by words, as `checklists.lineage.rewording` has it."""
        return rewording(self.old.text if self.old else None, self.new.text if self.new else None)


def compare_editions(older: Instrument, newer: Instrument) -> list[ComparedPair]:
    """The operative paragraphs of two instruments, paired, in the order of the newer one."""
    old, new = edition_of(older), edition_of(newer)
    matches = align([p.text for p in old], [p.text for p in new])
    return [_with_texts(match, old, new) for match in matches]


def _with_texts(
    match: Match, old: Sequence[EditionParagraph], new: Sequence[EditionParagraph]
) -> ComparedPair:
    return ComparedPair(
        None if match.old is None else old[match.old],
        None if match.new is None else new[match.new],
        match.relation,
        match.similarity,
    )


def edition_of(instrument: Instrument) -> list[EditionParagraph]:
    """The operative paragraphs of an instrument in order."""
    paragraphs = instrument.paragraphs.filter(kind=Paragraph.Kind.OPERATIVE).order_by("position")
    return [EditionParagraph(p.number, p.text) for p in paragraphs]
