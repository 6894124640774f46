"""The list of assessments, one assessment, and submitting it."""

import datetime as dt

import pytest

from checklists.models import Assessment, Cycle
from checklists.scale import AnswerValue, Outcome
from checklists.services import transitions
from checklists.services.answers import delegate
from checklists.services.conversation import resolve, write_message
from checklists.services.review import give_verdict
from orgs.models import User
from orgs.roles import Role
from tests.factories import (
    answer_all,
    make_assessment,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
)
from tests.pages import Page, client_of, queries, read, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Goma"), items=4)


@pytest.fixture
def focal_point(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Amina")


@pytest.fixture
def reviewer(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER, "Ingrid")


def url(assessment: Assessment, rest: str = "") -> str:
    return f"/assessments/{assessment.pk}/{rest}"


def test_the_list_says_where_each_stands(assessment: Assessment, focal_point: User) -> None:
    page = visit(focal_point, "/assessments/")
    assert "Goma" in page.text
    assert page.statuses()[0] == ("not_started", "Not started")
    assert "0 of 4" in page.text


def test_an_empty_list_says_what_will_come() -> None:
    page = visit(make_member(make_office(), Role.FOCAL_POINT), "/assessments/")
    assert "No assessments yet" in page.text


def test_an_assessment_past_its_due_date_is_marked(
    assessment: Assessment, focal_point: User
) -> None:
    Cycle.objects.update(due_on=dt.date(2020, 1, 1), starts_on=dt.date(2019, 1, 1))
    assert ("overdue", "Overdue") in visit(focal_point, "/assessments/").statuses()


def test_the_list_costs_the_same_at_any_size() -> None:
    root = make_office()
    focal_point = make_member(root, Role.FOCAL_POINT)
    checklist = make_checklist()
    make_cycle([make_office(parent=root), make_office(parent=root)], checklist=checklist)
    few = queries(focal_point, "/assessments/")
    make_cycle([make_office(parent=root) for _n in range(20)], checklist=checklist)
    assert queries(focal_point, "/assessments/") == few <= 8


def test_an_assessment_shows_its_items_by_theme(assessment: Assessment, focal_point: User) -> None:
    page = visit(focal_point, url(assessment))
    assert page.all(".//h2")[:2] == ["Training", "Travel"]
    assert url(assessment, "items/1.1/") in page.links()


def test_an_assessment_costs_the_same_at_any_size() -> None:
    few = make_assessment(items=4)
    many = make_assessment(few.office, items=60)
    focal_point = make_member(few.office, Role.FOCAL_POINT)
    assert queries(focal_point, url(few)) == queries(focal_point, url(many)) <= 8


def test_the_figures_keep_policy_and_practice_apart(
    assessment: Assessment, focal_point: User
) -> None:
    answers = answer_all(assessment, focal_point)
    assessment.answers.filter(pk=answers[0].pk).update(value=AnswerValue.NOT_IN_PLACE)
    table = visit(focal_point, url(assessment)).all(".//table")[0]
    assert "PolicyIt exists on paper 100 % 2 of 2 answered 50 %" in table
    assert "PracticeIt is done in this office 100 % 2 of 2 answered 100 %" in table


def test_a_contributor_sees_the_delegated_item_alone(
    assessment: Assessment, focal_point: User
) -> None:
    contributor = make_member(assessment.office, Role.CONTRIBUTOR)
    delegate(focal_point, assessment.answers.get(item__ref="3.1").pk, contributor)
    page = visit(contributor, url(assessment))
    items = [link for link in page.links() if "/items/" in link]
    assert set(items) == {url(assessment, "items/3.1/")}
    assert "Where it stands" not in page.text


def test_a_contributor_without_an_item_finds_nothing(assessment: Assessment) -> None:
    contributor = make_member(assessment.office, Role.CONTRIBUTOR)
    assert client_of(contributor).get(url(assessment)).status_code == 404


def test_submitting_asks_first(assessment: Assessment, focal_point: User) -> None:
    answer_all(assessment, focal_point)
    assert "Submit for review" in visit(focal_point, url(assessment, "submit/")).text
    assessment.refresh_from_db()
    assert assessment.status == Assessment.Status.OPEN


def test_submitting_hands_it_over(assessment: Assessment, focal_point: User) -> None:
    answer_all(assessment, focal_point)
    response = client_of(focal_point).post(url(assessment, "submit/"), follow=True)
    assert "The assessment is submitted" in read(response).text


def test_an_incomplete_one_names_what_is_open(assessment: Assessment, focal_point: User) -> None:
    answers = answer_all(assessment, focal_point)
    assessment.answers.filter(pk=answers[2].pk).update(value="")
    page = read(client_of(focal_point).post(url(assessment, "submit/")), 409)
    assert "One item is still open" in page.text
    assert url(assessment, "items/3.1/") in page.links()


def test_pressed_twice_is_submitted_once(assessment: Assessment, focal_point: User) -> None:
    answer_all(assessment, focal_point)
    client = client_of(focal_point)
    client.post(url(assessment, "submit/"))
    response = client.post(url(assessment, "submit/"))
    assert response.headers["Location"] == url(assessment)


def test_a_colleague_who_submits_later_is_told_that_it_is_done(
    assessment: Assessment, focal_point: User
) -> None:
    answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    colleague = make_member(assessment.office, Role.FOCAL_POINT)
    page = read(client_of(colleague).post(url(assessment, "submit/")), 409)
    assert "the assessment is submitted" in page.text


def test_a_returned_one_names_what_to_mend(
    assessment: Assessment, focal_point: User, reviewer: User
) -> None:
    answers = answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    give_verdict(reviewer, answers[1].pk, Outcome.RETURNED, "Show the log.")
    transitions.return_to_office(reviewer, assessment.pk, "Nearly there.")
    page = visit(focal_point, url(assessment))
    assert "Nearly there." in page.text
    assert "One answer is to be corrected: 2.1" in page.text


def test_a_signed_off_one_says_so_and_offers_nothing(
    assessment: Assessment, focal_point: User, reviewer: User
) -> None:
    for answer in answer_all(assessment, focal_point):
        Assessment.objects.filter(pk=assessment.pk).update(status=Assessment.Status.SUBMITTED)
        give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)
    transitions.sign_off(reviewer, assessment.pk)
    page = visit(focal_point, url(assessment))
    assert "Signed off by Ingrid" in page.text
    assert url(assessment, "submit/") not in page.links()


def shown(page: Page) -> list[str]:
    """The references of the items that are shown."""
    return page.all(".//ol[@class='items']/li/span[@class='number']")


def test_filters_stand_in_the_address_and_combine(
    assessment: Assessment, focal_point: User
) -> None:
    assessment.answers.filter(item__ref="3.1").update(value=AnswerValue.IN_PLACE)
    page = visit(focal_point, url(assessment, "?theme=travel&show=open&q=paragraph"))
    assert shown(page) == ["4.1"]
    assert "1 of 4 items" in page.text
    assert url(assessment) in page.links()


def test_a_filter_names_how_many_it_finds_and_is_taken_off_by_a_second_press(
    assessment: Assessment, focal_point: User
) -> None:
    assessment.answers.filter(item__ref="3.1").update(value=AnswerValue.IN_PLACE)
    assert "Open 3" in visit(focal_point, url(assessment)).text
    assert url(assessment, "?q=x&show=open") in visit(focal_point, url(assessment, "?q=x")).links()
    narrowed = visit(focal_point, url(assessment, "?q=x&show=open"))
    assert narrowed.links().count(url(assessment, "?q=x")) == 2


def test_nothing_found_leads_back(assessment: Assessment, focal_point: User) -> None:
    page = visit(focal_point, url(assessment, "?q=submarines"))
    assert shown(page) == []
    assert "No item is like that" in page.text
    assert "Show all items" in page.text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("show=everything", "Filter"),
        ("theme=no-such-theme", "Theme"),
        ("dimension=fourth", "Dimension"),
        ("q=" + 201 * "x", "Search"),
    ],
)
def test_an_unknown_filter_is_named_and_finds_nothing(
    assessment: Assessment, focal_point: User, query: str, field: str
) -> None:
    page = visit(focal_point, url(assessment, f"?{query}"), 400)
    assert page.errors()[0].startswith(f"{field}: ")
    assert shown(page) == []
    assert "There is no such filter" in page.text


def test_words_cannot_become_markup(assessment: Assessment, focal_point: User) -> None:
    page = visit(focal_point, url(assessment, "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"))
    assert "<script>alert" not in page.html


def test_a_script_gets_the_items_alone_and_the_address_that_they_have(
    assessment: Assessment, focal_point: User
) -> None:
    client = client_of(focal_point)
    headers = {"HX-Request": "true"}
    response = client.get(url(assessment, "?q=2.1&theme="), headers=headers)
    assert b"<html" not in response.content
    assert b"2.1" in response.content
    assert response.headers["HX-Push-Url"] == url(assessment, "?q=2.1")
    assert "HX-Request" in response.headers["Vary"]
    headers["HX-History-Restore-Request"] = "true"
    assert b"<html" in client.get(url(assessment, "?q=2.1"), headers=headers).content


def test_each_theme_leads_to_its_next_open_item(assessment: Assessment, focal_point: User) -> None:
    assessment.answers.filter(item__ref="1.1").update(value=AnswerValue.IN_PLACE)
    page = visit(focal_point, url(assessment))
    assert "Next open item: 2.1" in page.text
    assert "Training 1 of 2 answered" in page.text


@pytest.mark.parametrize("query", ["", "?show=open&q=paragraph&theme=travel"])
def test_hundreds_of_items_cost_what_a_few_cost(query: str) -> None:
    few = make_assessment(items=30)
    many = make_assessment(few.office, items=300)
    focal_point = make_member(few.office, Role.FOCAL_POINT)
    costs = [queries(focal_point, url(row, query)) for row in (few, many)]
    assert costs[0] == costs[1] <= 9


def test_open_conversations_are_counted_and_found(
    assessment: Assessment, focal_point: User, reviewer: User
) -> None:
    assert "open conversation" not in visit(focal_point, url(assessment)).text
    for answer in assessment.answers.filter(item__ref__in=["1.1", "3.1"]):
        write_message(focal_point, answer.pk, "Who keeps the log?")
    page = visit(focal_point, url(assessment))
    assert "2 open conversations" in page.text
    assert url(assessment, "items/3.1/#conversation") in page.links()
    resolve(reviewer, assessment.answers.get(item__ref="3.1").pk, resolved=True)
    assert "One open conversation" in visit(focal_point, url(assessment)).text


def test_contributor_reads_of_their_own_conversations_alone(
    assessment: Assessment, focal_point: User
) -> None:
    kim = make_member(assessment.office, Role.CONTRIBUTOR)
    mine, other = assessment.answers.order_by("item__position")[:2]
    delegate(focal_point, mine.pk, kim)
    write_message(focal_point, other.pk, "Who keeps the log?")
    assert "open conversation" not in visit(kim, url(assessment)).text


def test_critical_item_is_marked_on_the_page_of_the_assessment_and_of_the_item() -> None:
    assessment = make_assessment(items=2)
    ana = make_member(assessment.office, Role.FOCAL_POINT)
    assessment.cycle.checklist.items.filter(ref="1.1").update(is_critical=True)
    address = f"/assessments/{assessment.pk}/"
    marks = [
        visit(ana, path).text.count("Critical")
        for path in (address, f"{address}items/1.1/", f"{address}items/2.1/")
    ]
    assert marks == [1, 1, 0]
