"""Verdicts on answers, and whose review it is."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from checklists.models import Answer, Assessment, Verdict
from checklists.review_queries import had_a_hand_in, unchanged_answers
from checklists.scale import Outcome
from checklists.services.counting import recount_answer
from checklists.services.locking import lock_answers, lock_assessment
from orgs import audit
from orgs.access import ConflictError, can, demand
from orgs.mail import address, queue_mail
from orgs.models import User
from orgs.roles import Capability


@transaction.atomic
def give_verdict(
    actor: User,
    answer_id: int,
    outcome: Outcome,
    reason: str = "",
    *,
    seen: tuple[int, int] | None = None,
) -> None:
    """Accept an answer, or return it with a reason. It can be changed until the round ends.

    The reason of an accepted answer is a remark to the office. `seen` is the round and the answer's
    version that the reviewer looked at: a verdict on a text that was rewritten since is a
    ConflictError.
    Raises Http404, PermissionDenied, ConflictError where the assessment isn't submitted or the
    reviewer wrote the answer themselves, and ValueError for a return without a reason.
    """
    # A letter or a digit of any script: blanks that can't be seen are no reason.
    if outcome == Outcome.RETURNED and not any(char.isalnum() for char in reason):
        raise ValueError("A returned answer needs a reason.")
    assessment_id = Answer.objects.values_list("assessment", flat=True).get(pk=answer_id)
    assessment = _lock_for_review(actor, assessment_id)
    answer = Answer.objects.select_related("item").get(pk=answer_id)
    answer.assessment = assessment
    if seen is not None and seen != (assessment.round, answer.version):
        raise ConflictError(
            _("The office has changed this answer since you opened it: look at it again.")
        )
    if answer.pk in had_a_hand_in(actor, [answer.pk]):
        raise ConflictError(_("You had a hand in this answer, so somebody else has to review it."))
    said = answer.verdicts.filter(round=assessment.round).values_list("outcome", "reason")[:1]
    if answer.verdict == outcome and list(said) == [(outcome, reason.strip())]:
        return  # a form that was sent twice
    _record(actor, answer, outcome, reason.strip())


@transaction.atomic
def accept_unchanged(
    actor: User, assessment_id: int, seen: Mapping[int, int], *, seen_round: int
) -> int:
    """Accept together answers that are as they were when last cycle's were accepted.

    `seen` holds those that the reviewer had before them, by key, with their versions, and
    `seen_round` the round. Returns how many were accepted now; one that this reviewer has accepted
    meanwhile (the form was sent twice) is passed over. Raises as `give_verdict` does, and
    ConflictError, naming the items, where one of them isn't unchanged any more; then none is.
    """
    assessment = _lock_for_review(actor, assessment_id)
    rows = lock_answers(assessment.answers.filter(pk__in=seen))
    waiting = [answer for answer in rows if answer.verdict != Outcome.ACCEPTED]
    unchanged = {answer.pk: answer for answer in unchanged_answers(assessment, actor)}
    moved = [
        answer.item.ref
        for answer in waiting
        if answer.pk not in unchanged or answer.version != seen[answer.pk]
    ]
    if moved or len(rows) != len(seen) or assessment.round != seen_round:
        raise ConflictError(
            _("These answers have changed since you opened the list: %(items)s. None is accepted.")
            % {"items": ", ".join(moved) or "–"}
        )
    for answer in waiting:
        answer.assessment = assessment
        _record(actor, answer, Outcome.ACCEPTED, "", together=True)
    return len(waiting)


@transaction.atomic
def assign_review(
    actor: User,
    assessment_ids: Sequence[int],
    reviewer: User | None,
    *,
    due_on: dt.date | None = None,
) -> list[Assessment]:
    """Say whose review some assessments are, None: nobody's; with `due_on`, until when.

    Returns those in which the reviewer has had a hand, and so can't decide everything. Raises
    Http404 or PermissionDenied unless the actor may assign each, ConflictError where one is signed
    off, and ValidationError on "reviewer" where they may not review an office: then nothing is
    assigned. The reviewer gets one mail for all that is new to them, and none from themselves.
    """
    rows = list(
        Assessment.objects.select_for_update(of=("self",))
        .filter(pk__in=assessment_ids)
        .select_related("office__organization", "cycle")
        .order_by("pk")
    )
    _demand_assignable(actor, rows, reviewer)
    assigned = [row for row in rows if row.reviewer_id != (reviewer and reviewer.pk)]
    # Each organization has an audit trail: they are taken in one order.
    for row in sorted(rows, key=lambda row: row.office.organization_id):
        due = due_on or row.review_due_on
        if row.reviewer_id == (reviewer and reviewer.pk) and row.review_due_on == due:
            continue
        row.reviewer, row.review_due_on = reviewer, due
        row.save(update_fields=["reviewer", "review_due_on"])
        audit.record(
            actor,
            "review.assigned",
            row,
            organization=row.office.organization,
            to=reviewer and reviewer.pk,
            due_on=due and due.isoformat(),
        )
    if reviewer is None:
        return []
    if assigned and reviewer != actor:
        _tell_assigned(reviewer)
    answers = Answer.objects.filter(assessment__in=[row.pk for row in rows])
    touched = had_a_hand_in(reviewer, answers.values_list("pk", flat=True))
    there = set(answers.filter(pk__in=touched).values_list("assessment", flat=True))
    return [row for row in rows if row.pk in there or row.submitted_by_id == reviewer.pk]


def _demand_assignable(actor: User, rows: list[Assessment], reviewer: User | None) -> None:
    for row in rows:
        demand(actor, Capability.ASSIGN_REVIEW, row.office)
        if row.status == Assessment.Status.SIGNED_OFF:
            raise ConflictError(
                _("The assessment of %(office)s is signed off: there is nothing to review in it.")
                % {"office": row.office}
            )
    if reviewer is None:
        return
    closed = [str(row.office) for row in rows if not can(reviewer, Capability.REVIEW, row.office)]
    if closed or not reviewer.is_active:
        raise ValidationError(
            {
                "reviewer": _("%(name)s may not review: %(offices)s.")
                % {"name": reviewer, "offices": ", ".join(closed) or "–"}
            }
        )


def _tell_assigned(reviewer: User) -> None:
    queue_mail(
        reviewer,
        _("Assessments are assigned to you for review"),
        [
            _("Dear %(name)s,") % {"name": reviewer},
            _("You are asked to review self-assessments. They are listed here:"),
            address(reverse("checklists:review_queue") + "?assigned=me"),
        ],
    )


def _lock_for_review(actor: User, assessment_id: int) -> Assessment:
    assessment = lock_assessment(assessment_id)
    demand(actor, Capability.REVIEW, assessment.office)
    if assessment.status != Assessment.Status.SUBMITTED:
        raise ConflictError(
            _("This assessment is %(status)s: there is nothing to review in it now.")
            % {"status": assessment.get_status_display().lower()}
        )
    return assessment


def _record(actor: User, answer: Answer, outcome: Outcome, reason: str, **data: object) -> None:
    """Store a verdict on an answer of an assessment that is locked, in its round."""
    assessment = answer.assessment
    before, answer.verdict = answer.verdict, outcome
    answer.save(update_fields=["verdict"])
    recount_answer(answer, answer.value, before)
    Verdict.objects.create(
        answer=answer,
        round=assessment.round,
        outcome=outcome,
        reason=reason,
        reviewer=actor,
        version=answer.version,
    )
    audit.record(
        actor,
        f"answer.{outcome}",
        answer,
        organization=assessment.office.organization,
        round=assessment.round,
        **data,
    )
