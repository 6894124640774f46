from checklists.models.assessments import (
    Answer,
    AnswerRevision,
    Assessment,
    Cycle,
    Evidence,
    Verdict,
)
from checklists.models.checklists import Checklist, Item, Theme
from checklists.models.instruments import Footnote, Instrument, Paragraph

__all__ = [
    "Answer",
    "AnswerRevision",
    "Assessment",
    "Checklist",
    "Cycle",
    "Evidence",
    "Footnote",
    "Instrument",
    "Item",
    "Paragraph",
    "Theme",
    "Verdict",
]
