""" "Don't know yet, come back to it": said, kept, and as open as an item without an answer."""

import pytest
from django.core.exceptions import ValidationError

from checklists.models import Answer, Assessment
from checklists.services.answers import Saved, Written, content, save_answer
from checklists.services.transitions import open_answers
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member

pytestmark = pytest.mark.django_db

LATER = Written("", "I have asked the garage.", "", come_back=True)


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=1)


@pytest.fixture
def answer(assessment: Assessment) -> Answer:
    return assessment.answers.get()


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


def test_it_is_kept_with_what_was_written(answer: Answer, ana: User) -> None:
    assert save_answer(ana, answer.pk, LATER, read_version=0) is Saved.SAVED
    answer.refresh_from_db()
    assert content(answer) == LATER
    assert content(answer.revisions.get()) == LATER


def test_it_counts_as_open(assessment: Assessment, answer: Answer, ana: User) -> None:
    save_answer(ana, answer.pk, LATER, read_version=0)
    assert [row.pk for row in open_answers(assessment)] == [answer.pk]


def test_it_is_on_the_audit_trail(answer: Answer, ana: User) -> None:
    save_answer(ana, answer.pk, LATER, read_version=0)
    event = AuditEvent.objects.get(action="answer.saved")
    assert event.data == {"version": 1, "value": "", "come_back": True}


def test_an_answer_ends_it(answer: Answer, ana: User) -> None:
    save_answer(ana, answer.pk, LATER, read_version=0)
    save_answer(ana, answer.pk, Written("partly", LATER.justification, ""), read_version=1)
    answer.refresh_from_db()
    assert not answer.come_back


def test_an_answer_is_not_both(answer: Answer, ana: User) -> None:
    both = Written("partly", "", "", come_back=True)
    with pytest.raises(ValidationError, match="not both"):
        save_answer(ana, answer.pk, both, read_version=0)
