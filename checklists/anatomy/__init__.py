"""What an operative paragraph does: its verbs, whom they address, with what force, on which themes.

Rules over the words of the text, and no more: every result carries the words that decided, so
an officer sees why, and can correct it. docs/anatomy.md has the scale, the conventions and the
accuracy.
"""

from checklists.anatomy.force import FORCES
from checklists.anatomy.paragraph import RULES_VERSION, Act, Reading, read_operative
from checklists.anatomy.themes import THEMES, Theme, ThemeFound
from checklists.anatomy.verbs import read_preambular

__all__ = [
    "FORCES",
    "RULES_VERSION",
    "THEMES",
    "Act",
    "Reading",
    "Theme",
    "ThemeFound",
    "read_operative",
    "read_preambular",
]
