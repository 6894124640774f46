"""Verdicts: by whom, when, and what stays on record."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from checklists.models import Answer, Assessment, Verdict
from checklists.scale import Outcome
from checklists.services.answers import Written, save_answer
from checklists.services.review import give_verdict
from checklists.services.transitions import submit
from orgs.access import ConflictError
from orgs.models import AuditEvent, Membership, User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_member, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer() -> Answer:
    """The only answer of an assessment that is submitted."""
    assessment = make_assessment(items=1)
    focal_point = make_member(assessment.office, Role.FOCAL_POINT)
    answer_all(assessment, focal_point)
    submit(focal_point, assessment.pk)
    return assessment.answers.select_related("assessment__office").get()


@pytest.fixture
def reviewer(answer: Answer) -> User:
    return make_member(answer.assessment.office, Role.REVIEWER)


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.RETURNED])
def test_verdict_stands_with_the_answer(answer: Answer, reviewer: User, outcome: Outcome) -> None:
    give_verdict(reviewer, answer.pk, outcome, "The log is complete.")
    answer.refresh_from_db()
    assert answer.verdict == outcome


def test_verdict_is_kept_with_its_round_reason_and_reviewer(answer: Answer, reviewer: User) -> None:
    Assessment.objects.update(round=3)
    give_verdict(reviewer, answer.pk, Outcome.RETURNED, "  Attach the log. ")
    verdict = Verdict.objects.get()
    assert (verdict.round, verdict.outcome, verdict.reason, verdict.reviewer) == (
        3,
        "returned",
        "Attach the log.",
        reviewer,
    )


@pytest.mark.parametrize("reason", ["", " \n"])
def test_answer_is_not_returned_without_a_reason(
    answer: Answer, reviewer: User, reason: str
) -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        give_verdict(reviewer, answer.pk, Outcome.RETURNED, reason)


def test_answer_is_accepted_without_a_reason(answer: Answer, reviewer: User) -> None:
    give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)
    assert Verdict.objects.get().reason == ""


def test_changed_mind_leaves_both_verdicts_on_record_the_last_first(
    answer: Answer, reviewer: User
) -> None:
    give_verdict(reviewer, answer.pk, Outcome.RETURNED, "Attach the log.")
    give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)
    assert [verdict.outcome for verdict in answer.verdicts.all()] == ["accepted", "returned"]


def test_verdict_is_on_the_audit_trail(answer: Answer, reviewer: User) -> None:
    give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)
    event = AuditEvent.objects.get(action="answer.accepted")
    assert (event.actor, event.data) == (reviewer, {"round": 1})


@pytest.mark.parametrize(
    "status", [Assessment.Status.OPEN, Assessment.Status.RETURNED, Assessment.Status.SIGNED_OFF]
)
def test_only_a_submitted_assessment_is_reviewed(
    answer: Answer, reviewer: User, status: Assessment.Status
) -> None:
    Assessment.objects.update(status=status)
    with pytest.raises(ConflictError, match=status.label.lower()):
        give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)


@pytest.mark.parametrize(
    "role", [Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.COORDINATOR, Role.OBSERVER]
)
def test_other_roles_may_not_review(answer: Answer, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        give_verdict(make_member(answer.assessment.office, role), answer.pk, Outcome.ACCEPTED)


def test_outsider_is_told_that_nothing_is_there(answer: Answer) -> None:
    with pytest.raises(Http404):
        give_verdict(make_member(make_office(), Role.REVIEWER), answer.pk, Outcome.ACCEPTED)


def test_nobody_reviews_what_they_wrote_even_if_another_wrote_it_anew(answer: Answer) -> None:
    both = make_member(answer.assessment.office, Role.FOCAL_POINT)
    Membership.objects.create(user=both, office=answer.assessment.office, role=Role.REVIEWER)
    Assessment.objects.update(status=Assessment.Status.OPEN)
    save_answer(both, answer.pk, Written("partly", "Mine.", ""), read_version=1)
    other = make_member(answer.assessment.office, Role.FOCAL_POINT)
    save_answer(other, answer.pk, Written("mostly", "Theirs.", ""), read_version=2)
    submit(other, answer.assessment_id)
    with pytest.raises(ConflictError, match="somebody else has to review it"):
        give_verdict(both, answer.pk, Outcome.ACCEPTED)


def test_refused_verdict_leaves_nothing_behind(answer: Answer) -> None:
    observer = make_member(answer.assessment.office, Role.OBSERVER)
    with pytest.raises(PermissionDenied):
        give_verdict(observer, answer.pk, Outcome.ACCEPTED)
    answer.refresh_from_db()
    assert (answer.verdict, Verdict.objects.count()) == (Outcome.PENDING, 0)
