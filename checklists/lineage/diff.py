"""The difference of two texts by whole words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from checklists.lineage.wording import key, plain, words

Kind = Literal["same", "deleted", "inserted"]

# A word with its hyphens and apostrophes, or one stop; the space before it belongs to it.
_TOKEN = re.compile(r"(\s*)((?:\w+(?:[-\u2010\u2011'’]\w+)*|[^\w\s])?)")

_LONG = 10_000  # words in two texts; the longest paragraphs have some hundreds
# In common between two changes, they are chance.
_SMALL_WORDS = frozenset(words("a an and as by for in of on or the their to with"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: in both editions, in the old one only ("deleted"), or in the new one."""

    kind: Kind
    text: str

    @property
    def lead(self) -> str:
        """The space before its first word; none where it has no word."""
        return self.text[: -len(self.body)] if len(self.body) < len(self.text) else ""

    @property
    def body(self) -> str:
        """The text from its first word on: what can be framed without an empty frame."""
        return self.text.lstrip() or self.text


@dataclass(frozen=True, slots=True)
class _Token:
    space: str
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces in reading order, what was deleted before what stands in its place.

    "same" and "inserted" joined are the new text exactly, "same" and "deleted" the old one.
    """
    return list(_folded(_joined(_pieces(_tokens(old), _tokens(new)))))


def rewording(old: str | None, new: str | None) -> list[Piece]:
    """What became of a paragraph, by its texts: one piece where the wording is the same.

    That piece is the new text, which may be written otherwise (quotation marks, spaces). None
    stands for no paragraph: all of the other text was inserted, or deleted.
    """
    if old is None or new is None:
        pieces = [Piece("deleted", old or ""), Piece("inserted", new or "")]
        return [piece for piece in pieces if piece.text]
    if key(old) == key(new):
        return [Piece("same", new)]
    return word_diff(old, new)


def only_punctuation(pieces: Iterable[Piece]) -> bool:
    """Whether texts differ, and in nothing but stops, quotation marks and spaces."""
    changed = [piece.text for piece in pieces if piece.kind != "same"]
    return bool(changed) and not any(char.isalnum() for text in changed for char in text)


def matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    """Matches two lists of words. Beyond the length of any paragraph, common words are skipped.

    Otherwise a long text of one word again and again would take hours.
    """
    return SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > _LONG)


def _tokens(text: str) -> list[_Token]:
    """The tokens of a text; the last one has what space is left, and no text."""
    return [_Token(*found.groups()) for found in _TOKEN.finditer(text)]


def _pieces(old: list[_Token], new: list[_Token]) -> Iterator[Piece]:
    matched = matcher([plain(t.text) for t in old], [plain(t.text) for t in new])
    for tag, i1, i2, j1, j2 in matched.get_opcodes():
        if tag == "equal":
            for before, after in zip(old[i1:i2], new[j1:j2], strict=True):
                yield from _differing(before.space, after.space)
                yield from _differing(before.text, after.text)
        else:
            yield Piece("deleted", "".join(t.space + t.text for t in old[i1:i2]))
            yield Piece("inserted", "".join(t.space + t.text for t in new[j1:j2]))


def _differing(old: str, new: str) -> Iterator[Piece]:
    """Two forms of one word or space: one piece, or two where they are written differently."""
    if old == new:
        yield Piece("same", new)
    else:
        yield Piece("deleted", old)
        yield Piece("inserted", new)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of a kind in one; between two texts in common, first deleted, then inserted."""
    joined: list[Piece] = []
    change = {"deleted": "", "inserted": ""}
    same = ""
    for piece in [*pieces, Piece("same", "")]:
        if piece.kind != "same":
            if same:
                joined.append(Piece("same", same))
                same = ""
            change[piece.kind] += piece.text
        elif piece.text:
            joined += _changes(change)
            same += piece.text
    if same:
        joined.append(Piece("same", same))
    return joined + _changes(change)


def _changes(change: dict[str, str]) -> list[Piece]:
    """What has piled up as pieces; empties the pile."""
    kinds: tuple[Kind, Kind] = ("deleted", "inserted")
    pieces = [Piece(kind, change[kind]) for kind in kinds if change[kind]]
    change.update(deleted="", inserted="")
    return pieces


def _folded(pieces: list[Piece]) -> list[Piece]:
    """Without lone small words and stops in a passage that was replaced: they only cut it up."""
    unfolded: list[Piece] = []
    for place, piece in enumerate(pieces):
        before = {p.kind for p in pieces[max(place - 2, 0) : place]} - {"same"}
        after = {p.kind for p in pieces[place + 1 : place + 3]} - {"same"}
        replaced = before and after and len(before | after) == 2
        if piece.kind == "same" and replaced and _is_crumb(piece.text):
            unfolded += [Piece("deleted", piece.text), Piece("inserted", piece.text)]
        else:
            unfolded.append(piece)
    return _joined(unfolded)


def _is_crumb(text: str) -> bool:
    return len(found := words(text)) < 3 and _SMALL_WORDS.issuperset(found)
