"""Which answers outlive their cycle. Pure: the rule alone, without the ORM.

An item is the same question in two checklists where both give it the same key. Its answer is
offered again as it was where nothing changed that the answer rests on; where the paragraph or our
own words for it changed, it is offered to be confirmed anew, with the change; a question that is
new starts blank. Figures belong to their period and are never carried over.
"""

from dataclasses import dataclass

from checklists.scale import Carry, Dimension


@dataclass(frozen=True, slots=True)
class Asked:
    """What an item asks: the words on which an answer to it rests."""

    key: str
    dimension: str
    question: str
    guidance: str


def carry(old: Asked, new: Asked, *, same_duty: bool) -> Carry:
    """How an answer to `old` is offered for `new`; `same_duty`: the paragraph says the same."""
    if old.key != new.key or Dimension.INDICATOR in (old.dimension, new.dimension):
        return Carry.NONE
    return Carry.SAME if same_duty and old == new else Carry.AMENDED
