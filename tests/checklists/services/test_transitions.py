"""The life of an assessment: who moves it on, from which state, and who is told what."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from checklists.models import Answer, Assessment, Evidence
from checklists.scale import AnswerValue, Outcome
from checklists.services.answers import (
    Written,
    choose_text,
    delegate,
    keep_saved_text,
    save_answer,
)
from checklists.services.evidence import add_link, remove
from checklists.services.review import give_verdict
from checklists.services.transitions import IncompleteError, return_to_office, sign_off, submit
from orgs.access import ConflictError
from orgs.models import AuditEvent, Membership, OutgoingMail, User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_member, make_office, make_user

pytestmark = pytest.mark.django_db

Status = Assessment.Status


@dataclass
class Office:
    """An assessment of three items, and the people around it."""

    assessment: Assessment
    focal_point: User
    reviewer: User

    @property
    def status(self) -> str:
        """As it is stored now."""
        return Assessment.objects.values_list("status", flat=True).get(pk=self.assessment.pk)

    def submit(self) -> None:
        answer_all(self.assessment, self.focal_point)
        submit(self.focal_point, self.assessment.pk)

    def decide(self, outcome: Outcome, *refs: str) -> None:
        """Give a verdict on these items, or on all."""
        for answer in self.assessment.answers.filter(item__ref__in=refs or ["1.1", "2.1", "3.1"]):
            give_verdict(self.reviewer, answer.pk, outcome, "Show the log.")

    def send_back(self) -> None:
        """Return the assessment because of its second item; the others are accepted."""
        self.submit()
        self.decide(Outcome.ACCEPTED, "1.1", "3.1")
        self.decide(Outcome.RETURNED, "2.1")
        return_to_office(self.reviewer, self.assessment.pk, "One thing is missing.")

    def close(self) -> None:
        self.submit()
        self.decide(Outcome.ACCEPTED)
        sign_off(self.reviewer, self.assessment.pk)


@pytest.fixture
def office() -> Office:
    assessment = make_assessment(items=3)
    focal_point = make_member(assessment.office, Role.FOCAL_POINT, "Ana")
    reviewer = make_member(assessment.office, Role.REVIEWER, "Rui")
    return Office(assessment, focal_point, reviewer)


def _told() -> list[User]:
    return [
        mail.recipient
        for mail in OutgoingMail.objects.select_related("recipient")
        if mail.recipient
    ]


# --- submit ---


def test_complete_assessment_is_submitted(office: Office) -> None:
    office.submit()
    office.assessment.refresh_from_db()
    assert (office.assessment.status, office.assessment.submitted_by) == (
        Status.SUBMITTED,
        office.focal_point,
    )
    assert office.assessment.submitted_at is not None


def test_incomplete_assessment_names_the_items_in_the_order_of_the_checklist(
    office: Office,
) -> None:
    second = office.assessment.answers.get(item__ref="2.1")
    save_answer(office.focal_point, second.pk, Written("mostly", "", ""), read_version=0)
    with pytest.raises(IncompleteError) as caught:
        submit(office.focal_point, office.assessment.pk)
    assert [answer.item.ref for answer in caught.value.answers] == ["1.1", "3.1"]


def test_incomplete_assessment_stays_in_the_offices_hands(office: Office) -> None:
    with pytest.raises(IncompleteError):
        submit(office.focal_point, office.assessment.pk)
    assert office.status == Status.OPEN


def test_item_that_was_returned_and_not_mended_keeps_from_submitting(office: Office) -> None:
    office.send_back()
    with pytest.raises(IncompleteError) as caught:
        submit(office.focal_point, office.assessment.pk)
    assert [answer.item.ref for answer in caught.value.answers] == ["2.1"]


def test_mended_assessment_is_submitted_again(office: Office) -> None:
    office.send_back()
    returned = office.assessment.answers.get(item__ref="2.1")
    save_answer(office.focal_point, returned.pk, Written("partly", "See log.", ""), read_version=1)
    submit(office.focal_point, office.assessment.pk)
    assert office.status == Status.SUBMITTED


def test_new_evidence_mends_a_returned_item_too(office: Office) -> None:
    office.send_back()
    returned = office.assessment.answers.get(item__ref="2.1")
    add_link(office.focal_point, returned.pk, url="https://example.org/log", title="Log")
    submit(office.focal_point, office.assessment.pk)
    assert office.status == Status.SUBMITTED


def test_accepted_verdicts_outlive_a_resubmission(office: Office) -> None:
    office.send_back()
    returned = office.assessment.answers.get(item__ref="2.1")
    save_answer(office.focal_point, returned.pk, Written("partly", "See log.", ""), read_version=1)
    submit(office.focal_point, office.assessment.pk)
    verdicts = office.assessment.answers.order_by("item__position").values_list("verdict")
    assert [verdict for (verdict,) in verdicts] == ["accepted", "pending", "accepted"]


def test_submitting_is_on_the_audit_trail(office: Office) -> None:
    office.submit()
    event = AuditEvent.objects.get(action="assessment.submitted")
    assert (event.actor, event.organization) == (
        office.focal_point,
        office.assessment.office.organization,
    )


def test_reviewers_here_and_above_are_told_of_a_submission() -> None:
    region = make_office("Region")
    assessment = make_assessment(make_office("Field", parent=region), items=1)
    focal_point = make_member(assessment.office, Role.FOCAL_POINT)
    reviewers = {
        make_member(assessment.office, Role.REVIEWER),
        make_member(region, Role.REVIEWER),
    }
    make_member(make_office("Sibling", parent=region), Role.REVIEWER)
    make_member(region, Role.COORDINATOR)
    answer_all(assessment, focal_point)
    OutgoingMail.objects.all().delete()
    submit(focal_point, assessment.pk)
    assert set(_told()) == reviewers


def test_reviewer_in_two_places_is_told_once(office: Office) -> None:
    Membership.objects.create(
        user=office.reviewer,
        office=make_office(parent=office.assessment.office),
        role=Role.REVIEWER,
    )
    office.submit()
    assert _told() == [office.reviewer]


# --- return ---


def test_returned_assessment_begins_a_new_round_with_the_note(office: Office) -> None:
    office.send_back()
    office.assessment.refresh_from_db()
    assert (office.assessment.status, office.assessment.round, office.assessment.return_note) == (
        Status.RETURNED,
        2,
        "One thing is missing.",
    )


def test_assessment_is_not_returned_without_a_returned_answer(office: Office) -> None:
    office.submit()
    office.decide(Outcome.ACCEPTED, "1.1")
    with pytest.raises(ConflictError, match="Return at least one answer"):
        return_to_office(office.reviewer, office.assessment.pk, "")
    assert office.status == Status.SUBMITTED


def test_focal_point_is_told_of_a_return(office: Office) -> None:
    office.submit()
    office.decide(Outcome.RETURNED)
    OutgoingMail.objects.all().delete()
    return_to_office(office.reviewer, office.assessment.pk, "")
    assert _told() == [office.focal_point]


# --- sign off ---


def test_assessment_is_signed_off_once_all_is_accepted(office: Office) -> None:
    office.close()
    office.assessment.refresh_from_db()
    assert (office.assessment.status, office.assessment.signed_off_by) == (
        Status.SIGNED_OFF,
        office.reviewer,
    )
    assert office.assessment.signed_off_at is not None


@pytest.mark.parametrize("outcome", [None, Outcome.RETURNED])
def test_sign_off_names_what_is_not_accepted(office: Office, outcome: Outcome | None) -> None:
    office.submit()
    office.decide(Outcome.ACCEPTED, "2.1")
    if outcome:
        office.decide(outcome, "1.1", "3.1")
    with pytest.raises(IncompleteError) as caught:
        sign_off(office.reviewer, office.assessment.pk)
    assert [answer.item.ref for answer in caught.value.answers] == ["1.1", "3.1"]


def test_whoever_wrote_an_answer_does_not_sign_it_off(office: Office) -> None:
    both = make_member(office.assessment.office, Role.FOCAL_POINT)
    Membership.objects.create(user=both, office=office.assessment.office, role=Role.REVIEWER)
    first = office.assessment.answers.get(item__ref="1.1")
    save_answer(both, first.pk, Written("mostly", "", ""), read_version=0)
    save_answer(office.focal_point, first.pk, Written("partly", "", ""), read_version=1)
    for answer in office.assessment.answers.exclude(pk=first.pk):
        save_answer(office.focal_point, answer.pk, Written("mostly", "", ""), read_version=0)
    submit(office.focal_point, office.assessment.pk)
    office.decide(Outcome.ACCEPTED)
    with pytest.raises(ConflictError, match="somebody else has to sign it off"):
        sign_off(both, office.assessment.pk)
    assert office.status == Status.SUBMITTED


def test_whoever_submitted_it_does_not_sign_it_off(office: Office) -> None:
    Membership.objects.create(
        user=office.focal_point, office=office.assessment.office, role=Role.REVIEWER
    )
    office.submit()
    office.decide(Outcome.ACCEPTED)
    with pytest.raises(ConflictError, match="somebody else has to sign it off"):
        sign_off(office.focal_point, office.assessment.pk)


def test_focal_point_is_told_of_the_sign_off(office: Office) -> None:
    office.submit()
    office.decide(Outcome.ACCEPTED)
    OutgoingMail.objects.all().delete()
    sign_off(office.reviewer, office.assessment.pk)
    assert _told() == [office.focal_point]


# --- every transition ---

Transition = Callable[[User, int], None]


def _return(actor: User, assessment_id: int) -> None:
    return_to_office(actor, assessment_id, "")


@pytest.mark.parametrize(
    ("transition", "status"),
    [
        (submit, Status.SUBMITTED),
        (submit, Status.SIGNED_OFF),
        (_return, Status.OPEN),
        (_return, Status.RETURNED),
        (_return, Status.SIGNED_OFF),
        (sign_off, Status.OPEN),
        (sign_off, Status.RETURNED),
        (sign_off, Status.SIGNED_OFF),
    ],
)
def test_transition_from_a_state_that_does_not_lead_there_is_refused(
    office: Office, transition: Transition, status: Assessment.Status
) -> None:
    Assessment.objects.update(status=status)
    actor = office.focal_point if transition is submit else office.reviewer
    with pytest.raises(ConflictError, match=status.label.lower()):
        transition(actor, office.assessment.pk)


@pytest.mark.parametrize(
    ("transition", "role"),
    [
        (submit, Role.CONTRIBUTOR),
        (submit, Role.REVIEWER),
        (submit, Role.COORDINATOR),
        (submit, Role.OBSERVER),
        (_return, Role.FOCAL_POINT),
        (_return, Role.COORDINATOR),
        (sign_off, Role.FOCAL_POINT),
        (sign_off, Role.COORDINATOR),
    ],
)
def test_transition_needs_the_capability(
    office: Office, transition: Transition, role: Role
) -> None:
    with pytest.raises(PermissionDenied):
        transition(make_member(office.assessment.office, role), office.assessment.pk)


@pytest.mark.parametrize("transition", [submit, _return, sign_off])
def test_transition_hides_the_assessment_from_an_outsider(
    office: Office, transition: Transition
) -> None:
    with pytest.raises(Http404):
        transition(make_member(make_office(), Role.REVIEWER), office.assessment.pk)


def test_secretariat_does_not_submit_for_an_office(office: Office) -> None:
    with pytest.raises(PermissionDenied):
        submit(make_user(secretariat=True), office.assessment.pk)


def test_secretariat_may_sign_off(office: Office) -> None:
    office.submit()
    office.decide(Outcome.ACCEPTED)
    sign_off(make_user(secretariat=True), office.assessment.pk)
    assert office.status == Status.SIGNED_OFF


def test_mails_carry_a_link_and_nothing_of_the_content(office: Office) -> None:
    office.send_back()
    for mail in OutgoingMail.objects.all():
        assert f"/{office.assessment.pk}/" in mail.body
        for content in ("Because it is so.", "Show the log.", "One thing is missing.", "Is what"):
            assert content not in mail.subject + mail.body


# --- after the sign-off ---

Deed = Callable[[Office, Answer, Evidence], object]

DEEDS: dict[str, Deed] = {
    "save": lambda o, a, e: save_answer(
        o.focal_point, a.pk, Written("partly", "Other.", ""), read_version=a.version
    ),
    "choose": lambda o, a, e: choose_text(
        o.focal_point, a.pk, Written("partly", "Other.", ""), read_version=a.version
    ),
    "keep": lambda o, a, e: keep_saved_text(o.focal_point, a.pk),
    "delegate": lambda o, a, e: delegate(o.focal_point, a.pk, None),
    "add evidence": lambda o, a, e: add_link(
        o.focal_point, a.pk, url="https://example.org/other", title=""
    ),
    "remove evidence": lambda o, a, e: remove(o.focal_point, e),
    "accept": lambda o, a, e: give_verdict(o.reviewer, a.pk, Outcome.ACCEPTED),
    "return answer": lambda o, a, e: give_verdict(o.reviewer, a.pk, Outcome.RETURNED, "No."),
    "submit": lambda o, a, e: submit(o.focal_point, o.assessment.pk),
    "return": lambda o, a, e: return_to_office(o.reviewer, o.assessment.pk, "No."),
    "sign off": lambda o, a, e: sign_off(o.reviewer, o.assessment.pk),
}


def _all_that_is_stored(assessment: Assessment) -> list[object]:
    answers = assessment.answers.order_by("pk")
    return [
        *Assessment.objects.filter(pk=assessment.pk).values(),
        *answers.values(),
        *answers.values("evidence", "verdicts", "revisions"),
    ]


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_changes_after_the_sign_off(office: Office, deed: str) -> None:
    first = office.assessment.answers.get(item__ref="1.1")
    evidence = add_link(office.focal_point, first.pk, url="https://example.org/", title="Log")
    office.close()
    first.refresh_from_db()
    before = _all_that_is_stored(office.assessment)
    with pytest.raises(ConflictError):
        DEEDS[deed](office, first, evidence)
    assert _all_that_is_stored(office.assessment) == before


@pytest.mark.parametrize("value", AnswerValue)
def test_every_answer_of_the_scale_can_be_submitted(office: Office, value: AnswerValue) -> None:
    answer_all(office.assessment, office.focal_point, value)
    submit(office.focal_point, office.assessment.pk)
    assert office.status == Status.SUBMITTED
