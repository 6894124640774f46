"""What a document's reader hands on: one plain text, whatever the document's format.

The one parser reads it, and an officer can read and mend it. docs/instruments.md has its rules.
"""

from dataclasses import dataclass

from checklists.importers.resolution.parsed import Doubt


class DocumentError(ValueError):
    """A file that can't be read as a document: a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The text, and what its reader could not see for sure."""

    text: str
    doubts: tuple[Doubt, ...] = ()
