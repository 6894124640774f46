"""No word is ever lost, no frozen answer is ever changed, and only who may write writes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from checklists.models import Answer, AnswerRevision, Assessment
from checklists.scale import Outcome
from checklists.services.answers import (
    Saved,
    Written,
    choose_text,
    content,
    delegate,
    keep_saved_text,
    pending_text,
    save_answer,
)
from orgs.access import ConflictError
from orgs.models import AuditEvent, OutgoingMail, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member, make_office, make_user

pytestmark = pytest.mark.django_db

MINE = Written("partly", "Half of the drivers are trained.", "")
THEIRS = Written("in_place", "All drivers are trained.", "")
THIRD = Written("mostly", "Nearly all drivers are trained.", "")
CHOSEN = Written("mostly", "Most drivers are trained; the rest in May.", "")

Status = Assessment.Status


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=1)


@pytest.fixture
def answer(assessment: Assessment) -> Answer:
    return assessment.answers.get()


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


@pytest.fixture
def ben(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ben")


@pytest.fixture
def contributor(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.CONTRIBUTOR, "Carla")


def _texts(answer: Answer) -> set[str]:
    """Every justification that the history holds."""
    return set(answer.revisions.values_list("justification", flat=True))


def _conflict(answer: Answer, first: User, second: User) -> None:
    """The first person saves; the second has written on top of the same version."""
    save_answer(first, answer.pk, THEIRS, read_version=0)
    assert save_answer(second, answer.pk, MINE, read_version=0) is Saved.SET_ASIDE
    answer.refresh_from_db()


# --- saving ---


def test_answer_is_stored_as_it_was_written(answer: Answer, ana: User) -> None:
    assert save_answer(ana, answer.pk, MINE, read_version=0) is Saved.SAVED
    answer.refresh_from_db()
    assert content(answer) == MINE


def test_saving_raises_the_version_and_names_the_writer(answer: Answer, ana: User) -> None:
    save_answer(ana, answer.pk, MINE, read_version=0)
    answer.refresh_from_db()
    assert (answer.version, answer.updated_by, answer.updated_at is not None) == (1, ana, True)


def test_every_version_stays_in_the_history(answer: Answer, ana: User) -> None:
    for version, text in enumerate([MINE, THEIRS, MINE]):
        save_answer(ana, answer.pk, text, read_version=version)
    history = [(revision.version, content(revision)) for revision in answer.revisions.all()]
    assert history == [(3, MINE), (2, THEIRS), (1, MINE)]


def test_saving_is_on_the_audit_trail_without_the_text(
    assessment: Assessment, answer: Answer, ana: User
) -> None:
    save_answer(ana, answer.pk, MINE, read_version=0)
    event = AuditEvent.objects.get(action="answer.saved")
    assert (event.actor, event.organization, event.data) == (
        ana,
        assessment.office.organization,
        {"version": 1, "value": "partly"},
    )


def test_form_that_is_sent_twice_does_nothing_the_second_time(answer: Answer, ana: User) -> None:
    results = [save_answer(ana, answer.pk, MINE, read_version=0) for _ in range(2)]
    assert results == [Saved.SAVED, Saved.UNCHANGED]
    assert answer.revisions.count() == 1


def test_saving_an_untouched_empty_form_is_no_change(answer: Answer, ana: User) -> None:
    assert save_answer(ana, answer.pk, Written("", "", ""), read_version=0) is Saved.UNCHANGED


def test_two_people_who_write_the_same_have_no_conflict(
    answer: Answer, ana: User, ben: User
) -> None:
    save_answer(ana, answer.pk, MINE, read_version=0)
    assert save_answer(ben, answer.pk, MINE, read_version=0) is Saved.UNCHANGED


def test_answer_can_be_taken_back(answer: Answer, ana: User) -> None:
    save_answer(ana, answer.pk, MINE, read_version=0)
    assert save_answer(ana, answer.pk, Written("", "", ""), read_version=1) is Saved.SAVED


# --- conflict ---


def test_text_on_top_of_an_old_version_is_set_aside(answer: Answer, ana: User, ben: User) -> None:
    _conflict(answer, ana, ben)
    assert (content(answer), answer.version) == (THEIRS, 1)


def test_text_set_aside_waits_for_its_author_only(answer: Answer, ana: User, ben: User) -> None:
    _conflict(answer, ana, ben)
    waiting = pending_text(ben, answer)
    assert waiting is not None
    assert content(waiting) == MINE
    assert pending_text(ana, answer) is None


def test_conflicting_text_that_is_sent_twice_is_set_aside_once(
    answer: Answer, ana: User, ben: User
) -> None:
    _conflict(answer, ana, ben)
    assert save_answer(ben, answer.pk, MINE, read_version=0) is Saved.SET_ASIDE
    assert answer.revisions.filter(version=None).count() == 1


def test_own_old_form_in_a_second_window_is_set_aside_too(answer: Answer, ana: User) -> None:
    _conflict(answer, ana, ana)
    assert _texts(answer) == {MINE.justification, THEIRS.justification}


def test_text_from_a_version_that_never_was_is_set_aside(answer: Answer, ana: User) -> None:
    assert save_answer(ana, answer.pk, MINE, read_version=7) is Saved.SET_ASIDE


def test_two_texts_set_aside_are_both_kept(answer: Answer, ana: User, ben: User) -> None:
    _conflict(answer, ana, ben)
    save_answer(ben, answer.pk, THIRD, read_version=0)
    assert {MINE.justification, THIRD.justification} < _texts(answer)


def test_choice_becomes_the_answer(answer: Answer, ana: User, ben: User) -> None:
    _conflict(answer, ana, ben)
    assert choose_text(ben, answer.pk, CHOSEN, read_version=1) is Saved.SAVED
    answer.refresh_from_db()
    assert (content(answer), answer.version) == (CHOSEN, 2)


def test_after_the_choice_nothing_waits_and_all_texts_are_kept(
    answer: Answer, ana: User, ben: User
) -> None:
    _conflict(answer, ana, ben)
    choose_text(ben, answer.pk, CHOSEN, read_version=1)
    assert pending_text(ben, answer) is None
    assert _texts(answer) == {text.justification for text in (MINE, THEIRS, CHOSEN)}


def test_choosing_the_saved_text_settles_the_conflict(answer: Answer, ana: User, ben: User) -> None:
    _conflict(answer, ana, ben)
    assert choose_text(ben, answer.pk, THEIRS, read_version=1) is Saved.UNCHANGED
    assert pending_text(ben, answer) is None


def test_choice_is_set_aside_where_a_third_text_came_meanwhile(
    answer: Answer, ana: User, ben: User
) -> None:
    _conflict(answer, ana, ben)
    save_answer(ana, answer.pk, THIRD, read_version=1)
    assert choose_text(ben, answer.pk, CHOSEN, read_version=1) is Saved.SET_ASIDE
    waiting = pending_text(ben, answer)
    assert waiting is not None
    assert content(waiting) == CHOSEN
    assert _texts(answer) == {text.justification for text in (MINE, THEIRS, THIRD, CHOSEN)}


def test_choosing_ones_own_old_text_again_asks_again_where_a_third_came(
    answer: Answer, ana: User, ben: User
) -> None:
    _conflict(answer, ana, ben)
    save_answer(ana, answer.pk, THIRD, read_version=1)
    choose_text(ben, answer.pk, MINE, read_version=1)
    waiting = pending_text(ben, answer)
    assert waiting is not None
    assert content(waiting) == MINE


def test_keeping_the_saved_text_keeps_ones_own_in_the_history(
    answer: Answer, ana: User, ben: User
) -> None:
    _conflict(answer, ana, ben)
    keep_saved_text(ben, answer.pk)
    assert pending_text(ben, answer) is None
    assert (content(Answer.objects.get()), _texts(answer)) == (
        THEIRS,
        {MINE.justification, THEIRS.justification},
    )


def test_settling_leaves_the_text_of_another_person_waiting(
    answer: Answer, ana: User, ben: User
) -> None:
    _conflict(answer, ana, ben)
    save_answer(ana, answer.pk, THIRD, read_version=0)
    keep_saved_text(ben, answer.pk)
    assert pending_text(ana, answer) is not None


# --- who may write, and when ---


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COORDINATOR, Role.OBSERVER])
def test_member_of_another_role_may_not_write(answer: Answer, role: Role) -> None:
    member = make_member(answer.assessment.office, role)
    with pytest.raises(PermissionDenied):
        save_answer(member, answer.pk, MINE, read_version=0)


def test_secretariat_may_not_write(answer: Answer) -> None:
    with pytest.raises(PermissionDenied):
        save_answer(make_user(secretariat=True), answer.pk, MINE, read_version=0)


def test_outsider_is_told_that_nothing_is_there(answer: Answer) -> None:
    outsider = make_member(make_office(), Role.FOCAL_POINT)
    with pytest.raises(Http404):
        save_answer(outsider, answer.pk, MINE, read_version=0)


def test_contributor_writes_what_is_delegated(answer: Answer, ana: User, contributor: User) -> None:
    delegate(ana, answer.pk, contributor)
    assert save_answer(contributor, answer.pk, MINE, read_version=0) is Saved.SAVED


def test_contributor_may_not_write_what_is_not_delegated(answer: Answer, contributor: User) -> None:
    with pytest.raises(PermissionDenied):
        save_answer(contributor, answer.pk, MINE, read_version=0)


def test_contributor_may_not_write_any_more_once_it_is_withdrawn(
    answer: Answer, ana: User, contributor: User
) -> None:
    delegate(ana, answer.pk, contributor)
    delegate(ana, answer.pk, None)
    with pytest.raises(PermissionDenied):
        save_answer(contributor, answer.pk, MINE, read_version=0)


def test_focal_point_still_writes_what_is_delegated(
    answer: Answer, ana: User, contributor: User
) -> None:
    delegate(ana, answer.pk, contributor)
    assert save_answer(ana, answer.pk, MINE, read_version=0) is Saved.SAVED


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.SIGNED_OFF])
def test_assessment_out_of_the_offices_hands_takes_no_answer(
    answer: Answer, ana: User, status: Assessment.Status
) -> None:
    Assessment.objects.update(status=status)
    with pytest.raises(ConflictError, match=status.label.lower()):
        save_answer(ana, answer.pk, MINE, read_version=0)
    assert not AnswerRevision.objects.exists()


def test_returned_assessment_takes_answers(answer: Answer, ana: User) -> None:
    Assessment.objects.update(status=Status.RETURNED)
    assert save_answer(ana, answer.pk, MINE, read_version=0) is Saved.SAVED


def test_accepted_answer_is_locked(answer: Answer, ana: User) -> None:
    Assessment.objects.update(status=Status.RETURNED)
    Answer.objects.update(verdict=Outcome.ACCEPTED)
    with pytest.raises(ConflictError, match=r"accepted the answer to 1\.1"):
        save_answer(ana, answer.pk, MINE, read_version=0)


def test_choice_is_refused_once_the_assessment_is_submitted(
    answer: Answer, ana: User, ben: User
) -> None:
    _conflict(answer, ana, ben)
    Assessment.objects.update(status=Status.SUBMITTED)
    with pytest.raises(ConflictError):
        choose_text(ben, answer.pk, CHOSEN, read_version=1)
    assert pending_text(ben, answer) is not None


def test_keeping_the_saved_text_is_refused_once_the_assessment_is_submitted(
    answer: Answer, ana: User, ben: User
) -> None:
    _conflict(answer, ana, ben)
    Assessment.objects.update(status=Status.SUBMITTED)
    with pytest.raises(ConflictError):
        keep_saved_text(ben, answer.pk)
    assert pending_text(ben, answer) is not None


# --- a returned answer ---


@pytest.fixture
def returned(answer: Answer, ana: User) -> Answer:
    """An answer that came back from the reviewer."""
    save_answer(ana, answer.pk, MINE, read_version=0)
    Assessment.objects.update(status=Status.RETURNED)
    Answer.objects.update(verdict=Outcome.RETURNED)
    answer.refresh_from_db()
    return answer


def test_returned_answer_awaits_review_again_once_it_is_mended(returned: Answer, ana: User) -> None:
    save_answer(ana, returned.pk, THEIRS, read_version=1)
    returned.refresh_from_db()
    assert returned.verdict == Outcome.PENDING


def test_returned_answer_that_is_saved_unchanged_stays_returned(
    returned: Answer, ana: User
) -> None:
    save_answer(ana, returned.pk, MINE, read_version=1)
    returned.refresh_from_db()
    assert returned.verdict == Outcome.RETURNED


def test_returned_answer_stays_returned_where_the_text_is_set_aside(
    returned: Answer, ana: User
) -> None:
    save_answer(ana, returned.pk, THEIRS, read_version=0)
    returned.refresh_from_db()
    assert returned.verdict == Outcome.RETURNED


# --- delegation ---


def test_delegation_is_stored_and_on_the_audit_trail(
    answer: Answer, ana: User, contributor: User
) -> None:
    delegate(ana, answer.pk, contributor)
    answer.refresh_from_db()
    event = AuditEvent.objects.get(action="answer.delegated")
    assert (answer.delegated_to, event.data) == (contributor, {"to": contributor.pk})


def test_contributor_gets_one_mail_with_the_link_and_nothing_of_the_question(
    answer: Answer, ana: User, contributor: User
) -> None:
    delegate(ana, answer.pk, contributor)
    [mail] = OutgoingMail.objects.filter(recipient=contributor)
    assert f"/assessments/{answer.assessment_id}/" in mail.body
    assert answer.item.question not in mail.body


def test_delegating_to_the_same_person_again_sends_no_second_mail(
    answer: Answer, ana: User, contributor: User
) -> None:
    delegate(ana, answer.pk, contributor)
    delegate(ana, answer.pk, contributor)
    assert OutgoingMail.objects.filter(recipient=contributor).count() == 1


def test_withdrawing_sends_no_mail(answer: Answer, ana: User, contributor: User) -> None:
    delegate(ana, answer.pk, contributor)
    before = OutgoingMail.objects.count()
    delegate(ana, answer.pk, None)
    assert OutgoingMail.objects.count() == before


def test_item_is_delegated_to_contributors_of_the_office_only(answer: Answer, ana: User) -> None:
    stranger = make_member(make_office(), Role.CONTRIBUTOR)
    with pytest.raises(PermissionDenied):
        delegate(ana, answer.pk, stranger)


def test_contributor_may_not_pass_an_item_on(answer: Answer, ana: User, contributor: User) -> None:
    delegate(ana, answer.pk, contributor)
    with pytest.raises(PermissionDenied):
        delegate(contributor, answer.pk, None)


def test_nothing_is_delegated_once_the_assessment_is_submitted(
    answer: Answer, ana: User, contributor: User
) -> None:
    Assessment.objects.update(status=Status.SUBMITTED)
    with pytest.raises(ConflictError):
        delegate(ana, answer.pk, contributor)


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (Written("not_applicable", "", " "), "not_applicable_reason"),
        (Written("not_applicable", "", "\u200b"), "not_applicable_reason"),
        (Written("splendid", "", ""), "value"),
        (Written("partly", "\n" * 1_001, ""), "justification"),
    ],
)
def test_what_can_not_be_an_answer_is_refused_whoever_asks(
    answer: Answer, ana: User, written: Written, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        save_answer(ana, answer.pk, written, read_version=0)
    assert list(refused.value.message_dict) == [field]
