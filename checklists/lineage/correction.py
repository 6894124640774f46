"""Setting a match right by hand: what else has to change so that every paragraph keeps one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from checklists.lineage.alignment import in_order
from checklists.lineage.editions import Match, Relation

ONE_TO_ONE = (Relation.UNCHANGED, Relation.AMENDED)


class CorrectionError(ValueError):
    """A match that can't be: the relation that doesn't fit."""

    def __init__(self, relation: Relation) -> None:
        super().__init__(relation)
        self.relation = relation


def corrected(
    matches: Iterable[Match], wrong: Match, right: Match | None, sizes: tuple[int, int]
) -> list[Match]:
    """The matches with `right` in the place of `wrong`, in order; `sizes` are the editions'.

    None takes the two paragraphs of `wrong` apart. Paragraphs that lose their counterpart become
    new or dropped, and the one part that is left of a split or merger becomes an amendment.
    Raises CorrectionError for a split or a merger of a single pair.
    """
    kept = [m for m in matches if m != wrong and m.old is not None and m.new is not None]
    if right is not None:
        kept = [*_beside(kept, right), right]
        if right.relation not in ONE_TO_ONE and _is_alone(right, kept):
            raise CorrectionError(right.relation)
    return in_order([_settled(m, kept) for m in kept], *sizes)


def _beside(matches: Sequence[Match], right: Match) -> list[Match]:
    """The matches that can stand beside the right one; the parts of the same whole join it."""
    if right.relation == Relation.SPLIT:
        parts = {right.new} | {m.new for m in matches if m.old == right.old}
        kept = [m for m in matches if m.new not in parts or m.old == right.old]
    elif right.relation == Relation.MERGED:
        parts = {right.old} | {m.old for m in matches if m.new == right.new}
        kept = [m for m in matches if m.old not in parts or m.new == right.new]
    else:
        return [m for m in matches if m.old != right.old and m.new != right.new]
    return [
        replace(m, relation=right.relation) if m.old == right.old or m.new == right.new else m
        for m in kept
        if (m.old, m.new) != (right.old, right.new)
    ]


def _settled(match: Match, matches: Sequence[Match]) -> Match:
    """A match of which the other parts have gone is an amendment."""
    if match.relation in ONE_TO_ONE or not _is_alone(match, matches):
        return match
    relation = Relation.UNCHANGED if match.similarity == 1.0 else Relation.AMENDED
    return replace(match, relation=relation)


def _is_alone(match: Match, matches: Sequence[Match]) -> bool:
    old, new = Counter(m.old for m in matches), Counter(m.new for m in matches)
    return old[match.old] == 1 and new[match.new] == 1
