"""Two editions of a resolution compared: which paragraph became which, and word by word. Pure."""

from checklists.lineage.alignment import align, compare, similarity
from checklists.lineage.diff import Piece, rewording, word_diff
from checklists.lineage.editions import EditionParagraph, Match, Pair, Relation

__all__ = [
    "EditionParagraph",
    "Match",
    "Pair",
    "Piece",
    "Relation",
    "align",
    "compare",
    "rewording",
    "similarity",
    "word_diff",
]
