"""The history of an answer: which row a text goes into. Called under the lock, by `answers` alone.

A text that is saved while it is being written would leave a row for each pause. So what a person
writes on within ten minutes goes on in one row, from when they began until the last of it; their
own Save ends that row, and so does a colleague's text, or a submission.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils import timezone

from checklists.models import Answer, AnswerRevision
from orgs.models import User

GOES_ON_FOR = dt.timedelta(minutes=10)

_WRITTEN = [
    "version",
    "value",
    "justification",
    "not_applicable_reason",
    "figures",
    "come_back",
    "created_at",
    "begun_at",
    "is_unfinished",
    "sitting",
    "sent_at",
]


@dataclass(frozen=True, slots=True)
class Written:
    """The text of an answer, as somebody wrote it; of an indicator with a figure for each cell.

    `come_back` says that the person doesn't know yet: only an answer without a value can say so.
    """

    value: str
    justification: str
    not_applicable_reason: str
    figures: Mapping[str, int] = field(default_factory=dict, hash=False)
    come_back: bool = False

    def says_the_same(self, other: "Written") -> bool:
        """Whether only the words around the answer differ."""
        mine = replace(self, justification="", not_applicable_reason="")
        return mine == replace(other, justification="", not_applicable_reason="")


def content(row: Answer | AnswerRevision) -> Written:
    """The text of an answer, or of a revision."""
    return Written(
        row.value, row.justification, row.not_applicable_reason, row.figures, row.come_back
    )


@dataclass(frozen=True, slots=True)
class Sitting:
    """The opened page that a text comes from.

    `key` names the page; `sent_at` is when it sent the text, in milliseconds by its own clock, 0
    where it has none; `is_unfinished` says that it was sent while the person was writing.
    """

    key: str
    sent_at: int
    is_unfinished: bool


@dataclass(frozen=True, slots=True)
class Revisions:
    """The rows that say where a text goes: the stored one's, and those of its author that wait.

    `goes_on` says that what the author writes now belongs to the stored one's row.
    """

    stored: AnswerRevision | None
    waiting: list[AnswerRevision]
    author: User
    goes_on: bool

    def are_of_page(self, sitting: Sitting | None) -> bool:
        """Whether the stored text came from the same opened page.

        Then that page never heard that it was stored: its text is written on top of it.
        """
        row = self.stored
        return bool(
            row
            and sitting
            and sitting.key
            and row.sitting == sitting.key
            and row.author_id == self.author.pk
        )

    def is_late(self, sitting: Sitting | None) -> bool:
        """Whether the page had sent this before what is stored, and it was long on the way."""
        return bool(
            self.stored
            and sitting
            and sitting.is_unfinished
            and sitting.sent_at < self.stored.sent_at
        )


def around(actor: User, answer: Answer) -> Revisions:
    """The rows that say where a text of this person goes. One query, none for the first text."""
    if not answer.version:
        return Revisions(stored=None, waiting=[], author=actor, goes_on=False)
    rows = answer.revisions.filter(
        Q(version=answer.version) | Q(author=actor, version=None, resolved_at=None)
    )
    found = list(rows)
    stored = next((row for row in found if row.version is not None), None)
    return Revisions(
        stored=stored,
        waiting=[row for row in found if row.version is None],
        author=actor,
        goes_on=stored is not None and _goes_on(actor, answer, stored),
    )


def _goes_on(actor: User, answer: Answer, stored: AnswerRevision) -> bool:
    if not stored.is_unfinished or stored.author_id != actor.pk or stored.begun_at is None:
        return False
    submitted_at = answer.assessment.submitted_at
    if submitted_at and submitted_at >= stored.begun_at:
        return False
    return timezone.now() - stored.begun_at < GOES_ON_FOR


def keep(
    actor: User, answer: Answer, written: Written, rows: Revisions, sitting: Sitting | None
) -> bool:
    """Write what was just stored into the history; returns whether it goes on in a row.

    Only what comes from the form goes on: a workbook or a contributor's text is another text.
    """
    goes_on = rows.goes_on and sitting is not None
    row = rows.stored if goes_on and rows.stored else AnswerRevision(answer=answer, author=actor)
    row.version = answer.version
    _write(row, written, sitting)
    return goes_on


def set_aside(
    actor: User, answer: Answer, written: Written, rows: Revisions, sitting: Sitting | None
) -> None:
    """Keep a text beside a colleague's newer one; what is written on goes on in its row."""
    # Compared here, since databases differ on when two pieces of JSON are the same.
    if written in [content(row) for row in rows.waiting]:
        return
    row = next((row for row in rows.waiting if _is_of_page(row, sitting)), None)
    if row and sitting and sitting.is_unfinished and sitting.sent_at < row.sent_at:
        return  # an earlier one of the same page, long on the way
    _write(row or AnswerRevision(answer=answer, author=actor), written, sitting)


def _is_of_page(row: AnswerRevision, sitting: Sitting | None) -> bool:
    return bool(row.is_unfinished and sitting and sitting.key and row.sitting == sitting.key)


def finish(actor: User, answer: Answer) -> None:
    """The person has saved what is stored themselves: what they write now is another version."""
    answer.revisions.filter(author=actor, version=answer.version, is_unfinished=True).update(
        is_unfinished=False
    )


def _write(row: AnswerRevision, written: Written, sitting: Sitting | None) -> None:
    row.value = written.value
    row.justification = written.justification
    row.not_applicable_reason = written.not_applicable_reason
    row.figures = dict(written.figures)
    row.come_back = written.come_back
    row.created_at = timezone.now()
    row.is_unfinished = bool(sitting and sitting.is_unfinished)
    if row.is_unfinished and row.begun_at is None:
        row.begun_at = row.created_at
    row.sitting = sitting.key if sitting else ""
    row.sent_at = sitting.sent_at if sitting else 0
    row.save(update_fields=_WRITTEN if row.pk else None)
