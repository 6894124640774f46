"""From lines to wording: wrapped lines as one, and what in the wording looks damaged."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from checklists.importers.resolution.markup import UNREADABLE, has_markup

_SECOND_OF_PAIR = re.compile(r"(?:and|or|nor|to)(?![-\w])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_HALF = re.compile(r"((?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)*)-\Z")
_FIRST_HALF = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PAIR = re.compile(r"(?<![\w’'/.-])([^\W\d_]+) (?=([^\W\d_]+)(?![\w/-]))")
# First halves of compounds, which keep their hyphen.
_KEEPING_HYPHEN = """
non self co pre post ex semi mid half well all cross high low long short twenty thirty forty fifty
sixty seventy eighty ninety two three four first second third vice deputy under secretary socio
macro micro so"""
# Words that a broken word's half can't be taken for.
_COMMON_WORDS = """
a about above after again all also an and any are as at be been before being both but by can did do
each every few for former from further had has have he her here him his how i if in inter into is
it its later may me member more most my new no none nor not now of off on once one only or other
our out over own per pro said same set she should so some such than that the their them then there
these they this those through thus to too under until up us use very via was we well were what when
where which while who whom whose why will with within without would you"""
_SHORT_WORDS = """
ad al am ca cf co de del der di du eg el en es et eu ex ff fr go ha he hm ii iii iv ix la las le
les los ms mr na ne nr op pp re se st un vi vii viii von vs xi xii xiii xiv xv"""
_KEEPS_HYPHEN = frozenset(_KEEPING_HYPHEN.split())
_COMMON = frozenset(_COMMON_WORDS.split())
_SHORT = frozenset(_SHORT_WORDS.split())
_HALF_HYPHEN = re.compile(r"(?<!\w)(?:\w+ -\w+|\w+- (?!(?:and|or|nor|to|and/or)\b|–)[a-z]\w*)")


class Words:
    """The words of a document, which decide where a text layer or a wrapped line broke one."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._count: Counter[str] = Counter()
        for text in texts:
            self._count.update(word.lower() for word in _WORD.findall(_without_half(text)))

    def knows(self, word: str) -> bool:
        """Whether a word stands somewhere in the document, whole."""
        return word.lower() in self._count

    def broken(self, text: str) -> Iterator[str]:
        """The pairs in a text that look like one word: “Confere nce”."""
        for found in _PAIR.finditer(text):
            first, second = found[1], found[2]
            # Halves are rare words; nearly all pairs end here.
            if min(self._count[first.lower()], self._count[second.lower()]) > 2:
                continue
            if self._is_broken(first, second):
                yield f"{first} {second}"

    def _is_broken(self, first: str, second: str) -> bool:
        halves = first.lower(), second.lower()
        if second[0].isupper() or all(half in _COMMON for half in halves):
            return False
        rare = [h for h in halves if h not in _COMMON and self._count[h] <= 2]
        if not rare:
            return False
        if self._count["".join(halves)] and len(first + second) > 3:
            return True
        odd = len(halves[1]) < 3 and halves[1] not in _COMMON | _SHORT and first.islower()
        return odd and self._count[halves[0]] <= 1


def joined(texts: Iterable[str], words: Words | None = None, open_: list[str] | None = None) -> str:
    """Wrapped lines as one: a word that was wrapped at its hyphen gets no space.

    Where the document has the word without its hyphen and not with it, the hyphen goes. Where it
    can't be decided it stays, and the word is added to `open_`.
    """
    # A backslash at the end of a line is Markdown's line break.
    lines = [text.removesuffix("\\").rstrip() for text in texts]
    parts = lines[:1]
    for before, after in pairwise(lines):
        if not _wrapped_inside_word(before, after):
            parts.append(" ")
        elif words and before.endswith("-") and _drops_hyphen(before, after, words, open_):
            parts[-1] = parts[-1][:-1]
        parts.append(after)
    return "".join(parts).strip()


def _without_half(text: str) -> str:
    """A line without the half word that its last hyphen leaves."""
    return text[:-80] + _LAST_HALF.sub("", text[-80:]) if text.endswith("-") else text


def _wrapped_inside_word(before: str, after: str) -> bool:
    if before[-1:] not in ("-", "\N{EN DASH}", "—", "/") or not before[-2:-1].isalnum():
        return False
    hanging = before.endswith("-") and _SECOND_OF_PAIR.match(after)  # "short- and long-term"
    return after[:1].isalnum() and not hanging


def _drops_hyphen(before: str, after: str, words: Words, open_: list[str] | None) -> bool:
    left, right = _LAST_HALF.search(before[-80:]), _FIRST_HALF.match(after[:80])
    if not left or not right or not right[0][0].islower():
        return False
    whole = f"{left[1]}-{right[0]}"
    if words.knows(whole):
        return False
    if words.knows(left[1] + right[0]):
        return True
    first = left[1].lower()
    certain = (first in _KEEPS_HYPHEN or words.knows(first)) and (
        first in _KEEPS_HYPHEN or words.knows(right[0])
    )
    if not certain and "-" not in first and open_ is not None:
        open_.append(whole)
    return False


def damage(text: str, words: Words) -> Iterator[str]:
    """What in a paragraph's wording looks damaged, as sentences."""
    if has_markup(text):
        yield "a stray sign of emphasis (* or _) in here"
    if UNREADABLE in text:
        yield "a character here could not be read"
    if text.count("“") != text.count("”") or text.count('"') % 2:
        yield "a quotation mark opens or closes without the other"
    for pair in dict.fromkeys(words.broken(text)):
        yield f"“{pair}” may be one word"
    for half in dict.fromkeys(_HALF_HYPHEN.findall(text)):
        yield f"“{half}”: a space next to a hyphen"
