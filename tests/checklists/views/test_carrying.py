"""The pages on which carried answers are shown and confirmed."""

import datetime as dt

import pytest

from checklists.models import Answer, Assessment, Checklist, Paragraph
from checklists.services import transitions
from checklists.services.answers import Written, save_answer
from checklists.services.cycles import open_cycle
from orgs.models import Office, User
from orgs.roles import Role
from tests.factories import (
    add_parts,
    answer_all,
    make_checklist,
    make_evidence,
    make_member,
    make_office,
    make_user,
)
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db


def _open(office: Office, checklist: Checklist, year: int) -> Assessment:
    return open_cycle(
        make_user(secretariat=True),
        organization=office.organization,
        checklist=checklist,
        name=f"Cycle of {year}",
        starts_on=dt.date(year, 1, 1),
        ends_on=dt.date(year, 12, 31),
        due_on=dt.date(year + 1, 1, 31),
        offices=[office],
    ).assessments.get()


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def focal_point(office: Office) -> User:
    return make_member(office, Role.FOCAL_POINT, "Amina")


@pytest.fixture
def last(office: Office, focal_point: User) -> Assessment:
    """Last cycle's assessment, its first item answered with a link as evidence."""
    assessment = _open(office, make_checklist(3), 2025)
    answer = assessment.answers.get(item__ref="1.1")
    save_answer(focal_point, answer.pk, Written("mostly", "Signed in 2024.", ""), read_version=0)
    make_evidence(answer, focal_point, title="Our policy", url="https://x.example/")
    return assessment


@pytest.fixture
def same(last: Assessment, office: Office) -> Assessment:
    """This cycle's, on the same checklist."""
    return _open(office, last.cycle.checklist, 2026)


@pytest.fixture
def amended(last: Assessment, office: Office) -> Assessment:
    """This cycle's, on the next edition, whose first paragraph says something else."""
    newer = make_checklist(3)
    Paragraph.objects.filter(instrument=newer.instrument, number="1").update(
        text="Requests all humanitarian organizations to do what paragraph 1 says;"
    )
    return _open(office, newer, 2026)


# What the form sends: the versions that were on the page.
SEEN = {"version": 0, "seen": 1}


def _url(assessment: Assessment, rest: str = "") -> str:
    return f"/assessments/{assessment.pk}/items/1.1/{rest}"


def _stored(assessment: Assessment) -> Answer:
    return assessment.answers.get(item__ref="1.1")


def test_carried_answer_says_so_until_it_is_confirmed(same: Assessment, focal_point: User) -> None:
    page = visit(focal_point, _url(same))
    assert "Carried over from “Cycle of 2025”, not confirmed yet" in page.text
    assert "Signed in 2024." in page.text
    assert "Our policy" in page.text


def test_list_shows_it_as_carried_over_and_not_as_answered(
    same: Assessment, focal_point: User
) -> None:
    page = visit(focal_point, f"/assessments/{same.pk}/")
    assert ("unanswered", "Carried over, to be confirmed") in page.statuses()
    assert "0 of 3 answered" in page.text


def test_amended_duty_shows_what_changed(amended: Assessment, focal_point: User) -> None:
    page = visit(focal_point, _url(amended))
    assert "The paragraph was amended since." in page.text
    assert page.all(".//ins") == ["[put in: humanitarian]"]


def test_amended_sub_paragraph_shows_what_changed(
    last: Assessment, office: Office, focal_point: User
) -> None:
    newer = make_checklist(3)
    add_parts(_stored(last).item.paragraph, ("(a)", "to train staff;"))
    add_parts(newer.instrument.paragraphs.get(number="1"), ("(a)", "to train personnel;"))
    page = visit(focal_point, _url(_open(office, newer, 2026)))
    assert "The paragraph was amended since." in page.text
    assert page.all(".//del") == ["[taken out: staff]"]
    assert page.all(".//ins") == ["[put in: personnel]"]


def test_what_changed_costs_the_same_for_any_number_of_sub_paragraphs(
    amended: Assessment, focal_point: User
) -> None:
    cost = queries(focal_point, _url(amended))
    parts = [(f"({letter})", "to train;") for letter in "abcdef"]
    add_parts(_stored(amended).item.paragraph, *parts)
    assert queries(focal_point, _url(amended)) == cost


def test_confirming_stores_it_and_says_so(same: Assessment, focal_point: User) -> None:
    response = client_of(focal_point).post(_url(same, "confirm/"), SEEN, follow=True)
    page = read(response)
    assert "1.1 is confirmed." in page.text
    assert "not confirmed yet" not in page.text
    assert _stored(same).value == "mostly"


def test_last_answer_stays_to_be_seen_after_that(same: Assessment, focal_point: User) -> None:
    client_of(focal_point).post(_url(same, "confirm/"), SEEN)
    assert "Last answer, in “Cycle of 2025”" in visit(focal_point, _url(same)).text


def test_form_begins_with_it_where_asked(same: Assessment, focal_point: User) -> None:
    page = visit(focal_point, _url(same, "?begin=carried"))
    assert page.all(".//textarea[@name='justification']") == ["Signed in 2024."]


def test_form_begins_blank_otherwise(same: Assessment, focal_point: User) -> None:
    page = visit(focal_point, _url(same))
    assert page.all(".//textarea[@name='justification']") == [""]


def test_form_without_its_version_is_refused(same: Assessment, focal_point: User) -> None:
    assert client_of(focal_point).post(_url(same, "confirm/")).status_code == 400
    assert _stored(same).value == ""


def test_submitting_names_what_was_not_confirmed(same: Assessment, focal_point: User) -> None:
    assert "3 items are still open" in visit(focal_point, f"/assessments/{same.pk}/submit/").text


def test_unchanged_answers_are_listed_before_they_are_confirmed(
    same: Assessment, focal_point: User
) -> None:
    page = visit(focal_point, f"/assessments/{same.pk}/confirm-carried/")
    assert page.all(".//button[@class='button']") == ["Confirm this answer"]
    assert "one piece of evidence" in page.text


def test_amended_ones_are_listed_apart(amended: Assessment, focal_point: User) -> None:
    page = visit(focal_point, f"/assessments/{amended.pk}/confirm-carried/")
    assert "One answer to be confirmed by itself" in page.text
    assert "No answer waits to be confirmed together" in page.text


def test_confirming_together(same: Assessment, focal_point: User) -> None:
    url = f"/assessments/{same.pk}/confirm-carried/"
    token = f"{_stored(same).pk}:1"
    response = client_of(focal_point).post(url, {"offered": [token]}, follow=True)
    assert "1 answer is confirmed." in read(response).text
    assert _stored(same).value == "mostly"


def test_what_was_offered_and_has_changed_is_not_confirmed(
    same: Assessment, last: Assessment, focal_point: User
) -> None:
    old = last.answers.get(item__ref="1.1")
    save_answer(focal_point, old.pk, Written("not_in_place", "Lapsed.", ""), read_version=1)
    token = f"{_stored(same).pk}:1"
    url = f"/assessments/{same.pk}/confirm-carried/"
    assert client_of(focal_point).post(url, {"offered": [token]}).status_code == 409


def test_reason_of_a_returned_answer_is_shown(
    last: Assessment, office: Office, focal_point: User
) -> None:
    old = last.answers.get(item__ref="1.1")
    reviewer = make_member(office, Role.REVIEWER)
    old.verdicts.create(round=1, outcome="returned", reason="It is not signed.", reviewer=reviewer)
    Answer.objects.filter(pk=old.pk).update(verdict="returned")
    page = visit(focal_point, _url(_open(office, last.cycle.checklist, 2026)))
    assert "It is not signed." in page.text


def test_submitted_assessment_takes_no_confirmation(same: Assessment, focal_point: User) -> None:
    answer_all(same, focal_point)
    transitions.submit(focal_point, same.pk)
    assert (
        client_of(focal_point).post(_url(same, "confirm/"), SEEN | {"version": 1}).status_code
        == 409
    )


def test_reviewer_sees_last_cycle_s_answer(same: Assessment, focal_point: User) -> None:
    reviewer = make_member(same.office, Role.REVIEWER)
    answer_all(same, focal_point)
    transitions.submit(focal_point, same.pk)
    page = visit(reviewer, f"/review/{same.pk}/items/1.1/")
    assert "The answer in “Cycle of 2025”" in page.text


@pytest.mark.parametrize("items", [2, 8])
def test_confirmation_costs_the_same_for_any_number(
    items: int, office: Office, focal_point: User
) -> None:
    checklist = make_checklist(items)
    answer_all(_open(office, checklist, 2025), focal_point)
    assessment = _open(office, checklist, 2026)
    assert queries(focal_point, f"/assessments/{assessment.pk}/confirm-carried/") == 5
