"""The pages of the action plan."""

import datetime as dt

import pytest
from django.utils import timezone

from checklists.models import Action, Answer, Document
from checklists.scale import AnswerValue
from checklists.services.actions import Plan, plan_action
from orgs.models import User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_member, make_office
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_member(make_office("Lodwar"), Role.FOCAL_POINT, "Ana")


@pytest.fixture
def answer(ana: User) -> Answer:
    assessment = make_assessment(ana.roles[0].office, items=2)
    return answer_all(assessment, ana, AnswerValue.PARTLY)[0]


def plan(ana: User, answer: Answer, title: str = "Fit radios", due_in: int = 30) -> Action:
    """An action that is due in so many days, be they gone."""
    today = timezone.localdate()
    day = today + dt.timedelta(due_in)
    row = Plan(title, "", ana, "", day, Action.Priority.NORMAL)
    return plan_action(ana, answer.pk, row, min(today, day))


def new_address(answer: Answer) -> str:
    return f"/assessments/{answer.assessment_id}/items/{answer.item.ref}/actions/"


def filled(ana: User, **changes: object) -> dict[str, object]:
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    return {
        "title": "Fit radios",
        "details": "Both vehicles.",
        "responsible": ana.pk,
        "responsible_name": "",
        "due_on": day,
        "priority": "normal",
    } | changes


def test_an_empty_plan_says_where_actions_come_from(ana: User) -> None:
    assert "Nothing is planned yet" in visit(ana, "/actions/").text


def test_planning_leads_to_the_action(ana: User, answer: Answer) -> None:
    response = client_of(ana).post(new_address(answer), filled(ana))
    assert response["Location"] == f"/actions/{Action.objects.get().pk}/"


def test_a_wrong_date_is_named_and_nothing_typed_is_lost(ana: User, answer: Answer) -> None:
    response = client_of(ana).post(new_address(answer), filled(ana, due_on="2020-01-01"))
    page = read(response, 400)
    assert page.errors() == ["Until when: This day is past."]
    assert "Both vehicles." in page.html


def test_nothing_is_planned_for_what_is_in_place(ana: User, answer: Answer) -> None:
    Answer.objects.update(value=AnswerValue.IN_PLACE)
    assert "none of them" in visit(ana, new_address(answer)).text


def test_an_answer_shows_its_actions(ana: User, answer: Answer) -> None:
    plan(ana, answer)
    page = visit(ana, new_address(answer).removesuffix("actions/"))
    assert "Fit radios" in page.text
    assert new_address(answer) in page.links()


def test_the_review_desk_shows_them_too(ana: User, answer: Answer) -> None:
    plan(ana, answer)
    reviewer = make_member(answer.assessment.office, Role.REVIEWER)
    page = visit(reviewer, f"/review/{answer.assessment_id}/items/{answer.item.ref}/")
    assert "Fit radios" in page.text
    assert new_address(answer) in page.links()


def test_the_most_urgent_stands_first_and_overdue_stands_out(ana: User, answer: Answer) -> None:
    plan(ana, answer, "Later", due_in=30)
    plan(ana, answer, "Late", due_in=-2)
    page = visit(ana, "/actions/")
    rows = page.all(".//tbody/tr/th/a")
    assert rows == ["Late", "Later"]
    assert page.statuses() == [("overdue", "Overdue")]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Late", "Later"]),
        ("?state=overdue", ["Late"]),
        ("?state=done", []),
        ("?state=mine", ["Late", "Later"]),
        ("?q=later", ["Later"]),
        ("?priority=high", []),
    ],
)
def test_filters(query: str, titles: list[str], ana: User, answer: Answer) -> None:
    plan(ana, answer, "Later", due_in=30)
    plan(ana, answer, "Late", due_in=-2)
    assert visit(ana, f"/actions/{query}").all(".//tbody/tr/th/a") == titles


def test_an_unknown_filter_is_named(ana: User, answer: Answer) -> None:
    plan(ana, answer)
    page = visit(ana, "/actions/?state=lost", 400)
    assert page.errors()[0].startswith("State:")


def test_progress_is_reported(ana: User, answer: Answer) -> None:
    action = plan(ana, answer)
    data = filled(ana, progress=50, note="One is fitted.", version=1)
    assert client_of(ana).post(f"/actions/{action.pk}/", data).status_code == 302
    page = visit(ana, f"/actions/{action.pk}/")
    assert "Progress: 0 % → 50 %" in page.text
    assert "One is fitted." in page.text


def test_a_colleagues_change_is_told_and_nothing_typed_is_lost(ana: User, answer: Answer) -> None:
    action = plan(ana, answer)
    Action.objects.update(version=2)
    data = filled(ana, progress=50, note="One is fitted.", version=1)
    page = read(client_of(ana).post(f"/actions/{action.pk}/", data), 400)
    assert "since you opened it" in page.errors()[0]
    assert "One is fitted." in page.html


def test_a_high_one_is_closed_with_a_document_of_the_office(ana: User, answer: Answer) -> None:
    action = plan(ana, answer)
    Action.objects.update(priority=Action.Priority.HIGH)
    document = Document.objects.create(
        office=action.office, kind="link", title="Log", url="https://example.org", added_by=ana
    )
    address = f"/actions/{action.pk}/done/"
    refused = read(client_of(ana).post(address, {"note": "Fitted.", "version": 1}), 400)
    assert "closed on evidence" in refused.errors()[0]
    data = {"note": "Fitted.", "version": 1, "documents": [str(document.pk)]}
    assert client_of(ana).post(address, data).status_code == 302
    assert "Log" in visit(ana, f"/actions/{action.pk}/").text


def test_an_observer_may_read_no_plan(answer: Answer) -> None:
    observer = make_member(answer.assessment.office, Role.OBSERVER)
    assert client_of(observer).get("/actions/").status_code == 403


def test_the_list_costs_the_same_at_two_sizes(ana: User, answer: Answer) -> None:
    plan(ana, answer)
    few = queries(ana, "/actions/")
    for n in range(30):
        plan(ana, answer, f"Action {n}")
    assert queries(ana, "/actions/") == few <= 12


def test_an_action_costs_the_same_at_two_sizes(ana: User, answer: Answer) -> None:
    action = plan(ana, answer)
    few = queries(ana, f"/actions/{action.pk}/")
    for n in range(20):
        action.notes.create(author=ana, text=f"Note {n}")
    assert queries(ana, f"/actions/{action.pk}/") == few <= 15


def test_the_plan_as_a_file_has_what_the_list_shows(ana: User, answer: Answer) -> None:
    plan(ana, answer, "=1+1", due_in=30)
    plan(ana, answer, "Late", due_in=-2)
    lines = client_of(ana).get("/actions/as/csv/?state=overdue").content.decode().splitlines()
    assert [line.split(",")[3] for line in lines[1:]] == ["Late"]
    assert ",'=1+1," in client_of(ana).get("/actions/as/csv/").content.decode()


def test_the_file_costs_the_same_at_two_sizes(ana: User, answer: Answer) -> None:
    plan(ana, answer)
    few = queries(ana, "/actions/as/xlsx/")
    for n in range(30):
        plan(ana, answer, f"Action {n}")
    assert queries(ana, "/actions/as/xlsx/") == few
