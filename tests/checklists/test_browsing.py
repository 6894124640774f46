"""Which items of an assessment are found, and how they stand in their themes."""

import pytest

from checklists import browsing
from checklists.browsing import Asked, Show
from checklists.models import Answer, Assessment, Item, Paragraph
from checklists.scale import AnswerValue, Carry, Outcome
from orgs.models import User
from orgs.roles import Role
from tests.factories import add_parts, make_assessment, make_member, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Goma"), items=6)


@pytest.fixture
def reader(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT)


def change(assessment: Assessment, ref: str, **fields: object) -> None:
    """Store something about one answer."""
    Answer.objects.filter(assessment=assessment, item__ref=ref).update(**fields)


def refs(assessment: Assessment, reader: User, asked: Asked) -> list[str]:
    """What is found, by reference."""
    rows = browsing.item_rows(reader, assessment)
    return [row.item.ref for row in browsing.found(rows, asked)]


def test_nothing_asked_finds_everything_in_order(assessment: Assessment, reader: User) -> None:
    assert refs(assessment, reader, Asked()) == ["1.1", "2.1", "3.1", "4.1", "5.1", "6.1"]


def test_open_is_unanswered_or_returned(assessment: Assessment, reader: User) -> None:
    assessment.answers.update(value=AnswerValue.IN_PLACE)
    change(assessment, "2.1", value="")
    change(assessment, "3.1", verdict=Outcome.RETURNED)
    assert refs(assessment, reader, Asked(show=(Show.OPEN,))) == ["2.1", "3.1"]


def test_returned(assessment: Assessment, reader: User) -> None:
    change(assessment, "3.1", verdict=Outcome.RETURNED)
    assert refs(assessment, reader, Asked(show=(Show.RETURNED,))) == ["3.1"]


def test_delegated(assessment: Assessment, reader: User) -> None:
    change(assessment, "4.1", delegated_to=make_member(assessment.office, Role.CONTRIBUTOR))
    assert refs(assessment, reader, Asked(show=(Show.DELEGATED,))) == ["4.1"]


def test_what_somebody_does_not_know_yet_is_open_too(assessment: Assessment, reader: User) -> None:
    change(assessment, "4.1", come_back=True)
    assert refs(assessment, reader, Asked(show=(Show.OPEN, Show.COME_BACK))) == ["4.1"]


def test_changed_is_an_amended_duty_or_another_answer_than_last_cycle(
    assessment: Assessment, reader: User
) -> None:
    last = make_assessment(assessment.office, items=3)
    old = {answer.item.ref: answer for answer in last.answers.select_related("item")}
    last.answers.update(value=AnswerValue.PARTLY)
    change(assessment, "1.1", carried_from=old["1.1"], carry=Carry.AMENDED)
    change(assessment, "2.1", carried_from=old["2.1"], carry=Carry.SAME, value=AnswerValue.PARTLY)
    change(assessment, "3.1", carried_from=old["3.1"], carry=Carry.SAME, value=AnswerValue.MOSTLY)
    change(assessment, "4.1", value=AnswerValue.MOSTLY)  # nothing was carried over
    assert refs(assessment, reader, Asked(show=(Show.CHANGED,))) == ["1.1", "3.1"]


def test_other_figures_than_last_cycle_are_a_change(reader: User, assessment: Assessment) -> None:
    last = make_assessment(assessment.office, items=2)
    last.answers.update(value="reported", figures={"total": 3})
    for ref, number in (("1.1", 3), ("2.1", 4)):
        old = last.answers.get(item__ref=ref)
        figures = {"total": number}
        change(assessment, ref, carried_from=old, value="reported", figures=figures, carry="same")
    assert refs(assessment, reader, Asked(show=(Show.CHANGED,))) == ["2.1"]


def test_filters_combine(assessment: Assessment, reader: User) -> None:
    change(assessment, "1.1", value=AnswerValue.IN_PLACE)
    asked = Asked(theme="training", dimension="policy", show=(Show.OPEN,))
    assert refs(assessment, reader, asked) == ["3.1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("vehicle", ["2.1"]),
        ("VEHICLE radio", ["2.1"]),
        ("vehicle nothing", []),
        ("3.1", ["3.1"]),
        ("3.", ["3.1"]),
        ("3", ["3.1"]),
        ("ÉVACUATION", ["4.1"]),
        ("ops room", ["5.1"]),
        ("  ", ["1.1", "2.1", "3.1", "4.1", "5.1", "6.1"]),
    ],
)
def test_words_are_looked_for_in_question_reference_and_paragraph(
    assessment: Assessment, reader: User, words: str, found: list[str]
) -> None:
    Item.objects.filter(ref="2.1").update(question="Has every Vehicle a radio?")
    Item.objects.filter(ref="4.1").update(question="Is the évacuation plan tested?")
    Paragraph.objects.filter(number="5").update(text="Calls for an Ops  Room;")
    assert refs(assessment, reader, Asked(q=words)) == found


def test_words_of_the_paragraph_above_are_found_too(assessment: Assessment, reader: User) -> None:
    whole = assessment.answers.get(item__ref="6.1").item.paragraph
    whole.text = "Urges all armed parties:"
    whole.save(update_fields=["text"])
    add_parts(whole, ("(a)", "to let convoys pass;"))
    Item.objects.filter(ref="6.1").update(paragraph=Paragraph.objects.get(number="(a)"))
    assert refs(assessment, reader, Asked(q="armed convoys")) == ["6.1"]


def test_counts_are_those_that_each_filter_would_find(assessment: Assessment, reader: User) -> None:
    change(assessment, "1.1", value=AnswerValue.IN_PLACE)
    change(assessment, "2.1", value=AnswerValue.IN_PLACE, verdict=Outcome.RETURNED)
    counts = browsing.counts(browsing.item_rows(reader, assessment))
    assert counts == dict.fromkeys(Show, 0) | {Show.OPEN: 5, Show.RETURNED: 1}


def test_a_theme_says_how_far_all_of_it_is_whatever_was_found(
    assessment: Assessment, reader: User
) -> None:
    change(assessment, "1.1", value=AnswerValue.IN_PLACE)
    change(assessment, "3.1", value=AnswerValue.IN_PLACE, verdict=Outcome.RETURNED)
    rows = browsing.item_rows(reader, assessment)
    found = browsing.found(rows, Asked(q="2.1"))
    [part] = browsing.theme_parts(rows, found, narrowed=True, takes_answers=True)
    assert (part.theme.slug, len(part.found)) == ("training", 1)
    assert (part.answered, part.total, part.returned) == (2, 3, 1)
    assert part.next_open
    assert part.next_open.item.ref == "2.1"


def test_of_many_items_the_theme_lies_open_in_which_the_office_goes_on(reader: User) -> None:
    many = make_assessment(Assessment.objects.get().office, items=40)
    rows = browsing.item_rows(reader, many)
    for row in rows[:20]:
        row.value = AnswerValue.IN_PLACE
    parts = browsing.theme_parts(rows, rows, narrowed=False, takes_answers=True)
    assert [(part.theme.slug, part.unfolded) for part in parts] == [
        ("training", False),
        ("travel", True),
    ]


@pytest.mark.parametrize(("after", "expected"), [("1.1", "3.1"), ("3.1", "5.1"), ("5.1", "3.1")])
def test_the_next_open_item_is_behind_this_one_or_else_the_first(
    assessment: Assessment, reader: User, after: str, expected: str
) -> None:
    assessment.answers.update(value=AnswerValue.IN_PLACE)
    change(assessment, "3.1", value="")
    change(assessment, "5.1", verdict=Outcome.RETURNED)
    assert browsing.next_open_ref(reader, assessment, after) == expected


def test_there_is_no_next_open_item_where_this_is_the_only_one(
    assessment: Assessment, reader: User
) -> None:
    assessment.answers.update(value=AnswerValue.IN_PLACE)
    change(assessment, "3.1", value="")
    assert browsing.next_open_ref(reader, assessment, "3.1") is None
