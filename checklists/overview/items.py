"""By item: how many offices answered what, and which office is where."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

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


def answers_to(selection: Selection, key: str) -> QuerySet[Answer]:
    """What each office answered to the item of a key, in the order of the tree."""
    return (
        selection.answers.filter(item__key=key)
        .select_related("item", "assessment")
        .defer("justification", "not_applicable_reason")
        .order_by("assessment__office__path")
    )


def value_label(value: str) -> str:
    """The word for an answer, "" where there is none."""
    return str(dict(ANSWER_CHOICES).get(value, ""))


def badness(value: str) -> int:
    """Sorts answers the worst first."""
    return WORST_FIRST.index(value) if value in WORST_FIRST else len(WORST_FIRST)
