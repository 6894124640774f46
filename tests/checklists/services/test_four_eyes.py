"""Nobody decides on what they had a hand in, by whichever way it came in."""

import pytest

from checklists.models import Answer, Assessment
from checklists.scale import Outcome
from checklists.services.answers import Written, save_answer
from checklists.services.delegations import confirm
from checklists.services.links import keep_text
from checklists.services.review import assign_review, give_verdict
from checklists.services.transitions import return_to_office, sign_off, submit
from orgs.access import ConflictError
from orgs.models import Membership, User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_delegation, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=2)


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


@pytest.fixture
def rita(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER, "Rita")


def first(assessment: Assessment) -> Answer:
    return assessment.answers.get(item__ref="1.1")


def accept_all(assessment: Assessment, reviewer: User) -> None:
    for answer in assessment.answers.all():
        give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)


def written_by_link(assessment: Assessment, ana: User) -> None:
    """Kim, who has no account, writes an answer, which Ana takes over; Ana writes the other."""
    delegation, token = make_delegation(assessment, ana, "1.1")
    item = delegation.items.get()
    text = Written("partly", "Kim's words", "")
    keep_text(token, item.pk, text, read_version=0, send=True)
    confirm(ana, item.pk, text, read_version=0)
    other = assessment.answers.get(item__ref="2.1")
    save_answer(ana, other.pk, Written("in_place", "", ""), read_version=0)
    submit(ana, assessment.pk)


def kim_as_reviewer(assessment: Assessment) -> User:
    kim = make_member(assessment.office, Role.REVIEWER, "Kim Lee")
    User.objects.filter(pk=kim.pk).update(email="kim@example.net")
    kim.refresh_from_db()
    return kim


def test_who_wrote_behind_a_link_does_not_review_it_later(
    assessment: Assessment, ana: User
) -> None:
    written_by_link(assessment, ana)
    kim = kim_as_reviewer(assessment)
    with pytest.raises(ConflictError, match="You had a hand in this answer"):
        give_verdict(kim, first(assessment).pk, Outcome.ACCEPTED)
    give_verdict(kim, assessment.answers.get(item__ref="2.1").pk, Outcome.ACCEPTED)


def test_who_wrote_behind_a_link_does_not_sign_off(
    assessment: Assessment, ana: User, rita: User
) -> None:
    written_by_link(assessment, ana)
    accept_all(assessment, rita)
    with pytest.raises(ConflictError, match="somebody else has to sign it off"):
        sign_off(kim_as_reviewer(assessment), assessment.pk)


def submitted_by_ben_first(assessment: Assessment, ana: User, rita: User) -> User:
    """Ben submits what Ana wrote; it is returned, and Ana submits it again."""
    ben = make_member(assessment.office, Role.FOCAL_POINT, "Ben")
    Membership.objects.create(user=ben, office=assessment.office, role=Role.REVIEWER)
    answer_all(assessment, ana)
    submit(ben, assessment.pk)
    give_verdict(rita, first(assessment).pk, Outcome.RETURNED, "Show the log.")
    return_to_office(rita, assessment.pk, "")
    save_answer(ana, first(assessment).pk, Written("partly", "", ""), read_version=1)
    submit(ana, assessment.pk)
    return ben


def test_who_submitted_an_earlier_round_does_not_sign_off(
    assessment: Assessment, ana: User, rita: User
) -> None:
    ben = submitted_by_ben_first(assessment, ana, rita)
    accept_all(assessment, rita)
    with pytest.raises(ConflictError, match="somebody else has to sign it off"):
        sign_off(ben, assessment.pk)


def test_who_submitted_does_not_review(assessment: Assessment, ana: User, rita: User) -> None:
    ben = submitted_by_ben_first(assessment, ana, rita)
    with pytest.raises(ConflictError, match="You had a hand in this answer"):
        give_verdict(ben, first(assessment).pk, Outcome.ACCEPTED)
    assert assign_review(rita, [assessment.pk], ben) == [assessment]


def test_a_sign_off_is_of_the_round_that_was_looked_at(
    assessment: Assessment, ana: User, rita: User
) -> None:
    submitted_by_ben_first(assessment, ana, rita)
    accept_all(assessment, rita)
    with pytest.raises(ConflictError, match="since you opened this page"):
        sign_off(rita, assessment.pk, seen_round=1)
    sign_off(rita, assessment.pk, seen_round=2)


def test_a_return_needs_a_reason_that_can_be_read(assessment: Assessment, ana: User) -> None:
    answer_all(assessment, ana)
    submit(ana, assessment.pk)
    rita = make_member(assessment.office, Role.REVIEWER)
    with pytest.raises(ValueError, match="needs a reason"):
        give_verdict(rita, first(assessment).pk, Outcome.RETURNED, "\u200b\u2060")
