"""The life of an assessment: submit, return, sign off. The only place that changes its status."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.models import Answer, AnswerRevision, Assessment, Evidence, ReviewRound
from checklists.queries import disagreements
from checklists.scale import Outcome
from checklists.services.locking import lock_assessment
from orgs import audit
from orgs.access import ConflictError, demand, people_with
from orgs.mail import address, queue_mail
from orgs.models import User
from orgs.roles import Capability

Status = Assessment.Status


class IncompleteError(ConflictError):
    """Some items stand in the way; `answers` are those, in the order of the checklist."""

    def __init__(self, message: str, answers: Sequence[Answer]) -> None:
        super().__init__(message)
        self.answers = answers


def open_answers(assessment: Assessment) -> list[Answer]:
    """What keeps the office from submitting, in the order of the checklist.

    Items unanswered, or returned and not mended, and indicators above the one that limits them;
    not one that the reviewer has accepted, which the office can't change.
    """
    answers = list(assessment.answers.select_related("item").order_by("item__position"))
    too_high = {answer.pk for answer, _sentence in disagreements(answers)}
    return [
        answer
        for answer in answers
        if answer.is_open or (answer.pk in too_high and answer.verdict != Outcome.ACCEPTED)
    ]


def _lock(actor: User, assessment_id: int, needs: Capability, *states: Status) -> Assessment:
    assessment = lock_assessment(assessment_id)
    demand(actor, needs, assessment.office)
    if assessment.status not in states:
        raise ConflictError(
            _("This can't be done: the assessment is %(status)s.")
            % {"status": assessment.get_status_display().lower()}
        )
    return assessment


@transaction.atomic
def submit(actor: User, assessment_id: int) -> None:
    """Hand an assessment to the reviewers. Raises IncompleteError with the items still open."""
    assessment = _lock(actor, assessment_id, Capability.SUBMIT, Status.OPEN, Status.RETURNED)
    if missing := open_answers(assessment):
        raise IncompleteError(_("Some items are still open."), missing)
    assessment.status = Status.SUBMITTED
    assessment.submitted_by = actor
    assessment.submitted_at = timezone.now()
    review_time = dt.timedelta(days=assessment.cycle.review_days)
    assessment.review_due_on = timezone.localdate() + review_time
    assessment.save(update_fields=["status", "submitted_by", "submitted_at", "review_due_on"])
    ReviewRound.objects.create(
        assessment=assessment,
        number=assessment.round,
        submitted_by=actor,
        submitted_at=assessment.submitted_at,
    )
    _record(actor, "assessment.submitted", assessment)
    _tell(
        assessment,
        Capability.REVIEW,
        _("A self-assessment waits for your review: %(office)s"),
        _("%(office)s has submitted its self-assessment for “%(cycle)s”."),
        "checklists:review",
    )


@transaction.atomic
def return_to_office(actor: User, assessment_id: int, note: str) -> None:
    """Send an assessment back: returned answers reopen, accepted ones stay. A new round begins."""
    assessment = _lock(actor, assessment_id, Capability.REVIEW, Status.SUBMITTED)
    if not assessment.answers.filter(verdict=Outcome.RETURNED).exists():
        raise ConflictError(
            _("Return at least one answer, with a reason, before you return the assessment.")
        )
    assessment.rounds.filter(number=assessment.round, returned_at=None).update(
        returned_by=actor, returned_at=timezone.now(), note=note
    )
    assessment.status = Status.RETURNED
    assessment.round += 1
    assessment.return_note = note
    assessment.save(update_fields=["status", "round", "return_note"])
    _record(actor, "assessment.returned", assessment, round=assessment.round)
    _tell(
        assessment,
        Capability.SUBMIT,
        _("Your self-assessment was returned: %(office)s"),
        _("The reviewer has returned items of the self-assessment of %(office)s for “%(cycle)s”."),
        "checklists:assessment",
    )


@transaction.atomic
def sign_off(actor: User, assessment_id: int) -> None:
    """Close an assessment whose answers are all accepted. Nothing in it changes afterwards.

    Four eyes: raises ConflictError where the actor wrote any answer in it.
    """
    assessment = _lock(actor, assessment_id, Capability.SIGN_OFF, Status.SUBMITTED)
    undecided = [
        answer
        for answer in assessment.answers.select_related("item").order_by("item__position")
        if answer.verdict != Outcome.ACCEPTED
    ]
    if undecided:
        raise IncompleteError(_("Some answers aren't accepted yet."), undecided)
    if wrote_in(actor, assessment):
        raise ConflictError(
            _("You wrote answers in this assessment, so somebody else has to sign it off.")
        )
    assessment.status = Status.SIGNED_OFF
    assessment.signed_off_by = actor
    assessment.signed_off_at = timezone.now()
    assessment.save(update_fields=["status", "signed_off_by", "signed_off_at"])
    _record(actor, "assessment.signed_off", assessment)
    _tell(
        assessment,
        Capability.SUBMIT,
        _("Your self-assessment is signed off: %(office)s"),
        _("The self-assessment of %(office)s for “%(cycle)s” is signed off."),
        "checklists:assessment",
    )


def wrote_in(user: User, assessment: Assessment) -> bool:
    """Whether a person answered, gave evidence or submitted an assessment, in any round."""
    return (
        assessment.submitted_by_id == user.pk
        or AnswerRevision.objects.filter(answer__assessment=assessment, author=user).exists()
        or Evidence.objects.filter(answer__assessment=assessment, added_by=user).exists()
    )


def _record(actor: User, action: str, assessment: Assessment, **data: object) -> None:
    audit.record(actor, action, assessment, organization=assessment.office.organization, **data)


def _tell(assessment: Assessment, whom: Capability, subject: str, sentence: str, page: str) -> None:
    """Mail a link, and nothing of the content, to the people whom it concerns."""
    names = {"office": assessment.office, "cycle": assessment.cycle}
    for person in people_with(whom, assessment.office):
        queue_mail(
            person,
            subject % names,
            [
                _("Dear %(name)s,") % {"name": person},
                sentence % names,
                address(reverse(page, args=[assessment.pk])),
            ],
        )
