"""What becomes of a document reader's doubts once an officer has mended its transcript."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from checklists.importers.resolution.parsed import Doubt


def carried(doubts: Iterable[Doubt], before: str, after: str) -> tuple[Doubt, ...]:
    """The doubts at the lines where they now are; those whose line was mended are gone.

    `before` and `after` are the transcripts. A line that only moved keeps its doubt.
    """
    old, new = before.split("\n"), after.split("\n")
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    moved = {number: number for number in range(1, start + 1)}
    moved |= {len(old) - back: len(new) - back for back in range(end)}
    middle = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end])
    for block in middle.get_matching_blocks():
        for step in range(block.size):
            moved[start + block.a + step + 1] = start + block.b + step + 1
    return tuple(replace(doubt, line=moved[doubt.line]) for doubt in doubts if doubt.line in moved)


def _same(old: list[str], new: list[str]) -> int:
    """How many lines at the beginning are the same."""
    return next(
        (count for count, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )
