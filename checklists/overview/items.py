"""By item: how many offices answered what, and which office is where."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from checklists.models import Answer, Item
from checklists.overview.selection import Selection
from checklists.scale import ANSWER_CHOICES, AnswerValue, Outcome

# The worst first; what is not on the scale last.
WORST_FIRST = [
    AnswerValue.NOT_IN_PLACE,
    AnswerValue.PARTLY,
    "",
    AnswerValue.MOSTLY,
    AnswerValue.IN_PLACE,
]


@dataclass
class ItemCount:
    """An item, by its newest wording, and how many offices answered what."""

    item: Item
    values: Counter[str] = field(default_factory=Counter)
    accepted: int = 0

    @property
    def offices(self) -> int:
        """How many offices it is put to."""
        return self.values.total()

    @property
    def numbers(self) -> list[int]:
        """How many offices by answer, without one, accepted and in all, as in `count_labels`."""
        values = [*(value for value, _label in ANSWER_CHOICES), ""]
        return [*(self.values[value] for value in values), self.accepted, self.offices]


def count_labels() -> list[str]:
    """What the numbers of an item are of."""
    labels = [str(label) for _value, label in ANSWER_CHOICES]
    return [*labels, _("Unanswered"), _("Accepted"), _("Offices")]


def item_counts(selection: Selection) -> list[ItemCount]:
    """The items that are asked about in the order of the newest checklist. Two queries.

    The same question (the same key) in several checklists is counted as one.
    """
    items = Item.objects.filter(checklist__in=selection.checklists).select_related("theme")
    if selection.asked.theme:
        items = items.filter(theme__slug=selection.asked.theme)
    by_key: dict[str, ItemCount] = {}
    key_of: dict[int, str] = {}
    for item in items.order_by("-checklist", "position"):
        by_key.setdefault(item.key, ItemCount(item))
        key_of[item.pk] = item.key
    groups = selection.answers.order_by().values_list("item", "value", "verdict")
    for pk, value, verdict, count in groups.annotate(count=Count("pk")):
        if pk in key_of:
            found = by_key[key_of[pk]]
            found.values[value] += count
            found.accepted += count if value and verdict == Outcome.ACCEPTED else 0
    return [counted for counted in by_key.values() if counted.offices]


def given(selection: Selection, key: str) -> list[tuple[int, int, str, str]]:
    """What each office gave as answer to the item of a key, in the order of the tree.

    As (assessment, answer, value, verdict). One query.
    """
    rows = selection.answers.filter(item__key=key).order_by("assessment__office__path")
    return list(rows.values_list("assessment", "pk", "value", "verdict"))


def whole_answers(keys: list[int]) -> dict[int, Answer]:
    """Some answers with their figures, by key. One query."""
    rows = Answer.objects.filter(pk__in=keys).select_related("item")
    return rows.defer("justification", "not_applicable_reason").in_bulk()


def value_label(value: str) -> str:
    """The word for an answer, "" where there is none."""
    return str(dict(ANSWER_CHOICES).get(value, ""))


def badness(value: str) -> int:
    """Sorts answers the worst first."""
    return WORST_FIRST.index(value) if value in WORST_FIRST else len(WORST_FIRST)
