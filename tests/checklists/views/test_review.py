"""The reviewer's side: the queue, the desk, returning and signing off."""

import pytest
from django.test import Client

from checklists.models import Answer, Assessment
from checklists.scale import Outcome
from checklists.services import transitions
from checklists.services.review import give_verdict
from orgs.models import User
from orgs.roles import Role
from tests.factories import (
    add_parts,
    answer_all,
    make_assessment,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_user,
)
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db

SIGNED = {"declaration": "on", "name": "ingrid", "round": "1"}


@pytest.fixture
def assessment() -> Assessment:
    return submitted(make_assessment(make_office("Goma"), items=3))


@pytest.fixture
def reviewer(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER, "Ingrid")


@pytest.fixture
def client(reviewer: User) -> Client:
    return client_of(reviewer)


def submitted(assessment: Assessment) -> Assessment:
    focal_point = make_member(assessment.office, Role.FOCAL_POINT)
    answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    return assessment


def url(assessment: Assessment, rest: str = "") -> str:
    return f"/review/{assessment.pk}/{rest}"


def answer(assessment: Assessment, ref: str = "1.1") -> Answer:
    return assessment.answers.get(item__ref=ref)


def decide(assessment: Assessment, reviewer: User, outcome: Outcome) -> None:
    for row in assessment.answers.all():
        give_verdict(reviewer, row.pk, outcome, "Mend it.")


def decided(**fields: object) -> dict[str, object]:
    return {"round": 1, "version": 1} | fields


def test_the_queue_shows_what_was_submitted(assessment: Assessment, reviewer: User) -> None:
    page = visit(reviewer, "/review/")
    assert url(assessment) in page.links()
    assert "0 of 3" in page.text


def test_an_empty_queue_says_so() -> None:
    page = visit(make_member(make_office(), Role.REVIEWER), "/review/")
    assert "Nothing waits for you" in page.text
    assert "you get a mail" in page.text


def test_secretariat_is_promised_no_mail_in_an_empty_queue() -> None:
    page = visit(make_user(secretariat=True), "/review/")
    assert "it appears here." in page.text


def test_the_queue_costs_the_same_at_any_size() -> None:
    root = make_office()
    reviewer = make_member(root, Role.REVIEWER)
    checklist = make_checklist(items=1)
    few = make_cycle([make_office(parent=root), make_office(parent=root)], checklist=checklist)
    few.assessments.update(status="submitted", submitted_at=few.opened_at, submitted_by=reviewer)
    cost = queries(reviewer, "/review/")
    many = make_cycle([make_office(parent=root) for _n in range(20)], checklist=checklist)
    many.assessments.update(status="submitted", submitted_at=few.opened_at, submitted_by=reviewer)
    assert queries(reviewer, "/review/") == cost <= 12


def test_the_desk_shows_sub_paragraphs_with_their_paragraph(
    assessment: Assessment, reviewer: User
) -> None:
    cost = queries(reviewer, url(assessment, "items/1.1/"))
    add_parts(answer(assessment).item.paragraph, ("(a)", "to train;"), ("(b)", "to count;"))
    page = visit(reviewer, url(assessment, "items/1.1/"))
    assert page.all(".//blockquote//li") == ["(a) to train;", "(b) to count;"]
    assert queries(reviewer, url(assessment, "items/1.1/")) == cost


def test_the_desk_costs_the_same_at_any_size() -> None:
    few = make_assessment(items=3)
    many = make_assessment(few.office, items=60)
    reviewer = make_member(few.office, Role.REVIEWER)
    for rest in ("", "items/1.1/", "return/", "sign-off/"):
        assert queries(reviewer, url(few, rest)) == queries(reviewer, url(many, rest)) <= 15


def test_paragraph_answer_and_evidence_stand_side_by_side(
    assessment: Assessment, reviewer: User
) -> None:
    page = visit(reviewer, url(assessment, "items/1.1/"))
    assert "Requests all organizations to do what paragraph 1 says;" in page.text
    assert "Because it is so." in page.text
    assert "The office has given none." in page.text


def test_accepting_goes_on_to_the_next_undecided(assessment: Assessment, client: Client) -> None:
    response = client.post(url(assessment, "items/1.1/"), decided(outcome="accepted"))
    assert response.headers["Location"] == url(assessment, "items/2.1/#main")
    assert answer(assessment).verdict == Outcome.ACCEPTED


def test_returning_needs_a_reason(assessment: Assessment, client: Client) -> None:
    page = read(client.post(url(assessment, "items/1.1/"), decided(outcome="returned")), 400)
    assert page.errors() == ["Reason: Say what should be corrected."]
    assert answer(assessment).verdict == Outcome.PENDING


def test_no_verdict_is_no_verdict(assessment: Assessment, client: Client) -> None:
    page = read(client.post(url(assessment, "items/1.1/"), decided(outcome="")), 400)
    assert page.errors() == ["Your verdict: This field is required."]


def test_a_form_sent_twice_is_one_verdict(assessment: Assessment, client: Client) -> None:
    for _time in range(2):
        data = decided(outcome="returned", reason="Show the log.")
        assert client.post(url(assessment, "items/1.1/"), data).status_code == 302
    assert answer(assessment).verdicts.count() == 1


@pytest.mark.parametrize("stale", [{"round": 2}, {"version": 0}])
def test_a_verdict_on_another_text_is_refused(
    assessment: Assessment, client: Client, stale: dict[str, object]
) -> None:
    data = decided(outcome="returned", reason="Show the log.") | stale
    page = read(client.post(url(assessment, "items/1.1/"), data), 409)
    assert "The office has changed this answer since you opened it" in page.text
    assert "Show the log." in page.text
    assert answer(assessment).verdict == Outcome.PENDING


def test_returning_lists_what_reopens(assessment: Assessment, reviewer: User) -> None:
    give_verdict(reviewer, answer(assessment).pk, Outcome.RETURNED, "Show the log.")
    page = visit(reviewer, url(assessment, "return/"))
    assert "Show the log." in page.text
    assert "2 answers have no verdict yet" in page.text


def test_returning_without_a_returned_answer_is_not_offered(
    assessment: Assessment, reviewer: User
) -> None:
    page = visit(reviewer, url(assessment, "return/"))
    assert "No answer is returned yet." in page.text


def test_returning_tells_that_it_is_done(
    assessment: Assessment, reviewer: User, client: Client
) -> None:
    decide(assessment, reviewer, Outcome.RETURNED)
    page = read(client.post(url(assessment, "return/"), {"note": "Please."}, follow=True))
    assert "The assessment is returned." in page.text


def test_signing_off_needs_the_declaration(
    assessment: Assessment, reviewer: User, client: Client
) -> None:
    decide(assessment, reviewer, Outcome.ACCEPTED)
    page = read(client.post(url(assessment, "sign-off/"), SIGNED | {"declaration": ""}), 400)
    assert len(page.errors()) == 1
    assessment.refresh_from_db()
    assert assessment.status == Assessment.Status.SUBMITTED


def test_signing_off_closes_it(assessment: Assessment, reviewer: User, client: Client) -> None:
    decide(assessment, reviewer, Outcome.ACCEPTED)
    page = read(client.post(url(assessment, "sign-off/"), SIGNED, follow=True))
    assert "The assessment is signed off." in page.text


def test_signing_off_pressed_twice_is_done_once(
    assessment: Assessment, reviewer: User, client: Client
) -> None:
    decide(assessment, reviewer, Outcome.ACCEPTED)
    for _time in range(2):
        response = client.post(url(assessment, "sign-off/"), SIGNED)
        assert response.status_code == 302


def test_signing_off_with_undecided_answers_names_them(
    assessment: Assessment, client: Client
) -> None:
    page = read(client.post(url(assessment, "sign-off/"), SIGNED), 409)
    assert url(assessment, "items/1.1/") in page.links()


def test_whoever_answered_does_not_sign_off(assessment: Assessment) -> None:
    author = make_member(assessment.office, Role.REVIEWER)
    assessment.answers.get(item__ref="1.1").revisions.update(author=author)
    assessment.answers.update(verdict=Outcome.ACCEPTED)
    page = visit(author, url(assessment, "sign-off/"))
    assert "somebody else has to sign it off" in page.text
    signed = SIGNED | {"name": author.full_name}
    read(client_of(author).post(url(assessment, "sign-off/"), signed), 409)
