"""The history of an answer: each text as what it changed, from what to what."""

from collections.abc import Iterable
from dataclasses import dataclass

from checklists.lineage import Piece, rewording
from checklists.models import Answer, AnswerRevision
from checklists.services.revisions import Written, content

NOTHING = Written("", "", "")


@dataclass(frozen=True, slots=True)
class Change:
    """A text of the history, and the one before it; None where it is the first.

    What was before a text that was set aside is what was stored at that time; its own words
    replaced nothing, and aren't marked.
    """

    revision: AnswerRevision
    before: AnswerRevision | None
    justification: list[Piece]
    not_applicable_reason: list[Piece]

    @property
    def changes_answer(self) -> bool:
        """Whether it says something else than before."""
        old = content(self.before) if self.before else NOTHING
        new = content(self.revision)
        return (old.value, old.come_back) != (new.value, new.come_back)

    @property
    def changes_figures(self) -> bool:
        """Whether its figures are others than before."""
        old = content(self.before) if self.before else NOTHING
        return content(self.revision).figures != old.figures

    @property
    def changes_nothing(self) -> bool:
        """Whether all is as before: what was written was taken back, in one go."""
        return content(self.revision) == (content(self.before) if self.before else NOTHING)


def changes(answer: Answer, page: Iterable[AnswerRevision]) -> list[Change]:
    """Some of an answer's revisions, newest first, each with what it changed. One query more."""
    rows = list(page)
    if not rows:
        return []
    oldest = rows[-1]
    earlier = answer.revisions.filter(
        version__isnull=False, created_at__lte=oldest.created_at
    ).exclude(pk=oldest.pk)
    before = earlier.first()
    found = []
    for row in reversed(rows):
        found.append(_change(row, before))
        if row.version is not None:
            before = row
    return found[::-1]


def _change(row: AnswerRevision, before: AnswerRevision | None) -> Change:
    marked = before if row.version is not None else None
    return Change(
        revision=row,
        before=before,
        justification=_reworded(marked.justification if marked else "", row.justification),
        not_applicable_reason=_reworded(
            marked.not_applicable_reason if marked else "", row.not_applicable_reason
        ),
    )


def _reworded(old: str, new: str) -> list[Piece]:
    """Marked word by word; whole and unmarked where it comes after nothing, or replaced nothing."""
    if not old or old == new:
        return [Piece("same", new)] if new else []
    pieces = rewording(old, new)
    if all(piece.kind == "same" for piece in pieces):  # other stops, quotation marks or spaces
        return [Piece("deleted", old), Piece("inserted", new)]
    return pieces
