from checklists.models.actions import Action, ActionNote
from checklists.models.anatomy import ParagraphReading, ReadingCorrection
from checklists.models.assessments import (
    Answer,
    AnswerRevision,
    Assessment,
    Cycle,
    Verdict,
)
from checklists.models.checklists import Checklist, Disposition, Item, Theme
from checklists.models.counts import ThemeCount
from checklists.models.delegations import DelegatedItem, Delegation
from checklists.models.documents import Document, Evidence
from checklists.models.instruments import Footnote, Instrument, InstrumentDraft, Paragraph
from checklists.models.lineage import EditionLink, ParagraphPair
from checklists.models.proposed_evidence import ProposedEvidence
from checklists.models.reminders import Digest, Pause, Reminder
from checklists.models.review import (
    CommonReason,
    Message,
    ReviewRound,
    Thread,
    ThreadReader,
)
from checklists.models.sign_offs import SignOff, Transition
from checklists.models.workbooks import WorkbookUpload

__all__ = [
    "Action",
    "ActionNote",
    "Answer",
    "AnswerRevision",
    "Assessment",
    "Checklist",
    "CommonReason",
    "Cycle",
    "DelegatedItem",
    "Delegation",
    "Digest",
    "Disposition",
    "Document",
    "EditionLink",
    "Evidence",
    "Footnote",
    "Instrument",
    "InstrumentDraft",
    "Item",
    "Message",
    "Paragraph",
    "ParagraphPair",
    "ParagraphReading",
    "Pause",
    "ProposedEvidence",
    "ReadingCorrection",
    "Reminder",
    "ReviewRound",
    "SignOff",
    "Theme",
    "ThemeCount",
    "Thread",
    "ThreadReader",
    "Transition",
    "Verdict",
    "WorkbookUpload",
]
