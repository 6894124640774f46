"""Whose review it is, by when; what is accepted together; and the rounds on record."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from checklists.models import Answer, Assessment
from checklists.review_queries import round_records, since_last_round, unchanged_answers
from checklists.scale import AnswerValue, Carry, Outcome
from checklists.services import evidence
from checklists.services.answers import Written, save_answer
from checklists.services.conversation import write_message
from checklists.services.review import accept_unchanged, assign_review, give_verdict
from checklists.services.transitions import return_to_office, submit
from orgs.access import ConflictError
from orgs.models import AuditEvent, Office, OutgoingMail, User
from orgs.roles import Role
from tests.factories import (
    answer_all,
    make_assessment,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office("Goma")


@pytest.fixture
def focal_point(office: Office) -> User:
    return make_member(office, Role.FOCAL_POINT)


@pytest.fixture
def reviewer(office: Office) -> User:
    return make_member(office, Role.REVIEWER, "Ingrid")


@pytest.fixture
def assessment(office: Office, focal_point: User) -> Assessment:
    row = make_assessment(office, items=2)
    answer_all(row, focal_point)
    submit(focal_point, row.pk)
    return row


@pytest.fixture
def unchanged(office: Office, focal_point: User, reviewer: User) -> Assessment:
    """Submitted with four answers that say what was accepted last cycle."""
    checklist = make_checklist(items=4)
    before = make_cycle([office], checklist=checklist).assessments.get()
    answer_all(before, focal_point)
    submit(focal_point, before.pk)
    for answer in before.answers.all():
        give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)
    now = make_cycle([office], checklist=checklist).assessments.get()
    olds = {row.item_id: row for row in before.answers.all()}
    for answer in now.answers.all():
        Answer.objects.filter(pk=answer.pk).update(
            carried_from=olds[answer.item_id], carry=Carry.SAME
        )
    answer_all(now, focal_point)
    submit(focal_point, now.pk)
    return now


def seen(assessment: Assessment) -> dict[int, int]:
    return dict(assessment.answers.values_list("pk", "version"))


def refs(assessment: Assessment, reviewer: User) -> list[str]:
    return [answer.item.ref for answer in unchanged_answers(assessment, reviewer)]


def test_submitting_sets_the_date_of_the_review(assessment: Assessment) -> None:
    assessment.refresh_from_db()
    assert assessment.review_due_on == timezone.localdate() + dt.timedelta(days=14)


def test_assigning_names_the_reviewer_and_tells_them_once(
    assessment: Assessment, office: Office, reviewer: User
) -> None:
    coordinator = make_member(office, Role.COORDINATOR)
    due = timezone.localdate() + dt.timedelta(days=3)
    for _time in range(2):
        assert assign_review(coordinator, [assessment.pk], reviewer, due_on=due) == []
    assessment.refresh_from_db()
    assert (assessment.reviewer, assessment.review_due_on) == (reviewer, due)
    assert AuditEvent.objects.filter(action="review.assigned").count() == 1
    mail = OutgoingMail.objects.get(subject__startswith="Assessments are assigned")
    assert (mail.recipient, "assigned=me" in mail.body) == (reviewer, True)


def test_assigning_to_oneself_sends_no_mail(assessment: Assessment, reviewer: User) -> None:
    assign_review(reviewer, [assessment.pk], reviewer)
    assert not OutgoingMail.objects.filter(subject__startswith="Assessments are").exists()


def test_an_assignment_is_taken_back(assessment: Assessment, reviewer: User) -> None:
    assign_review(reviewer, [assessment.pk], reviewer)
    assign_review(reviewer, [assessment.pk], None)
    assessment.refresh_from_db()
    assert assessment.reviewer is None


def test_whoever_may_not_review_there_is_not_assigned(
    assessment: Assessment, reviewer: User
) -> None:
    stranger = make_member(make_office(), Role.REVIEWER, "Otto")
    with pytest.raises(ValidationError, match="Otto may not review: Goma"):
        assign_review(reviewer, [assessment.pk], stranger)


def test_a_hand_in_the_answers_is_a_warning(assessment: Assessment, reviewer: User) -> None:
    both = make_member(assessment.office, Role.REVIEWER)
    assessment.answers.get(item__ref="1.1").revisions.update(author=both)
    assert assign_review(reviewer, [assessment.pk], both) == [assessment]


def test_who_may_not_assign(assessment: Assessment, focal_point: User, reviewer: User) -> None:
    with pytest.raises(PermissionDenied):
        assign_review(focal_point, [assessment.pk], reviewer)
    with pytest.raises(Http404):
        assign_review(make_user(), [assessment.pk], reviewer)


def test_what_is_signed_off_is_assigned_to_nobody(assessment: Assessment, reviewer: User) -> None:
    Assessment.objects.update(status=Assessment.Status.SIGNED_OFF)
    with pytest.raises(ConflictError):
        assign_review(reviewer, [assessment.pk], reviewer)


def test_unchanged_answers_are_accepted_together(unchanged: Assessment, reviewer: User) -> None:
    assert accept_unchanged(reviewer, unchanged.pk, seen(unchanged), seen_round=1) == 4
    assert set(unchanged.answers.values_list("verdict", flat=True)) == {"accepted"}
    assert accept_unchanged(reviewer, unchanged.pk, seen(unchanged), seen_round=1) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"value": "mostly"},
        {"justification": "Because."},
        {"not_applicable_reason": "None."},
        {"carry": Carry.AMENDED},
        {"carried_from": None},
        {"verdict": Outcome.RETURNED},
    ],
)
def test_what_has_changed_is_not_among_them(
    unchanged: Assessment, reviewer: User, change: dict[str, object]
) -> None:
    unchanged.answers.filter(item__ref="1.1").update(**change)
    assert refs(unchanged, reviewer) == ["2.1", "3.1", "4.1"]


def test_what_was_not_accepted_last_cycle_is_not_among_them(
    unchanged: Assessment, reviewer: User
) -> None:
    Answer.objects.filter(carried_to__assessment=unchanged, item__ref="2.1").update(
        verdict=Outcome.PENDING
    )
    assert refs(unchanged, reviewer) == ["1.1", "3.1", "4.1"]


def test_evidence_that_is_missing_now_is_a_change(unchanged: Assessment, reviewer: User) -> None:
    old = Answer.objects.get(carried_to__assessment=unchanged, item__ref="3.1")
    author = make_member(unchanged.office, Role.FOCAL_POINT)
    Assessment.objects.filter(pk=old.assessment_id).update(status="open")
    Answer.objects.filter(pk=old.pk).update(verdict="pending")
    evidence.add_link(author, old.pk, url="https://example.org/log", title="Log")
    Answer.objects.filter(pk=old.pk).update(verdict="accepted")
    assert refs(unchanged, reviewer) == ["1.1", "2.1", "4.1"]


def test_what_needs_a_look_is_not_among_them(unchanged: Assessment, reviewer: User) -> None:
    first, second = unchanged.answers.order_by("item__position")[:2]
    write_message(reviewer, first.pk, "Who keeps the log?")
    second.revisions.update(author=reviewer)
    assert refs(unchanged, reviewer) == ["3.1", "4.1"]


def test_what_changed_since_it_was_seen_is_named_and_nothing_accepted(
    unchanged: Assessment, reviewer: User
) -> None:
    looked_at = seen(unchanged)
    unchanged.answers.filter(item__ref="2.1").update(version=7)
    with pytest.raises(ConflictError, match=r"2\.1"):
        accept_unchanged(reviewer, unchanged.pk, looked_at, seen_round=1)
    assert set(unchanged.answers.values_list("verdict", flat=True)) == {"pending"}


def test_answers_of_another_assessment_are_not_accepted(
    unchanged: Assessment, assessment: Assessment, reviewer: User
) -> None:
    with pytest.raises(ConflictError):
        accept_unchanged(reviewer, unchanged.pk, seen(assessment), seen_round=1)


def second_round(assessment: Assessment, focal_point: User, reviewer: User) -> Answer:
    """Returned and mended, and submitted once more; the answer in question."""
    first, second = assessment.answers.order_by("item__position")
    give_verdict(reviewer, first.pk, Outcome.RETURNED, "Show the log.")
    give_verdict(reviewer, second.pk, Outcome.ACCEPTED, "Well kept.")
    return_to_office(reviewer, assessment.pk, "Please by Friday.")
    evidence.add_link(focal_point, first.pk, url="https://example.org/log", title="Log")
    written = Written(AnswerValue.MOSTLY, "Because it is nearly so.", "")
    save_answer(focal_point, first.pk, written, read_version=1)
    submit(focal_point, assessment.pk)
    return assessment.answers.select_related("assessment", "item").get(pk=first.pk)


def test_each_round_is_on_record(assessment: Assessment, focal_point: User, reviewer: User) -> None:
    second_round(assessment, focal_point, reviewer)
    now, before = round_records(assessment)
    assert (now.round.number, now.round.returned_at, now.verdicts) == (2, None, [])
    assert (before.round.number, before.round.returned_by, before.round.note) == (
        1,
        reviewer,
        "Please by Friday.",
    )
    assert [verdict.reason for verdict in before.returned] == ["Show the log."]
    assert [verdict.reason for verdict in before.remarks] == ["Well kept."]


def test_what_became_of_a_returned_answer(
    assessment: Assessment, focal_point: User, reviewer: User
) -> None:
    answer = second_round(assessment, focal_point, reviewer)
    found = since_last_round(answer, list(answer.verdicts.all()), 2)
    assert found
    assert found.before.value == "in_place"
    assert [(piece.kind, piece.text.strip()) for piece in found.text] == [
        ("same", "Because it is"),
        ("inserted", "nearly"),
        ("same", "so."),
    ]
    assert [str(piece) for piece in found.evidence] == ["Log"]


def test_nothing_is_said_of_the_round_under_way(assessment: Assessment, reviewer: User) -> None:
    answer = assessment.answers.get(item__ref="1.1")
    give_verdict(reviewer, answer.pk, Outcome.RETURNED, "Show the log.")
    assert since_last_round(answer, list(answer.verdicts.all()), 1) is None


def test_accepted_answers_stay_in_the_next_round(
    assessment: Assessment, focal_point: User, reviewer: User
) -> None:
    first, second = assessment.answers.order_by("item__position")
    give_verdict(reviewer, first.pk, Outcome.RETURNED, "Show the log.")
    give_verdict(reviewer, second.pk, Outcome.ACCEPTED)
    return_to_office(reviewer, assessment.pk, "")
    with pytest.raises(ConflictError, match="accepted"):
        save_answer(focal_point, second.pk, Written("partly", "", ""), read_version=1)
    with pytest.raises(ConflictError, match="accepted"):
        evidence.add_link(focal_point, second.pk, url="https://example.org/x", title="X")
