"""Finding again in a text the words that decided how it was read. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; put together, the pieces are the text."""

    text: str
    decides: bool


def mark_words(texts: Sequence[str], groups: Iterable[Sequence[str]]) -> list[list[Piece]]:
    """Each text in pieces, one place of each of the words marked.

    The words of a group belong together: the later ones are looked for from the first one on, and
    before it only where they don't come again. A word stands in the first text that has it; where
    two overlap, the longer is marked.
    """
    spans: list[list[tuple[int, int]]] = [[] for _text in texts]
    wanted = {(word, group[0]) for group in groups for word in group if word}
    for word, head in sorted(wanted, key=lambda pair: (-len(pair[0]), pair)):
        start = _start(head, texts)
        anywhere = [_places(word, text) for text in texts]
        behind = [
            [place for place in places if (index, place[0]) >= start]
            for index, places in enumerate(anywhere)
        ]
        any(
            _take(places, taken)
            for choice in (behind, anywhere)
            for places, taken in zip(choice, spans, strict=True)
        )
    return [_pieces(text, sorted(taken)) for text, taken in zip(texts, spans, strict=True)]


def _start(word: str, texts: Sequence[str]) -> tuple[int, int]:
    """The first text with the word, and where in it; the very beginning where there is none."""
    for index, text in enumerate(texts):
        if places := _places(word, text):
            return index, places[0][0]
    return 0, 0


def _places(word: str, text: str) -> list[tuple[int, int]]:
    """Where a word stands, as a whole one if it ever does."""
    literal = re.escape(word)
    for pattern in (rf"(?<!\w){literal}(?!\w)", literal):
        if places := [match.span() for match in re.finditer(pattern, text)]:
            return places
    return []


def _take(places: list[tuple[int, int]], taken: list[tuple[int, int]]) -> bool:
    """Mark the first place that is free. One inside a longer word is marked with it."""
    for start, end in places:
        if any(first <= start and end <= last for first, last in taken):
            return True
        if all(end <= first or last <= start for first, last in taken):
            taken.append((start, end))
            return True
    return False


def _pieces(text: str, spans: list[tuple[int, int]]) -> list[Piece]:
    pieces = []
    at = 0
    for start, end in spans:
        pieces.append(Piece(text[at:start], decides=False))
        pieces.append(Piece(text[start:end], decides=True))
        at = end
    pieces.append(Piece(text[at:], decides=False))
    return [piece for piece in pieces if piece.text]
