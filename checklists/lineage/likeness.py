"""How much two paragraphs have in common, where rare words count more than drafting formulas."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from math import log

from checklists.lineage.wording import words

# What any resolution says to anybody about anything: words that tie a sentence together, verbs
# that open a paragraph, and those addressed.
_FORMULAS = frozenset(
    words("""
    a an all also and any are as at be been by for from further has have in including into is it
    its of on or other such that the their them these this those to under upon was were which who
    with within
    acknowledges affirms appeals calls commends condemns decides demands deplores emphasizes
    encourages expresses invites notes reaffirms recalls recognizes recommends reiterates requests
    stresses strongly takes underlines underscores urges welcomes appreciation concern importance
    need continue ensure regard
    assembly council general governments member members nations parties relevant
    secretary-general states system united
    """)
)
_FORMULA_WEIGHT = 0.1

Shingle = tuple[str, ...]


class Shingles:
    """A paragraph's words and pairs of neighbours, counted."""

    def __init__(self, text: str) -> None:
        self.words = words(text)

    @cached_property
    def counted(self) -> Counter[Shingle]:
        """How often each word and each pair occurs."""
        singles = ((word,) for word in self.words)
        return Counter([*singles, *zip(self.words, self.words[1:], strict=False)])


class Likeness:
    """Likeness between paragraphs of two editions, weighted by how rare words are in an edition."""

    def __init__(self, old: Sequence[Shingles], new: Sequence[Shingles]) -> None:
        # A word that many paragraphs of one edition have doesn't tell them apart. The editions
        # aren't added up, or what both have would weigh less than what changed.
        frequency = _frequencies(old) | _frequencies(new)
        size = max(len(old), len(new))
        self._weights = {
            shingle: log(1 + size / count) * _formula_factor(shingle)
            for shingle, count in frequency.items()
        }

    def score(self, one: Counter[Shingle], other: Counter[Shingle]) -> float:
        """The weight in common as a share of both, 0.0 to 1.0."""
        total = self.weight(one) + self.weight(other)
        return 2 * self.common(one, other) / total if total else 0.0

    def common(self, one: Counter[Shingle], other: Counter[Shingle]) -> float:
        """The weight of what both have."""
        if len(one) > len(other):
            one, other = other, one
        weights = self._weights
        return sum(weights[s] * min(count, other[s]) for s, count in one.items() if s in other)

    def weight(self, counted: Counter[Shingle]) -> float:
        """The weight of all its words and pairs."""
        weights = self._weights
        return sum(weights[shingle] * count for shingle, count in counted.items())


def _frequencies(paragraphs: Sequence[Shingles]) -> Counter[Shingle]:
    """In how many paragraphs of an edition each word and pair stands."""
    return Counter(shingle for paragraph in paragraphs for shingle in paragraph.counted)


def _formula_factor(shingle: Shingle) -> float:
    return _FORMULA_WEIGHT if _FORMULAS.issuperset(shingle) else 1.0
