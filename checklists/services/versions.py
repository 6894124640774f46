"""The difference of two checklists, item by item, and what it means for answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checklists.carrying import carry
from checklists.editions import whole_texts
from checklists.lineage import Piece, rewording
from checklists.models import Checklist, Item
from checklists.scale import Carry
from checklists.services.carrying import Duties, asked, duties

Kind = Literal["same", "changed", "new", "removed"]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What became of one item: the older (None where it is new) and the newer (None: removed).

    `question` and `guidance` are their rewordings. `duty_changed` is whether the paragraph says
    something else, and `duty` then the rewording of its whole text; else it is empty. `carries` is
    how answers are carried over: the indicators' never are.
    """

    kind: Kind
    old: Item | None
    new: Item | None
    question: list[Piece]
    guidance: list[Piece]
    duty: list[Piece]
    duty_changed: bool
    carries: Carry

    @property
    def question_changed(self) -> bool:
        """Whether it is asked in other words."""
        return any(piece.kind != "same" for piece in self.question)

    @property
    def guidance_changed(self) -> bool:
        """Whether it is explained in other words."""
        return any(piece.kind != "same" for piece in self.guidance)

    @property
    def duty_reworded(self) -> bool:
        """Whether the paragraph stands in other words."""
        return any(piece.kind != "same" for piece in self.duty)

    @property
    def item(self) -> Item:
        """The one that is there."""
        item = self.new or self.old
        assert item is not None
        return item


def former_version(checklist: Checklist) -> Checklist | None:
    """The published version before this one; for a first version, the older edition's checklist."""
    published = Checklist.objects.filter(status=Checklist.Status.PUBLISHED).select_related(
        "instrument"
    )
    before = published.filter(slug=checklist.slug, version__lt=checklist.version)
    if former := before.order_by("-version").first():
        return former
    older = published.filter(instrument__newer_link__newer=checklist.instrument)
    return older.order_by("-version").first()


def changes_between(older: Checklist, newer: Checklist) -> list[ItemChange]:
    """Every item of either, in the newer one's order, the removed ones last. Constant queries."""
    known = duties(older.instrument, newer.instrument)
    old_items, new_items = {item.key: item for item in _items(older)}, _items(newer)
    kept = [(old_items[item.key], item) for item in new_items if item.key in old_items]
    amended = _amended(kept, known)
    found = [_change(old_items.pop(item.key, None), item, amended) for item in new_items]
    removed = [
        ItemChange("removed", item, None, [], [], [], duty_changed=False, carries=Carry.NONE)
        for item in old_items.values()
    ]
    return found + removed


def _items(checklist: Checklist) -> list[Item]:
    items = checklist.items.select_related("paragraph__instrument", "theme")
    return list(items.order_by("theme__position", "position"))


def _amended(
    kept: Sequence[tuple[Item, Item]], known: Duties
) -> dict[tuple[int, int], list[Piece]]:
    """The rewordings of the paragraphs, by their keys, that don't say the same. Two queries."""
    pairs = {
        (old.paragraph_id, new.paragraph_id): (old.paragraph, new.paragraph)
        for old, new in kept
        if not known.same(old.paragraph_id, new.paragraph_id)
    }
    old_texts = whole_texts([old for old, _new in pairs.values()])
    new_texts = whole_texts([new for _old, new in pairs.values()])
    return {
        keys: rewording(old, new)
        for keys, old, new in zip(pairs, old_texts, new_texts, strict=True)
    }


def _same(old: Item, new: Item) -> bool:
    """Whether it is asked as before, and weighs as much."""
    marks = [(item.indicator, item.is_critical) for item in (old, new)]
    return asked(old) == asked(new) and marks[0] == marks[1]


def _change(old: Item | None, new: Item, amended: dict[tuple[int, int], list[Piece]]) -> ItemChange:
    if old is None:
        return ItemChange("new", None, new, [], [], [], duty_changed=False, carries=Carry.NONE)
    duty = amended.get((old.paragraph_id, new.paragraph_id))
    same_duty = duty is None
    unchanged = same_duty and _same(old, new)
    return ItemChange(
        "same" if unchanged else "changed",
        old,
        new,
        rewording(old.question, new.question),
        rewording(old.guidance, new.guidance),
        duty or [],
        duty_changed=not same_duty,
        carries=carry(asked(old), asked(new), same_duty=same_duty),
    )
