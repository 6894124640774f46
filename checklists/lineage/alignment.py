"""Which paragraph of one edition became which of the next.

The two thresholds stand on resolutions 75/125 and 78/118, read paragraph by paragraph
(tests/checklists/lineage/real_pair.py). Paragraphs that belong together are alike by 0.79 or more
there, others by 0.41 or less; a paragraph is contained in one with which it has nothing to do by
0.49 at most.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from checklists.lineage.diff import matcher
from checklists.lineage.editions import EditionParagraph, Match, Pair, Relation
from checklists.lineage.likeness import Likeness, Shingle, Shingles
from checklists.lineage.matching import Edge, best_pairs
from checklists.lineage.wording import key, words

# Nearer to the strangers' 0.41 than to the kin's 0.79: where an edition was left out between two,
# a paragraph has been reworded twice.
ALIKE = 0.45
CONTAINED = 0.55
# Less of a paragraph than this is a phrase that the other one happens to have too.
_SHARE = 0.1
# What the place in the edition adds at most: it decides between equals only.
_ORDER = 0.01

_Counted = Mapping[int, Counter[Shingle]]


def compare(old: Sequence[EditionParagraph], new: Sequence[EditionParagraph]) -> list[Pair]:
    """Pairs of paragraphs in the order of the new edition, dropped ones where they stood."""
    return [
        Pair(
            old[match.old].number if match.old is not None else None,
            new[match.new].number if match.new is not None else None,
            match.relation,
            match.similarity,
        )
        for match in align([p.text for p in old], [p.text for p in new])
    ]


def align(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """The same by texts and places: every place of both editions is in one match at least."""
    unchanged = _unchanged(old, new)
    rest = _Rest(old, new, unchanged)
    relations = dict.fromkeys(unchanged, Relation.UNCHANGED)
    alike = rest.alike()
    splits = rest.splits(alike)
    relations |= dict.fromkeys(splits, Relation.SPLIT)
    alike -= splits
    mergers = rest.mergers(alike, splits)
    relations |= dict.fromkeys(mergers, Relation.MERGED)
    relations |= dict.fromkeys(alike - mergers, Relation.AMENDED)
    matches = [
        Match(i, j, relation, similarity(old[i], new[j])) for (i, j), relation in relations.items()
    ]
    return in_order(matches, len(old), len(new))


def similarity(old: str, new: str) -> float:
    """The share of words that two texts have in common in the same order, 0.0 to 1.0.

    1.0 is kept for the same wording.
    """
    if key(old) == key(new):
        return 1.0
    return min(round(matcher(words(old), words(new)).ratio(), 4), 0.9999)


def _unchanged(old: Sequence[str], new: Sequence[str]) -> set[Edge]:
    """Paragraphs with the same wording; of several the same, those nearest in place."""
    places: dict[str, list[int]] = {}
    for j, text in enumerate(new):
        places.setdefault(key(text), []).append(j)
    return set(
        best_pairs(
            {
                (i, j): 1 + _ORDER * _nearness(i / len(old), j / len(new))
                for i, text in enumerate(old)
                for j in places.get(key(text), [])
            }
        )
    )


def _nearness(one: float, other: float) -> float:
    """1.0 for the same relative place; squared, so that pairs don't cross without need."""
    return 1 - (one - other) ** 2


class _Rest:
    """The paragraphs that have no unchanged counterpart, by their places."""

    def __init__(self, old: Sequence[str], new: Sequence[str], unchanged: set[Edge]) -> None:
        self._sizes = len(old), len(new)
        all_old, all_new = [Shingles(text) for text in old], [Shingles(text) for text in new]
        # Words are weighed by all paragraphs, also by those that didn't change.
        self._likeness = Likeness(all_old, all_new)
        same_old, same_new = {i for i, _ in unchanged}, {j for _, j in unchanged}
        self._old = {i: s.counted for i, s in enumerate(all_old) if i not in same_old}
        self._new = {j: s.counted for j, s in enumerate(all_new) if j not in same_new}

    def alike(self) -> set[Edge]:
        """The best pairing of those that are alike."""
        rows, columns = self._sizes
        scores: dict[Edge, float] = {}
        for i, one in self._old.items():
            for j, other in self._new.items():
                score = self._likeness.score(one, other)
                if score >= ALIKE:
                    scores[i, j] = score + _ORDER * _nearness(i / rows, j / columns)
        return set(best_pairs(scores))

    def splits(self, alike: set[Edge]) -> set[Edge]:
        """Old paragraphs with each of the new ones that hold a part of it of their own."""
        return set(self._parts(self._old, self._new, alike))

    def mergers(self, alike: set[Edge], splits: set[Edge]) -> set[Edge]:
        """The other way round: new paragraphs with each of the old ones that went into it."""
        split_old, split_new = {i for i, _ in splits}, {j for _, j in splits}
        old = {i: counted for i, counted in self._old.items() if i not in split_old}
        new = {j: counted for j, counted in self._new.items() if j not in split_new}
        return {(i, j) for j, i in self._parts(new, old, {(j, i) for i, j in alike})}

    def _parts(self, wholes: _Counted, parts: _Counted, alike: set[Edge]) -> Iterator[Edge]:
        """Each whole with two or more parts, as (whole, part).

        The part that is alike to the whole comes first, however much it has gained; others must be
        contained in what the parts before them left over of the whole.
        """
        counterpart = dict(alike)
        free = {part for part in parts if part not in set(counterpart.values())}
        for place, whole in wholes.items():
            found, left = [], whole
            if place in counterpart:
                found.append(counterpart[place])
                left = left - parts[counterpart[place]]
            for part in sorted(free, key=lambda p: -self._likeness.common(parts[p], whole)):
                if self._is_part(parts[part], left, whole):
                    found.append(part)
                    left = left - parts[part]
            if len(found) > 1:
                free -= set(found)
                yield from ((place, part) for part in found)

    def _is_part(
        self, part: Counter[Shingle], left: Counter[Shingle], whole: Counter[Shingle]
    ) -> bool:
        common = self._likeness.common(part, left)
        return common >= CONTAINED * self._likeness.weight(
            part
        ) and common >= _SHARE * self._likeness.weight(whole)


def in_order(matches: Sequence[Match], old_size: int, new_size: int) -> list[Match]:
    """All matches with the new and the dropped, in the order of the new edition."""
    by_new: dict[int, list[Match]] = {}
    for match in sorted(matches, key=lambda m: m.old or 0):
        assert match.new is not None  # so far each has both sides
        by_new.setdefault(match.new, []).append(match)
    ordered = [
        match
        for j in range(new_size)
        for match in by_new.get(j, [Match(None, j, Relation.NEW, 0.0)])
    ]
    kept = {match.old for match in matches}
    for i in range(old_size):
        if i not in kept:  # it follows the paragraph that it followed
            after = max((at for at, m in enumerate(ordered, 1) if m.old == i - 1), default=0)
            ordered.insert(after, Match(i, None, Relation.DROPPED, 0.0))
    return ordered
