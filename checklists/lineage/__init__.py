"""Two editions of a resolution compared: which paragraph became which, and word by word. Pure."""

from checklists.lineage.alignment import align, compare, in_order, similarity
from checklists.lineage.correction import CorrectionError, corrected
from checklists.lineage.diff import Piece, only_punctuation, rewording, word_diff
from checklists.lineage.editions import EditionParagraph, Match, Pair, Relation

__all__ = [
    "CorrectionError",
    "EditionParagraph",
    "Match",
    "Pair",
    "Piece",
    "Relation",
    "align",
    "compare",
    "corrected",
    "in_order",
    "only_punctuation",
    "rewording",
    "similarity",
    "word_diff",
]
