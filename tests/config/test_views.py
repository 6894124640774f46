"""The start page shows what waits for a person, and nothing that doesn't concern them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checklists.models import Answer, Assessment, Cycle
from checklists.scale import Outcome
from checklists.services import transitions
from checklists.services.answers import delegate
from checklists.services.review import give_verdict
from orgs.models import Membership, Office, User
from orgs.roles import Role
from reports.models import Report
from tests.factories import (
    answer_all,
    make_assessment,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_user,
)
from tests.pages import client_of, queries, visit
from tests.reports.views.rows import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office("Nord-Kivu")


def due_in(days: int, cycle: Cycle) -> None:
    """Move a cycle's due date to so many days from today."""
    Cycle.objects.filter(pk=cycle.pk).update(due_on=timezone.localdate() + dt.timedelta(days))


def headings(user: User) -> list[str]:
    return visit(user, "/").all(".//section/h2")


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.FOCAL_POINT, ["To answer", "Latest reports"]),
        (Role.CONTRIBUTOR, ["Asked of you"]),
        (Role.REVIEWER, ["To review", "Latest reports"]),
        (Role.COORDINATOR, ["Late", "Latest reports"]),
        (Role.OBSERVER, ["Latest reports"]),
    ],
)
def test_role_has_its_sections_alone(office: Office, role: Role, expected: list[str]) -> None:
    assert headings(make_member(office, role)) == expected


def test_secretariat_reviews_and_coordinates() -> None:
    assert headings(make_user(secretariat=True)) == ["To review", "Late", "Latest reports"]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.FOCAL_POINT, "No assessment of your office is open."),
        (Role.CONTRIBUTOR, "Nobody waits for an answer of yours."),
        (Role.REVIEWER, "No assessment waits for review."),
        (Role.COORDINATOR, "No office is late."),
        (Role.OBSERVER, "No report on your offices has been made yet."),
    ],
)
def test_empty_section_says_what_will_stand_there(office: Office, role: Role, words: str) -> None:
    assert words in visit(make_member(office, role), "/").text


def test_secretariat_is_promised_no_mail_of_a_submission() -> None:
    page = visit(make_user(secretariat=True), "/")
    assert "When an office submits one, it appears here." in page.text


def test_administration_bears_the_name_of_the_product() -> None:
    page = client_of(make_user(secretariat=True)).get("/admin/").content.decode()
    assert "| Operative administration</title>" in page
    assert "Django" not in page


def test_person_without_a_role_is_told_whom_to_ask() -> None:
    page = visit(make_user(), "/")
    assert "You have no role in an office yet" in page.text
    assert "Ask the secretariat" in page.text


def test_focal_point_finds_the_open_assessment(office: Office) -> None:
    assessment = make_assessment(office)
    page = visit(make_member(office, Role.FOCAL_POINT), "/")
    assert f"/assessments/{assessment.pk}/" in page.links()
    assert "0 of 4 answered" in page.text
    assert ("not_started", "Not started") in page.statuses()


def test_assessment_in_progress_says_so(office: Office) -> None:
    assessment = make_assessment(office)
    focal_point = make_member(office, Role.FOCAL_POINT)
    answer_all(assessment, focal_point)
    page = visit(focal_point, "/")
    assert "4 of 4 answered" in page.text
    assert ("in_progress", "In progress") in page.statuses()


def test_submitted_assessment_waits_no_longer_for_the_focal_point(office: Office) -> None:
    assessment = make_assessment(office)
    focal_point = make_member(office, Role.FOCAL_POINT)
    answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    assert f"/assessments/{assessment.pk}/" not in visit(focal_point, "/").links()


def test_assessment_due_first_stands_first(office: Office) -> None:
    first, second = make_assessment(office), make_assessment(office)
    due_in(9, first.cycle)
    due_in(3, second.cycle)
    links = visit(make_member(office, Role.FOCAL_POINT), "/").links()
    assert links.index(f"/assessments/{second.pk}/") < links.index(f"/assessments/{first.pk}/")


def test_assessment_past_its_date_is_overdue(office: Office) -> None:
    due_in(-1, make_assessment(office).cycle)
    page = visit(make_member(office, Role.FOCAL_POINT), "/")
    assert ("overdue", "Overdue") in page.statuses()


def test_assessment_is_not_overdue_on_its_last_day(office: Office) -> None:
    due_in(0, make_assessment(office).cycle)
    page = visit(make_member(office, Role.FOCAL_POINT), "/")
    assert "Overdue" not in page.text


def test_other_organization_stays_out_of_sight(office: Office) -> None:
    theirs = make_assessment(make_office("Elsewhere"))
    page = visit(make_member(office, Role.FOCAL_POINT), "/")
    assert f"/assessments/{theirs.pk}/" not in page.links()


class Delegated:
    """An assessment of which a contributor is asked for one item."""

    def __init__(self, office: Office) -> None:
        self.focal_point = make_member(office, Role.FOCAL_POINT)
        self.contributor = make_member(office, Role.CONTRIBUTOR)
        self.assessment: Assessment = make_assessment(office)
        self.answer: Answer = self.assessment.answers.select_related("item").get(item__position=2)
        delegate(self.focal_point, self.answer.pk, self.contributor)

    @property
    def link(self) -> str:
        return f"/assessments/{self.assessment.pk}/items/{self.answer.item.ref}/"


def test_contributor_finds_the_item_asked_of_them_and_no_other(office: Office) -> None:
    asked = Delegated(office)
    links = visit(asked.contributor, "/").links()
    assert [link for link in links if "/items/" in link] == [asked.link]


def test_answered_item_is_asked_no_longer(office: Office) -> None:
    asked = Delegated(office)
    answer_all(asked.assessment, asked.focal_point)
    assert asked.link not in visit(asked.contributor, "/").links()


def test_returned_item_is_asked_again(office: Office) -> None:
    asked = Delegated(office)
    reviewer = make_member(office, Role.REVIEWER)
    answer_all(asked.assessment, asked.focal_point)
    transitions.submit(asked.focal_point, asked.assessment.pk)
    give_verdict(reviewer, asked.answer.pk, Outcome.RETURNED, "Attach the log.")
    transitions.return_to_office(reviewer, asked.assessment.pk, "")
    page = visit(asked.contributor, "/")
    assert asked.link in page.links()
    assert ("returned", "Returned") in page.statuses()


def test_contributor_who_has_left_the_office_is_asked_nothing(office: Office) -> None:
    asked = Delegated(office)
    asked.contributor.memberships.update(office=make_office("Elsewhere"))
    assert asked.link not in visit(asked.contributor, "/").links()


def test_reviewer_finds_the_submitted_assessment(office: Office) -> None:
    assessment = make_assessment(office)
    focal_point = make_member(office, Role.FOCAL_POINT)
    answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    page = visit(make_member(office, Role.REVIEWER), "/")
    assert reverse("checklists:review", args=[assessment.pk]) in page.links()
    assert ("submitted", "Submitted") in page.statuses()


def test_coordinator_finds_who_is_late(office: Office) -> None:
    assessment = make_assessment(office)
    due_in(-1, assessment.cycle)
    page = visit(make_member(office, Role.COORDINATOR), "/")
    assert f"/assessments/{assessment.pk}/" in page.links()
    assert ("overdue", "Overdue") in page.statuses()


def test_assessment_that_is_not_due_yet_is_not_late(office: Office) -> None:
    due_in(1, make_assessment(office).cycle)
    assert "No office is late." in visit(make_member(office, Role.COORDINATOR), "/").text


def test_observer_finds_the_latest_report(office: Office) -> None:
    report = make_report(make_assessment(office))
    page = visit(make_member(office, Role.OBSERVER), "/")
    assert f"/reports/{report.pk}/" in page.links()
    assert ("queued", "Waiting") in page.statuses()


def test_time_is_the_readers_own(office: Office) -> None:
    at = dt.datetime(2026, 3, 1, 22, 30, tzinfo=dt.UTC)
    make_report(make_assessment(office), created_at=at)
    observer = make_member(office, Role.OBSERVER)
    User.objects.filter(pk=observer.pk).update(time_zone="Africa/Nairobi")
    page = visit(observer, "/")
    assert "2 March 2026, 01:30" in page.text
    assert '<time datetime="2026-03-02T01:30:00+0300">' in page.html


def with_all_roles(offices: int) -> User:
    """A person with every role at headquarters, to whom something of everything waits."""
    headquarters = make_office()
    below = [make_office(parent=headquarters) for _ in range(offices)]
    focal_point = make_member(headquarters, Role.FOCAL_POINT)
    user = make_user()
    for role in Role:
        Membership.objects.create(user=user, office=headquarters, role=role)
    checklist = make_checklist(2)
    open_ones = make_cycle(below, checklist=checklist)
    due_in(-1, open_ones)
    answers = Answer.objects.filter(assessment__cycle=open_ones)
    answers.update(delegated_to=user)
    for assessment in make_cycle(below, checklist=checklist).assessments.all():
        answer_all(assessment, focal_point)
        transitions.submit(focal_point, assessment.pk)
        Report.objects.create(assessment=assessment, office=assessment.office)
    return user


def test_costs_the_same_however_much_waits() -> None:
    assert queries(with_all_roles(2), "/") == queries(with_all_roles(11), "/") <= 12


def test_healthz_answers_without_signing_in(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_healthz_is_not_kept_by_caches(client: Client) -> None:
    assert "no-store" in client.get("/healthz")["Cache-Control"]
