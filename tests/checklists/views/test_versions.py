"""The pages of a checklist as a whole: coverage, changes and its file."""

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from checklists.models import Checklist, Disposition, EditionLink, ParagraphReading
from checklists.services.library import publish
from tests.factories import add_parts, make_checklist, make_user
from tests.pages import client_of, queries, visit

pytestmark = pytest.mark.django_db


def _url(checklist: Checklist, rest: str) -> str:
    return f"/checklists/{checklist.slug}/{checklist.version}/{rest}"


def _checklist() -> Checklist:
    """Three paragraphs: one assessed, one context, one derived, addressed to States."""
    checklist = make_checklist(3, published=False)
    second = checklist.dispositions.get(paragraph__number="2")
    checklist.items.filter(paragraph=second.paragraph).delete()
    Disposition.objects.filter(pk=second.pk).update(kind="context", duty="A duty of States.")
    third = checklist.dispositions.get(paragraph__number="3")
    Disposition.objects.filter(pk=third.pk).update(kind="derived", duty="Organizations report.")
    ParagraphReading.objects.create(
        paragraph=second.paragraph,
        acts=[{"verb": "Urges", "force": "urges", "addressees": ["States"], "words": []}],
        themes=[{"slug": "humanitarian-principles", "words": []}],
        rules_version=1,
    )
    return publish(None, checklist.pk)


def test_coverage_shows_every_paragraph_and_what_is_done_with_it() -> None:
    page = visit(make_user(), _url(_checklist(), "coverage/"))
    assert page.statuses() == [
        ("in_place", "Assessed"),
        ("not_applicable", "Context"),
        ("partly", "Derived"),
    ]
    assert "3 of 3 operative paragraphs" in page.text
    assert "A duty of States." in page.text


def test_coverage_asks_the_questions_beside_their_numbers() -> None:
    page = visit(make_user(), _url(_checklist(), "coverage/"))
    assert page.all(".//td/ul/li/a") == ["1.1", "3.1"]
    assert page.all(".//td/ul/li/div") == [
        "Is what paragraph 1 asks for done?",
        "Is what paragraph 3 asks for done?",
    ]


def test_coverage_names_the_checklist_and_the_day_for_those_who_print_it() -> None:
    checklist = _checklist()
    [line] = visit(make_user(), _url(checklist, "coverage/")).all(".//main//div/p[@class='meta']")
    today = date_format(timezone.localdate(), "DATE_FORMAT")
    assert line == f"{checklist} · {today}"


@pytest.mark.parametrize(
    "query",
    ["disposition=context", "addressee=States", "theme=humanitarian-principles"],
)
def test_coverage_is_filtered(query: str) -> None:
    page = visit(make_user(), _url(_checklist(), f"coverage/?{query}"))
    assert page.statuses() == [("not_applicable", "Context")]


def test_filter_that_nothing_fits_says_so() -> None:
    page = visit(make_user(), _url(_checklist(), "coverage/?disposition=assessed&addressee=States"))
    assert "No paragraph is like that." in page.text


def test_unknown_choice_shows_everything_and_says_why() -> None:
    page = visit(make_user(), _url(_checklist(), "coverage/?disposition=no-such"))
    assert "3 of 3 operative paragraphs" in page.text


@pytest.mark.parametrize("items", [2, 9])
def test_coverage_costs_the_same_for_any_length(items: int) -> None:
    assert queries(make_user(), _url(make_checklist(items), "coverage/")) == 7


def test_first_version_has_nothing_to_be_compared_with() -> None:
    page = visit(make_user(), _url(make_checklist(1), "changes/"))
    assert "there is nothing to compare it with yet" in page.text


def test_changes_from_the_older_edition() -> None:
    older, newer = make_checklist(2), make_checklist(3)
    EditionLink.objects.create(older=older.instrument, newer=newer.instrument)
    page = visit(make_user(), _url(newer, "changes/"))
    assert "to be confirmed anew" in page.text
    assert page.all(".//section/h3") == [
        "1.1 Is what paragraph 1 asks for done?",
        "2.1 Is what paragraph 2 asks for done?",
        "3.1 Is what paragraph 3 asks for done?",
    ]


def test_changes_from_a_checklist_that_is_chosen() -> None:
    older, newer = make_checklist(2), make_checklist(2)
    page = visit(make_user(), _url(newer, f"changes/?other={older.pk}"))
    assert f"({older.instrument.symbol})" in page.text


def test_changes_stand_below_their_themes_and_what_went_at_the_end() -> None:
    older, newer = make_checklist(4), make_checklist(2)
    page = visit(make_user(), _url(newer, f"changes/?other={older.pk}"))
    assert page.all(".//main//h2") == ["Training", "Travel", "No longer asked"]


def test_amended_paragraph_is_shown_whole_with_its_difference() -> None:
    older, newer = make_checklist(1), make_checklist(1)
    paragraph = newer.items.get().paragraph
    paragraph.text = "Requests all organizations to do at once what paragraph 1 says;"
    paragraph.save()
    add_parts(paragraph, ("(a)", "Everywhere;"))
    EditionLink.objects.create(older=older.instrument, newer=newer.instrument)
    page = visit(make_user(), _url(newer, "changes/"))
    assert page.all(".//details//ins") == ["[put in: at once]", "[put in: (a) Everywhere;]"]


def test_select_says_which_version_was_before() -> None:
    older, newer = make_checklist(1), make_checklist(1)
    EditionLink.objects.create(older=older.instrument, newer=newer.instrument)
    first = visit(make_user(), _url(newer, "changes/")).all(".//select/option")[0]
    assert first == f"The version before: {older} ({older.instrument.symbol})"


@pytest.mark.parametrize("items", [2, 9])
def test_changes_cost_the_same_for_any_length(items: int) -> None:
    older, newer = make_checklist(items), make_checklist(items)
    EditionLink.objects.create(older=older.instrument, newer=newer.instrument)
    assert queries(make_user(), _url(newer, "changes/")) == 13


def test_file_comes_as_it_was_imported() -> None:
    checklist = make_checklist(1, published=False)
    Checklist.objects.filter(pk=checklist.pk).update(source="# A note\nchecklist: x\n")
    publish(None, checklist.pk)
    response = client_of(make_user()).get(_url(checklist, "file/"))
    assert response.content == b"# A note\nchecklist: x\n"
    assert f'filename="{checklist.slug}.v1.yaml"' in response["Content-Disposition"]


def test_checklist_without_a_file_has_none_to_give() -> None:
    checklist = make_checklist(1)
    Checklist.objects.filter(pk=checklist.pk).update(source="")
    assert client_of(make_user()).get(_url(checklist, "file/")).status_code == 404
