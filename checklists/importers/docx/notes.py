"""Footnotes and endnotes of a Word file: their texts, and the marks that they get in the text."""

import re
from dataclasses import dataclass, field

from checklists.importers.resolution.markup import raised

_OWN_ASTERISKS = re.compile(r"\*{1,3}")
_OWN_DIGITS = re.compile(r"[0-9]{1,3}")


@dataclass(slots=True)
class Note:
    """A note in the order of the marks; `mark` is in superscript digits, or asterisks."""

    mark: str
    text: str
    doubts: list[str] = field(default_factory=list)


class Notes:
    """Gives marks to notes as the text refers to them. Keys are the kind (“footnote”) and the id
    of a note.
    """

    def __init__(self, texts: dict[tuple[str, str], tuple[str, list[str]]]) -> None:
        self.in_order: list[Note] = []
        self._texts = texts
        self._given: dict[tuple[str, str], str] = {}
        self._deleted: set[tuple[str, str]] = set()
        self._automatic = 0
        self._asterisks = 0

    def next_mark(self, kind: str, note: str) -> str:
        """The mark of a note that Word counts itself: the same one when it is named twice."""
        if (kind, note) not in self._given:
            self._automatic += 1
            self._give(kind, note, raised(str(self._automatic)))
        return self._given[kind, note]

    def own_mark(self, kind: str, note: str, typed: str) -> str:
        """The mark of a note whose sign is typed by hand. Transcripts know digits and asterisks,
        so that a dagger becomes asterisks, with a doubt.
        """
        if _OWN_DIGITS.fullmatch(typed):
            mark = raised(typed)
        elif _OWN_ASTERISKS.fullmatch(typed):
            mark = typed
        else:
            self._asterisks = min(self._asterisks + 1, 3)
            mark = "*" * self._asterisks
        self._give(kind, note, mark, typed)
        if mark not in (typed, raised(typed)):
            self.in_order[-1].doubts.append(f"the note's mark “{typed}” was changed to “{mark}”")
        return mark

    def delete(self, kind: str, note: str) -> None:
        """Takes note that a reference stands in deleted text: its note may go with it."""
        self._deleted.add((kind, note))

    def left_over(self) -> list[str]:
        """What stands in notes that no mark in the text refers to."""
        unknown = self._texts.keys() - self._given.keys() - self._deleted
        return [self._texts[key][0] for key in self._texts if key in unknown]

    def has_both_kinds(self) -> bool:
        return len({kind for kind, _ in self._given}) > 1

    def _give(self, kind: str, note: str, mark: str, typed: str = "") -> None:
        self._given[kind, note] = mark
        text, doubts = self._texts.get((kind, note), ("", []))
        if typed and text.startswith(typed):
            text = text[len(typed) :].strip()
        doubts = list(doubts)
        if not text:
            doubts.append("the note of this mark has no text")
        self.in_order.append(Note(mark, text, doubts))
