"""The life of an assessment: submit, return, sign off, reopen.

The only place that changes its status. Each step is a `Transition` row, so that the rounds stay
on record.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from checklists.models import (
    Answer,
    Assessment,
    ReviewRound,
    SignOff,
    Transition,
    Verdict,
)
from checklists.queries import disagreements
from checklists.review_queries import by_the_hand_of
from checklists.scale import Outcome
from checklists.services.counting import recount
from checklists.services.freezing import digest, freeze
from checklists.services.locking import lock_assessment
from orgs import audit
from orgs.access import ConflictError, demand, people_with
from orgs.mail import address, queue_mail
from orgs.models import User
from orgs.queue import send_on_commit
from orgs.roles import Capability

Status = Assessment.Status
Kind = Transition.Kind

DECLARATION = gettext_lazy(
    "I have reviewed every answer and its evidence, and I wrote none of them. "
    "All answers are accepted as they stand here."
)


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
    _step(actor, Kind.SUBMITTED, assessment)
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
    _step(actor, Kind.RETURNED, assessment, note)
    _tell(
        assessment,
        Capability.SUBMIT,
        _("Your self-assessment was returned: %(office)s"),
        _("The reviewer has returned items of the self-assessment of %(office)s for “%(cycle)s”."),
        "checklists:assessment",
    )


@transaction.atomic
def sign_off(
    actor: User, assessment_id: int, *, remark: str = "", seen_round: int | None = None
) -> SignOff:
    """Close an assessment whose answers are all accepted, on a declaration. It is frozen.

    `remark` are the signer's own words, `seen_round` the round that they had before them. Raises
    ConflictError where that is over, and, for four eyes, where the actor had a hand in it. The
    declaration as PDF is made in the background.
    """
    assessment = _lock(actor, assessment_id, Capability.SIGN_OFF, Status.SUBMITTED)
    if seen_round not in (None, assessment.round):
        raise ConflictError(
            _("The office has changed answers since you opened this page: look at them again.")
        )
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
    signed = _sign(actor, assessment, remark.strip())
    _step(actor, Kind.SIGNED_OFF, assessment, sha256=signed.sha256)
    send_on_commit("reports.make_declaration", signed.pk)
    _tell(
        assessment,
        Capability.SUBMIT,
        _("Your self-assessment is signed off: %(office)s"),
        _("The self-assessment of %(office)s for “%(cycle)s” is signed off."),
        "checklists:assessment",
    )
    return signed


def _sign(actor: User, assessment: Assessment, remark: str) -> SignOff:
    """Freeze all that is assessed, with the signature in it."""
    assert assessment.signed_off_at is not None
    with override(assessment.cycle.checklist.language):
        declaration = str(DECLARATION)
    signature = {
        "by": actor.full_name,
        "at": assessment.signed_off_at.isoformat(),
        "declaration": declaration,
        "remark": remark,
    }
    data = freeze(assessment) | {"signature": signature}
    return SignOff.objects.create(
        assessment=assessment,
        revision=assessment.revision,
        declaration=declaration,
        remark=remark,
        signed_by=actor,
        signed_by_name=actor.full_name,
        signed_at=assessment.signed_off_at,
        data=data,
        sha256=digest(data),
    )


@transaction.atomic
def reopen(actor: User, assessment_id: int, reason: str, refs: Collection[str]) -> None:
    """Begin a new revision of a signed-off assessment: some answers go back to the office.

    `refs` are the items in question: they count as returned for the reason, the others stay
    accepted, and no text is lost. The sign-off before stays on record with its data and its file.
    Raises ValueError without a reason, or where `refs` names no item of it.
    """
    if not any(char.isalnum() for char in reason):
        raise ValueError("Reopening needs a reason.")
    assessment = _lock(actor, assessment_id, Capability.REOPEN, Status.SIGNED_OFF)
    answers = list(assessment.answers.filter(item__ref__in=refs))
    if not answers or len(answers) != len(set(refs)):
        raise ValueError("Name the items that are reopened.")
    now = timezone.now()
    assessment.sign_offs.filter(revision=assessment.revision).update(
        reopened_by=actor, reopened_at=now, reopen_reason=reason.strip()
    )
    assessment.status = Status.RETURNED
    assessment.revision += 1
    assessment.round += 1
    assessment.return_note = reason.strip()
    assessment.signed_off_by = assessment.signed_off_at = None
    assessment.save(
        update_fields=[
            *("status", "revision", "round", "return_note", "signed_off_by", "signed_off_at")
        ]
    )
    assessment.answers.filter(pk__in=[answer.pk for answer in answers]).update(
        verdict=Outcome.RETURNED
    )
    recount(Assessment.objects.filter(pk=assessment.pk))
    Verdict.objects.bulk_create(
        Verdict(
            answer=answer,
            round=assessment.round,
            outcome=Outcome.RETURNED,
            reason=reason.strip(),
            reviewer=actor,
        )
        for answer in answers
    )
    _step(actor, Kind.REOPENED, assessment, reason.strip(), items=sorted(refs))
    _tell(
        assessment,
        Capability.SUBMIT,
        _("Your self-assessment was reopened: %(office)s"),
        _("The self-assessment of %(office)s for “%(cycle)s” was reopened."),
        "checklists:assessment",
    )


def wrote_in(user: User, assessment: Assessment) -> bool:
    """Whether a person answered, gave evidence or submitted an assessment, in any round."""
    return assessment.answers.filter(by_the_hand_of(user)).exists()


def _step(
    actor: User, kind: Transition.Kind, assessment: Assessment, note: str = "", **data: object
) -> None:
    """Put a step on record: for people beside the assessment, and in the audit trail."""
    Transition.objects.create(
        assessment=assessment,
        kind=kind,
        round=assessment.round,
        revision=assessment.revision,
        by=actor,
        note=note,
    )
    audit.record(
        actor,
        f"assessment.{kind}",
        assessment,
        organization=assessment.office.organization,
        round=assessment.round,
        revision=assessment.revision,
        **data,
    )


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
