"""What became of each item from one checklist to the next."""

import pytest

from checklists.models import Checklist, EditionLink, Item, ParagraphPair
from checklists.scale import Carry
from checklists.services.library import publish
from checklists.services.versions import ItemChange, changes_between, former_version
from tests.factories import make_checklist

pytestmark = pytest.mark.django_db


def _next_version(checklist: Checklist, *, published: bool = True) -> Checklist:
    """A copy with the next number, items and all."""
    newer = make_checklist(0, published=False)
    Checklist.objects.filter(pk=newer.pk).update(
        slug=checklist.slug, version=checklist.version + 1, instrument=checklist.instrument
    )
    newer = Checklist.objects.get(pk=newer.pk)
    theme = newer.themes.all()[0]
    Item.objects.bulk_create(
        Item(
            checklist=newer,
            theme=theme,
            paragraph=item.paragraph,
            ref=item.ref,
            key=item.key,
            position=item.position,
            dimension=item.dimension,
            question=item.question,
            guidance=item.guidance,
        )
        for item in checklist.items.all()
    )
    for row in checklist.dispositions.all():
        newer.dispositions.create(paragraph=row.paragraph, kind=row.kind)
    return publish(None, newer.pk) if published else newer


def _changes(older: Checklist, newer: Checklist) -> dict[str, ItemChange]:
    return {change.item.key: change for change in changes_between(older, newer)}


def test_copy_is_the_same_throughout() -> None:
    older = make_checklist(3)
    found = _changes(older, _next_version(older))
    assert {(change.kind, change.carries) for change in found.values()} == {("same", Carry.SAME)}


def test_reworded_question_is_a_change_that_asks_for_confirmation() -> None:
    older = make_checklist(1)
    newer = _next_version(older, published=False)
    newer.items.update(question="Is all that paragraph 1 asks for done?")
    change = _changes(older, newer)["duty-1"]
    assert (change.kind, change.carries, change.question_changed) == (
        "changed",
        Carry.AMENDED,
        True,
    )


def test_reworded_guidance_is_a_change() -> None:
    older = make_checklist(1)
    newer = _next_version(older, published=False)
    newer.items.update(guidance="In place: everybody knows.")
    change = _changes(older, newer)["duty-1"]
    assert (change.kind, change.guidance_changed, change.question_changed) == (
        "changed",
        True,
        False,
    )


def test_amended_paragraph_is_a_change() -> None:
    older, newer = make_checklist(1), make_checklist(1)
    link = EditionLink.objects.create(older=older.instrument, newer=newer.instrument)
    ParagraphPair.objects.create(
        link=link,
        old=older.items.get().paragraph,
        new=newer.items.get().paragraph,
        relation=ParagraphPair.Relation.AMENDED,
        similarity=0.9,
        position=1,
    )
    change = _changes(older, newer)["duty-1"]
    assert (change.kind, change.duty_changed) == ("changed", True)


def test_another_key_is_one_new_and_one_removed() -> None:
    older = make_checklist(1)
    newer = _next_version(older, published=False)
    newer.items.update(key="another-duty")
    found = _changes(older, newer)
    assert {key: change.kind for key, change in found.items()} == {
        "another-duty": "new",
        "duty-1": "removed",
    }


def test_former_version_is_the_last_published_one() -> None:
    first = make_checklist(1)
    second = _next_version(first)
    assert former_version(second) == first
    assert former_version(_next_version(second)) == second


def test_first_version_follows_the_older_edition_s_checklist() -> None:
    older, newer = make_checklist(1), make_checklist(1)
    EditionLink.objects.create(older=older.instrument, newer=newer.instrument)
    assert former_version(newer) == older


def test_first_of_all_follows_none() -> None:
    assert former_version(make_checklist(1)) is None


def test_item_that_became_critical_has_changed() -> None:
    older = make_checklist(2)
    newer = _next_version(older, published=False)
    newer.items.filter(ref="1.1").update(is_critical=True)
    kinds = {key: change.kind for key, change in _changes(older, newer).items()}
    assert kinds == {"duty-1": "changed", "duty-2": "same"}
