"""What is counted beside the answers is what the answers are, after whatever is done to them."""

import itertools
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from checklists.models import Answer, Assessment, ThemeCount
from checklists.scale import ANSWER_CHOICES, AnswerValue, Outcome
from checklists.services.answers import Sitting, Written, save_answer
from checklists.services.carrying import confirm
from checklists.services.counting import miscounted, recount, recount_answer
from checklists.services.review import give_verdict
from checklists.services.transitions import reopen, return_to_office, sign_off, submit
from orgs.models import User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_cycle, make_member
from tests.pages import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=4, indicators=[{}])


@pytest.fixture
def focal(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT)


@pytest.fixture
def reviewer(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER)


def wrong() -> list[int]:
    return miscounted(Assessment.objects.all())


def sums(assessment: Assessment, *fields: str) -> list[tuple[Any, ...]]:
    return list(assessment.counts.order_by("theme", "dimension").values_list(*fields))


def verify(*options: str) -> str:
    said = StringIO()
    try:
        call_command("verify_counts", *options, stdout=said, stderr=said)
    except CommandError as error:
        said.write(str(error))
    return said.getvalue()


def test_new_cycle_is_counted_unanswered(assessment: Assessment) -> None:
    assert wrong() == []
    # Two items in each theme, one on policy and one on practice; an indicator in the second.
    assert sums(assessment, "dimension", "items", "answered") == [
        ("policy", 1, 0),
        ("practice", 1, 0),
        ("indicator", 1, 0),
        ("policy", 1, 0),
        ("practice", 1, 0),
    ]


@pytest.mark.parametrize("value", [AnswerValue.PARTLY, AnswerValue.NOT_APPLICABLE])
def test_answers_are_counted_as_they_are_saved(
    assessment: Assessment, focal: User, value: AnswerValue
) -> None:
    answer_all(assessment, focal, value)
    assert wrong() == []
    assert sum(row[0] for row in sums(assessment, "answered")) == 5


def test_answer_that_is_taken_back_is_not_counted(assessment: Assessment, focal: User) -> None:
    answers = answer_all(assessment, focal)
    save_answer(focal, answers[0].pk, Written("", "", ""), read_version=1)
    assert wrong() == []
    assert sum(row[0] for row in sums(assessment, "answered")) == 4


def test_text_that_is_set_aside_is_not_counted(assessment: Assessment, focal: User) -> None:
    [answer, *_rest] = answer_all(assessment, focal)
    colleague = make_member(assessment.office, Role.FOCAL_POINT)
    save_answer(colleague, answer.pk, Written("partly", "Not so.", ""), read_version=0)
    assert wrong() == []


def test_pauses_in_the_writing_are_counted(assessment: Assessment, focal: User) -> None:
    answer = assessment.answers.all()[0]
    for pause, value in enumerate(["partly", "mostly", "mostly"]):
        page = Sitting("page", pause, is_unfinished=True)
        text = Written(value, "." * pause, "")
        save_answer(focal, answer.pk, text, read_version=0, sitting=page)
        assert wrong() == []


def test_verdicts_rounds_and_reopening_are_counted(
    assessment: Assessment, focal: User, reviewer: User
) -> None:
    first, *others = answer_all(assessment, focal)
    submit(focal, assessment.pk)
    give_verdict(reviewer, first.pk, Outcome.RETURNED, "Which log?")
    for other in others:
        give_verdict(reviewer, other.pk, Outcome.ACCEPTED, "")
    assert wrong() == []
    return_to_office(reviewer, assessment.pk, "One question.")
    save_answer(focal, first.pk, Written("mostly", "The log.", ""), read_version=1)
    assert wrong() == []
    submit(focal, assessment.pk)
    give_verdict(reviewer, first.pk, Outcome.ACCEPTED, "")
    give_verdict(reviewer, first.pk, Outcome.RETURNED, "Another thought.")
    assert wrong() == []
    give_verdict(reviewer, first.pk, Outcome.ACCEPTED, "")
    sign_off(reviewer, assessment.pk)
    assert sum(row[0] for row in sums(assessment, "accepted")) == 5
    coordinator = make_member(assessment.office, Role.COORDINATOR)
    reopen(coordinator, assessment.pk, "Changed.", [first.item.ref])
    assert wrong() == []
    assert sum(row[0] for row in sums(assessment, "accepted")) == 4


def test_answer_that_is_carried_over_is_counted_when_it_is_confirmed(
    assessment: Assessment, focal: User
) -> None:
    answer_all(assessment, focal)
    Assessment.objects.update(status=Assessment.Status.SUBMITTED)
    following = make_cycle([assessment.office], checklist=assessment.cycle.checklist)
    offered = Answer.objects.filter(assessment__cycle=following).order_by("pk")[0]
    offered.carried_from = assessment.answers.get(item=offered.item)
    offered.save(update_fields=["carried_from"])
    confirm(focal, offered.pk, read_version=0, seen=1)
    assert wrong() == []


def test_every_change_of_an_answer_makes_the_difference_that_counting_anew_makes(
    assessment: Assessment,
) -> None:
    answer = assessment.answers.select_related("item")[0]
    values = ["", *(value for value, _label in ANSWER_CHOICES)]
    states = list(itertools.product(values, Outcome.values))
    # From each to the one that is as far away as the round is long: every kind of step.
    for step in range(1, len(states), 4):
        for number in range(len(states)):
            before = answer.value, answer.verdict
            answer.value, answer.verdict = states[number * step % len(states)]
            answer.save(update_fields=["value", "verdict"])
            recount_answer(answer, *before)
        assert wrong() == []


def test_change_of_the_text_alone_costs_no_query(
    assessment: Assessment, focal: User, django_assert_num_queries: object
) -> None:
    answer = assessment.answers.select_related("item")[0]
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture of pytest-django
        recount_answer(answer, answer.value, Outcome.RETURNED)


def test_what_is_counted_wrongly_is_told_and_mended(assessment: Assessment) -> None:
    assert verify() == "All assessments are counted as they were answered.\n"
    ThemeCount.objects.update(answered=1)
    assert f"Assessment {assessment.pk} " in verify()
    assert "1 assessments are counted wrongly." in verify()
    assert "1 assessments are counted anew." in verify("--mend")
    assert wrong() == []


def test_missing_count_is_told(assessment: Assessment) -> None:
    assessment.counts.all()[0].delete()
    assert wrong() == [assessment.pk]
    recount(Assessment.objects.all())
    assert wrong() == []


def test_save_through_the_page_is_counted(assessment: Assessment, focal: User) -> None:
    answer = assessment.answers.select_related("item")[0]
    url = f"/assessments/{assessment.pk}/items/{answer.item.ref}/"
    sent = {"value": "in_place", "justification": "So.", "version": "0"}
    assert client_of(focal).post(url, sent).status_code == 302
    assert wrong() == []
    assert sum(row[0] for row in sums(assessment, "answered")) == 1
