"""Searching the office's documents on the form of an answer."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from checklists.document_queries import MAX_CHOICES
from checklists.models import Answer, Assessment, Document
from orgs.models import Office, User
from orgs.roles import Role
from tests.factories import make_assessment, make_document, make_member, make_office
from tests.pages import Page, client_of, queries, read, visit

pytestmark = pytest.mark.django_db

OPTIONS = ".//select[@id='id_document']//option"


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=1)


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT)


@pytest.fixture
def answer(assessment: Assessment) -> Answer:
    return assessment.answers.get()


@pytest.fixture
def plan(assessment: Assessment, ana: User) -> Document:
    """An old document, behind 300 others."""
    return make_document(
        assessment.office,
        ana,
        title="Évacuation plan",
        added_at=timezone.now() - dt.timedelta(days=900),
    )


def _many(office: Office, by: User, count: int = 300) -> None:
    Document.objects.bulk_create(
        Document(
            office=office, kind="link", title=f"Log {n}", url=f"https://a.org/{n}", added_by=by
        )
        for n in range(count)
    )


def _url(answer: Answer) -> str:
    return f"/assessments/{answer.assessment_id}/items/1.1/"


def _form(answer: Answer, **data: object) -> dict[str, object]:
    return {"value": "in_place", "justification": "So it is.", "version": answer.version} | data


def _post(user: User, answer: Answer, **data: object) -> Page:
    return read(client_of(user).post(_url(answer), _form(answer, **data)))


def test_few_documents_need_no_search(answer: Answer, plan: Document, ana: User) -> None:
    page = visit(ana, _url(answer))
    assert "Search documents" not in page.text
    assert page.all(OPTIONS) == ["None", "Évacuation plan"]


def test_of_many_documents_the_latest_are_listed(answer: Answer, plan: Document, ana: User) -> None:
    _many(plan.office, ana)
    page = visit(ana, _url(answer))
    assert len(page.all(OPTIONS)) == MAX_CHOICES + 1
    assert "The latest are listed. Search for those before." in page.text


def test_search_shows_what_has_all_words_and_keeps_what_was_typed(
    answer: Answer, plan: Document, ana: User
) -> None:
    _many(plan.office, ana)
    page = _post(ana, answer, look="", find="plan Évac", title="Log 2026", justification="Half")
    assert page.all(OPTIONS) == ["None", "Évacuation plan"]
    assert "One document is listed." in page.text
    assert page.all(".//textarea[@name='justification']") == ["Half"]
    title = page.root.find(".//input[@name='title']")
    assert title is not None
    assert title.get("value") == "Log 2026"
    answer.refresh_from_db()
    assert (answer.value, page.errors()) == ("", [])


def test_search_begins_with_enter_in_its_field(answer: Answer, plan: Document, ana: User) -> None:
    _many(plan.office, ana)
    assert "None Évacuation plan" in " ".join(
        _post(ana, answer, enter="", find="plan").all(OPTIONS)
    )


def test_enter_elsewhere_saves(answer: Answer, plan: Document, ana: User) -> None:
    _many(plan.office, ana)
    assert client_of(ana).post(_url(answer), _form(answer, enter="", find="")).status_code == 302
    answer.refresh_from_db()
    assert answer.value == "in_place"


def test_what_was_found_is_chosen_whatever_is_searched_next(
    answer: Answer, plan: Document, ana: User
) -> None:
    _many(plan.office, ana)
    page = _post(ana, answer, look="", find="log 7", document=str(plan.pk))
    assert page.all(f"{OPTIONS}[@selected]") == ["Évacuation plan"]
    client_of(ana).post(_url(answer), _form(answer, find="log 7", document=str(plan.pk)))
    assert answer.evidence.get().document == plan


def test_search_without_a_find_says_so(answer: Answer, plan: Document, ana: User) -> None:
    _many(plan.office, ana)
    page = _post(ana, answer, look="", find="nothing")
    assert "No document of the office has these words." in page.text


@pytest.mark.parametrize("find", ["%", "\\", "' OR 1=1 --", "<script>", "no\0such", "x" * 5_000])
def test_hostile_words_find_nothing(find: str, answer: Answer, plan: Document, ana: User) -> None:
    _many(plan.office, ana, MAX_CHOICES + 1)
    assert _post(ana, answer, look="", find=find).all(OPTIONS) == []


def test_documents_of_others_are_not_chosen_by_their_key(
    answer: Answer, plan: Document, ana: User
) -> None:
    foreign = make_document(make_office(), ana)
    for key in (foreign.pk, uuid.uuid4(), "no-key"):
        response = client_of(ana).post(_url(answer), _form(answer, document=str(key)))
        assert read(response, 400).errors() != []
    assert not answer.evidence.exists()


def test_contributor_finds_their_own_alone(answer: Answer, plan: Document, ana: User) -> None:
    kim = make_member(plan.office, Role.CONTRIBUTOR)
    Answer.objects.update(delegated_to=kim)
    make_document(plan.office, kim, title="My plan")
    assert _post(kim, answer, look="", find="plan").all(OPTIONS) == ["None", "My plan"]


def test_list_is_swapped_while_the_words_are_typed(
    answer: Answer, plan: Document, ana: User
) -> None:
    _many(plan.office, ana)
    response = client_of(ana).get(f"{_url(answer)}?find=plan", headers={"HX-Request": "true"})
    content = response.content.decode()
    assert content.count("<option") == 2
    assert len(content) < 1_500


def test_search_costs_the_same_for_any_number(answer: Answer, plan: Document, ana: User) -> None:
    cost = queries(ana, f"{_url(answer)}?find=log")
    _many(plan.office, ana)
    assert queries(ana, f"{_url(answer)}?find=log") == cost
