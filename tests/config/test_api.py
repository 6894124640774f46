"""The API: its document, what it shows, and what it costs."""

import pytest
from django.test import Client
from openapi_spec_validator import validate
from pytest_django import DjangoAssertNumQueries

from checklists.services.answers import delegate
from checklists.services.lineage import link_editions
from orgs.models import User
from orgs.roles import Role
from reports.services.production import request_report
from tests.checklists.edition_rows import CRASHES, TRAINING, make_edition, make_link
from tests.factories import (
    answer_all,
    make_assessment,
    make_checklist,
    make_cycle,
    make_instrument,
    make_member,
    make_office,
    make_user,
)
from tests.reports.subjects import about

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_document_is_valid_openapi() -> None:
    response = signed_in(make_user()).get("/api/v1/schema/?format=json")
    document = response.json()
    validate(document)
    assert "/api/v1/assessments/{id}/" in document["paths"]
    parameters = document["paths"]["/api/v1/assessments/"]["get"]["parameters"]
    assert {p["name"]: p["schema"]["type"] for p in parameters}["office"] == "integer"


def test_an_instrument_is_found_by_its_symbol() -> None:
    instrument = make_instrument()
    make_instrument()
    page = signed_in(make_user()).get("/api/v1/instruments/", {"symbol": instrument.symbol}).json()
    assert [row["symbol"] for row in page["results"]] == [instrument.symbol]


def test_paragraphs_come_word_for_word_and_in_order() -> None:
    instrument = make_instrument(operative=2)
    page = (
        signed_in(make_user())
        .get("/api/v1/paragraphs/", {"instrument": str(instrument.pk), "kind": "operative"})
        .json()
    )
    assert [(row["number"], row["text"]) for row in page["results"]] == [
        ("1", "Requests all organizations to do what paragraph 1 says;"),
        ("2", "Requests all organizations to do what paragraph 2 says;"),
    ]


def test_a_checklist_has_its_items() -> None:
    checklist = make_checklist(items=3)
    detail = signed_in(make_user()).get(f"/api/v1/checklists/{checklist.pk}/").json()
    assert [item["ref"] for item in detail["items"]] == ["1.1", "2.1", "3.1"]


def test_a_draft_checklist_is_not_there() -> None:
    draft = make_checklist(published=False)
    assert signed_in(make_user()).get(f"/api/v1/checklists/{draft.pk}/").status_code == 404


def test_an_assessment_has_its_answers() -> None:
    assessment = make_assessment(items=2)
    answer_all(assessment, make_member(assessment.office, Role.FOCAL_POINT))
    reviewer = make_member(assessment.office, Role.REVIEWER)
    detail = signed_in(reviewer).get(f"/api/v1/assessments/{assessment.pk}/").json()
    assert (detail["answered_count"], detail["item_count"]) == (2, 2)
    assert [answer["value"] for answer in detail["answers"]] == ["in_place", "in_place"]


def test_a_contributor_sees_the_delegated_answer_alone() -> None:
    assessment = make_assessment(items=3)
    contributor = make_member(assessment.office, Role.CONTRIBUTOR)
    answer = assessment.answers.get(item__ref="2.1")
    delegate(make_member(assessment.office, Role.FOCAL_POINT), answer.pk, contributor)
    detail = signed_in(contributor).get(f"/api/v1/assessments/{assessment.pk}/").json()
    assert [answer["item"] for answer in detail["answers"]] == ["2.1"]


def test_a_report_says_how_far_it_is() -> None:
    assessment = make_assessment()
    reviewer = make_member(assessment.office, Role.REVIEWER)
    report = request_report(reviewer, about(assessment))
    detail = signed_in(reviewer).get(f"/api/v1/reports/{report.pk}/").json()
    assert (detail["status"], detail["progress"]) == ("queued", 0)
    assert detail["download"].endswith(f"/reports/{report.pk}/download/")


def test_nothing_else_can_be_written() -> None:
    client = signed_in(make_user(secretariat=True))
    for name in ("paragraphs", "checklists", "assessments", "reports"):
        assert client.post(f"/api/v1/{name}/").status_code == 405


@pytest.mark.parametrize("name", ["instruments", "paragraphs", "checklists"])
@pytest.mark.parametrize("rows", [2, 12])
def test_lists_of_the_library_cost_the_same_at_any_size(
    name: str, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(rows):
        make_checklist(items=1)
    client = signed_in(make_user())
    queries = {"instruments": 5, "paragraphs": 4, "checklists": 4}
    with django_assert_num_queries(queries[name]):
        assert client.get(f"/api/v1/{name}/").status_code == 200


@pytest.mark.parametrize("rows", [2, 12])
def test_the_list_of_assessments_costs_the_same_at_any_size(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    root = make_office()
    offices = [make_office(parent=root) for _n in range(rows)]
    make_cycle(offices)
    client = signed_in(make_member(root, Role.REVIEWER))
    with django_assert_num_queries(5):
        assert client.get("/api/v1/assessments/").json()["count"] == rows


@pytest.mark.parametrize("items", [2, 40])
def test_an_assessment_costs_the_same_at_any_size(
    items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assessment = make_assessment(items=items)
    client = signed_in(make_member(assessment.office, Role.REVIEWER))
    with django_assert_num_queries(7):
        client.get(f"/api/v1/assessments/{assessment.pk}/")


@pytest.mark.parametrize("rows", [2, 12])
def test_the_list_of_reports_costs_the_same_at_any_size(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assessment = make_assessment()
    for _n in range(rows):
        request_report(make_member(assessment.office, Role.REVIEWER), about(assessment))
    client = signed_in(make_member(assessment.office, Role.COORDINATOR))
    with django_assert_num_queries(5):
        assert client.get("/api/v1/reports/").json()["count"] == rows


FILTERS = {
    "paragraphs": ["instrument"],
    "assessments": ["cycle", "office"],
    "reports": ["office", "assessment", "schedule"],
}
BY_ID = [(name, field) for name, fields in FILTERS.items() for field in fields]


@pytest.mark.parametrize(("name", "field"), BY_ID)
def test_a_filter_does_not_tell_whether_the_row_of_another_is_there(name: str, field: str) -> None:
    assessment = make_assessment()
    report = request_report(make_member(assessment.office, Role.REVIEWER), about(assessment))
    stranger = signed_in(make_member(make_office(), Role.COORDINATOR))
    there = {"cycle": assessment.cycle_id, "office": report.office_id, "assessment": assessment.pk}
    answers = [
        stranger.get(f"/api/v1/{name}/", {field: str(number)})
        for number in (there.get(field, 1), 99_999, 2**63 - 1)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    if name != "paragraphs":
        assert [answer.json()["count"] for answer in answers] == [0, 0, 0]


@pytest.mark.parametrize(("name", "field"), BY_ID)
@pytest.mark.parametrize("value", ["x", "1.5", "-1", str(2**63), "9" * 5_000])
def test_a_filter_takes_numbers_alone(name: str, field: str, value: str) -> None:
    client = signed_in(make_user(secretariat=True))
    assert client.get(f"/api/v1/{name}/", {field: value}).status_code == 400


def test_a_filter_finds_what_is_in_reach() -> None:
    assessment = make_assessment()
    reviewer = make_member(assessment.office, Role.REVIEWER)
    report = request_report(reviewer, about(assessment))
    client = signed_in(reviewer)
    by_cycle = client.get("/api/v1/assessments/", {"cycle": str(assessment.cycle_id)}).json()
    assert [row["id"] for row in by_cycle["results"]] == [assessment.pk]
    by_assessment = client.get("/api/v1/reports/", {"assessment": str(assessment.pk)}).json()
    assert [row["id"] for row in by_assessment["results"]] == [str(report.pk)]


@pytest.mark.parametrize(
    "path",
    ["reports/nope/", "assessments/nope/", "assessments/99999999999999999999/", "checklists/x/"],
)
def test_an_address_that_can_not_be_is_not_found(path: str) -> None:
    response = signed_in(make_user(secretariat=True)).get(f"/api/v1/{path}")
    assert response.status_code == 404


def test_linked_editions_come_with_their_pairs() -> None:
    link = make_link([TRAINING, CRASHES], [f"{TRAINING} each year"])
    client = signed_in(make_user())
    [row] = client.get("/api/v1/lineage/", {"newer__symbol": link.newer.symbol}).json()["results"]
    assert (row["older"], row["newer"]) == (link.older.symbol, link.newer.symbol)
    amended, dropped = client.get(f"/api/v1/lineage/{row['id']}/").json()["pairs"]
    assert (amended["old"], amended["new"], amended["relation"]) == ("1", "1", "amended")
    assert [piece["kind"] for piece in amended["diff"]] == ["same", "inserted", "same"]
    assert 0.5 < amended["similarity"] < 1
    assert amended["corrected_at"] is None
    assert (dropped["old"], dropped["new"], dropped["relation"]) == ("2", None, "dropped")


def test_a_link_costs_the_same_for_any_number_of_pairs(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(make_user())
    few = make_link([TRAINING], [TRAINING])
    texts = [f"Urges number{n} to do thing{n}" for n in range(30)]
    many = link_editions(None, make_edition(1990, *texts), make_edition(1991, *texts))
    for link in (few, many):
        with django_assert_num_queries(5):
            client.get(f"/api/v1/lineage/{link.pk}/")
