"""The lines of the assessment page, in words: a template takes long over hundreds of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from checklists.browsing import ThemePart, asked_of
from checklists.models import Answer
from checklists.scale import ANSWER_CHOICES, Carry, Dimension, Outcome
from orgs.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """One item: `about` is the quieter line, `statuses` are (value, word)."""

    ref: str
    url: str
    question: str
    about: str
    statuses: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A theme with the lines that are shown of it, and how far all of its items are."""

    slug: str
    title: str
    lines: list[Line]
    total: int
    answered: int
    returned: int
    next_open: Line | None
    unfolded: bool


def theme_sections(user: User, parts: Iterable[ThemePart]) -> list[Section]:
    """The themes as the page shows them to a person."""
    words = _Words()
    return [
        Section(
            slug=part.theme.slug,
            title=part.theme.title,
            lines=[words.line(user, answer) for answer in part.found],
            total=part.total,
            answered=part.answered,
            returned=part.returned,
            next_open=words.line(user, part.next_open) if part.next_open else None,
            unfolded=part.unfolded,
        )
        for part in parts
    ]


class _Words:
    """The words of the scale in the reader's language, looked up once."""

    def __init__(self) -> None:
        self.values = {value: str(label) for value, label in ANSWER_CHOICES}
        self.verdicts = {value: str(label) for value, label in Outcome.choices}
        self.dimensions = {value: str(label) for value, label in Dimension.choices}
        self.critical = _("Critical")
        self.carried = ("unanswered", _("Carried over, to be confirmed"))
        self.amended = ("overdue", _("Carried over, duty or question changed"))
        self.come_back = ("come_back", _("Don't know yet"))
        self.unanswered = ("unanswered", _("Unanswered"))
        self.asked = _("asked of %(name)s")
        self.delegated = _("delegated to %(name)s")

    def line(self, user: User, answer: Answer) -> Line:
        """What is shown of an answer."""
        item = answer.item
        about = [self.dimensions[item.dimension], *([self.critical] if item.is_critical else [])]
        if answer.delegated_to and answer.delegated_to_id != user.pk:
            about.append(self.delegated % {"name": answer.delegated_to})
        if who := asked_of(answer):
            about.append(self.asked % {"name": who})
        if answer.figures:
            about.append(answer.figures_in_words)
        return Line(
            ref=item.ref,
            url=reverse("checklists:answer", args=[answer.assessment_id, item.ref]),
            question=item.question,
            about=" · ".join(about),
            statuses=list(self._statuses(answer)),
        )

    def _statuses(self, answer: Answer) -> Iterable[tuple[str, str]]:
        if answer.verdict != Outcome.PENDING:
            yield answer.verdict, self.verdicts[answer.verdict]
        if answer.value:
            yield answer.value, self.values[answer.value]
        elif answer.come_back:
            yield self.come_back
        elif answer.carry:
            yield self.amended if answer.carry == Carry.AMENDED else self.carried
        else:
            yield self.unanswered
