"""Bringing checklists in: once, as they are, and never rewriting what is in use."""

from typing import Any

import pytest

from checklists.importers.checklist.file import ChecklistFileError
from checklists.models import Checklist, Instrument, Item, Paragraph, Theme
from checklists.scale import Dimension
from checklists.services.instruments import import_instrument
from checklists.services.library import import_checklist, publish
from orgs.access import ConflictError
from orgs.models import AuditEvent
from tests.checklists.importers.checklist.yaml_files import SHIPPED, checklist_file, line_with
from tests.checklists.importers.sources import seed_text
from tests.factories import make_checklist, make_instrument, make_user

pytestmark = pytest.mark.django_db


def _instrument() -> Instrument:
    """One whose paragraphs the small checklist file names."""
    instrument = make_instrument(operative=12)
    Instrument.objects.filter(pk=instrument.pk).update(symbol="A/RES/99/1")
    return instrument


def _published() -> Checklist:
    """The small checklist, published; the paragraphs without items are the duty of others."""
    draft = _import()
    said = draft.dispositions.values("paragraph")
    for paragraph in draft.instrument.paragraphs.filter(kind="operative").exclude(pk__in=said):
        draft.dispositions.create(paragraph=paragraph, kind="context", duty="A duty of States.")
    return publish(None, draft.pk)


def _import(**changes: Any) -> Checklist:
    return import_checklist(None, checklist_file(**changes))


def test_checklist_is_stored_as_a_draft_with_themes_and_items() -> None:
    _instrument()
    checklist = _import()
    assert checklist.status == Checklist.Status.DRAFT
    assert [theme.slug for theme in checklist.themes.all()] == ["training", "travel"]
    assert [item.ref for item in checklist.items.all()] == ["10.1", "12.1"]


def test_item_is_tied_to_its_paragraph_and_theme() -> None:
    instrument = _instrument()
    item = _import().items.get(ref="12.1")
    assert (item.paragraph, item.theme.slug, item.dimension) == (
        instrument.paragraphs.get(number="12"),
        "travel",
        Dimension.PRACTICE,
    )


def test_item_keeps_its_words_and_examples() -> None:
    _instrument()
    item = _import().items.get(ref="10.1")
    assert (item.question, item.guidance, item.evidence_examples, item.sources) == (
        "Is there a policy?",
        "In place: it is signed.",
        ["The policy"],
        ["A guide, 2020"],
    )


def test_paragraph_with_items_is_assessed_where_the_file_says_nothing() -> None:
    _instrument()
    said = _import().dispositions.values_list("paragraph__number", "kind", "duty")
    assert list(said) == [("10", "assessed", ""), ("12", "assessed", "")]


def test_checklist_keeps_its_file() -> None:
    _instrument()
    assert _import().source == checklist_file()


def test_same_checklist_again_changes_nothing() -> None:
    _instrument()
    assert _import() == _import()
    assert (Item.objects.count(), AuditEvent.objects.count()) == (2, 1)


def test_draft_is_replaced_by_a_newer_file() -> None:
    _instrument()
    _import()
    newer = _import(title="Better")
    assert list(Checklist.objects.values_list("pk", "title")) == [(newer.pk, "Better")]
    assert (Item.objects.count(), Theme.objects.count()) == (2, 2)


def test_broken_newer_file_leaves_the_draft() -> None:
    _instrument()
    draft = _import()
    with pytest.raises(ChecklistFileError):
        _import(paragraph="99", id="99.1")
    assert list(Checklist.objects.all()) == [draft]
    assert draft.items.count() == 2


def test_published_version_is_never_replaced() -> None:
    _instrument()
    _published()
    with pytest.raises(ConflictError, match="Give the file the version 2"):
        _import(title="Better")
    assert Checklist.objects.get().title == "Small checklist"


def test_same_file_of_a_published_version_changes_nothing() -> None:
    _instrument()
    published = _published()
    assert _import() == published


def test_new_version_stands_beside_the_old() -> None:
    _instrument()
    _published()
    _import(version=2)
    assert list(Checklist.objects.values_list("version", "status")) == [
        (2, "draft"),
        (1, "published"),
    ]


def test_unknown_paragraph_is_named_with_its_line() -> None:
    _instrument()
    source = checklist_file(paragraph="99", id="99.1")
    with pytest.raises(ChecklistFileError) as caught:
        import_checklist(None, source)
    line = line_with(source, '"99.1"')
    assert caught.value.problems == [f"line {line}: A/RES/99/1 has no operative paragraph 99"]


def test_unknown_instrument_is_named() -> None:
    with pytest.raises(ChecklistFileError, match="A/RES/99/1 has not been imported"):
        _import()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_checklist_fits_its_resolution(path: Any) -> None:
    for name in ("A_RES_75_125", "A_RES_78_118"):
        import_instrument(None, seed_text(name), source_name=f"{name}.txt")
    checklist = import_checklist(None, path.read_text(encoding="utf-8"))
    assert checklist.items.count() >= 60
    operative = checklist.instrument.paragraphs.filter(kind=Paragraph.Kind.OPERATIVE, parent=None)
    assert checklist.dispositions.count() == operative.count()


# --- publishing ---


def test_published_checklist_says_when_and_by_whom() -> None:
    person = make_user(secretariat=True)
    checklist = publish(person, make_checklist(published=False).pk)
    assert (checklist.status, checklist.published_by) == (Checklist.Status.PUBLISHED, person)
    assert checklist.published_at is not None


def test_publishing_twice_changes_nothing() -> None:
    first = publish(None, make_checklist(published=False).pk)
    again = publish(make_user(), first.pk)
    assert (again.published_at, again.published_by) == (first.published_at, None)


def test_checklist_without_items_is_not_published() -> None:
    with pytest.raises(ConflictError, match="without items"):
        publish(None, make_checklist(0, published=False).pk)


def test_checklist_that_passes_a_paragraph_over_is_not_published() -> None:
    checklist = make_checklist(3, published=False)
    checklist.dispositions.filter(paragraph__number__in=["2", "3"]).delete()
    with pytest.raises(ConflictError, match="nothing of the operative paragraphs 2, 3"):
        publish(None, checklist.pk)


@pytest.mark.parametrize("part", ["items", "themes", "dispositions"])
def test_part_of_a_published_checklist_is_not_changed(part: str) -> None:
    row = getattr(make_checklist(), part).first()
    with pytest.raises(ConflictError, match="make a new version"):
        row.save()


@pytest.mark.parametrize("part", ["items", "themes", "dispositions"])
def test_part_of_a_published_checklist_is_not_deleted(part: str) -> None:
    row = getattr(make_checklist(), part).first()
    with pytest.raises(ConflictError, match="make a new version"):
        row.delete()


def test_part_is_not_added_to_a_published_checklist() -> None:
    checklist = make_checklist()
    with pytest.raises(ConflictError):
        Theme.objects.create(checklist=checklist, slug="new", title="New", position=9)


def test_item_of_a_draft_can_be_changed() -> None:
    item = make_checklist(published=False).items.all()[0]
    item.question = "Is it done well?"
    item.save()
    item.refresh_from_db()
    assert item.question == "Is it done well?"


def test_a_published_checklist_itself_is_not_changed_or_deleted() -> None:
    checklist = make_checklist()
    with pytest.raises(ConflictError):
        checklist.save()
    with pytest.raises(ConflictError):
        checklist.delete()


def test_critical_item_is_stored_as_such() -> None:
    _instrument()
    marked = _import(dimension="policy\n    critical: true")
    assert [item.is_critical for item in marked.items.all()] == [True, False]
