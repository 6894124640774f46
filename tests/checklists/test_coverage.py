"""What a checklist does with every paragraph."""

import pytest

from checklists.coverage import coverage, uncovered
from checklists.models import ParagraphReading, ReadingCorrection
from tests.factories import make_checklist, make_user

pytestmark = pytest.mark.django_db

ACTS = [
    {"verb": "Requests", "force": "requests", "addressees": ["States"], "words": ["Requests"]},
    {"verb": "urges", "force": "urges", "addressees": ["States", "donors"], "words": ["urges"]},
]


def test_every_operative_paragraph_has_a_row_with_its_items() -> None:
    rows = coverage(make_checklist(3))
    assert [(row.paragraph.number, [item.ref for item in row.items]) for row in rows] == [
        ("1", ["1.1"]),
        ("2", ["2.1"]),
        ("3", ["3.1"]),
    ]


def test_sub_paragraphs_belong_to_theirs() -> None:
    checklist = make_checklist(1)
    parent = checklist.items.get().paragraph
    checklist.instrument.paragraphs.create(
        parent=parent, kind=parent.kind, number="(a)", position=9, text="To train;"
    )
    assert [row.paragraph for row in coverage(checklist)] == [parent]
    assert uncovered(checklist) == []


def test_paragraph_of_which_nothing_is_said_is_named() -> None:
    checklist = make_checklist(3, published=False)
    checklist.dispositions.filter(paragraph__number="2").delete()
    assert uncovered(checklist) == ["2"]
    assert coverage(checklist)[1].disposition is None


def test_rules_say_whom_a_paragraph_addresses() -> None:
    checklist = make_checklist(1)
    ParagraphReading.objects.create(
        paragraph=checklist.items.get().paragraph,
        acts=ACTS,
        themes=[{"slug": "training", "words": ["training"]}],
        rules_version=1,
    )
    (row,) = coverage(checklist)
    assert (row.verbs, row.addressees, row.themes) == (
        ["Requests", "urges"],
        ["States", "donors"],
        ["training"],
    )


def test_officer_s_correction_goes_before_the_rules() -> None:
    checklist = make_checklist(1)
    paragraph = checklist.items.get().paragraph
    ParagraphReading.objects.create(paragraph=paragraph, acts=ACTS, themes=[], rules_version=1)
    ReadingCorrection.objects.create(
        paragraph=paragraph,
        acts=[{"verb": "Asks", "force": "requests", "addressees": ["the Secretary-General"]}],
        themes=["reporting"],
        corrected_by=make_user(secretariat=True),
    )
    (row,) = coverage(checklist)
    assert (row.addressees, row.themes) == (["the Secretary-General"], ["reporting"])
