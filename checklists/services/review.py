"""Verdicts on answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from checklists.models import Answer, Assessment, Verdict
from checklists.scale import Outcome
from checklists.services.locking import lock_assessment
from orgs import audit
from orgs.access import ConflictError, demand
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

    `seen` is the round and the answer's version that the reviewer looked at: a verdict on a text
    that was rewritten since is a ConflictError.
    Raises Http404, PermissionDenied, ConflictError where the assessment isn't submitted or the
    reviewer wrote the answer themselves, and ValueError for a return without a reason.
    """
    if outcome == Outcome.RETURNED and not reason.strip():
        raise ValueError("A returned answer needs a reason.")
    assessment_id = Answer.objects.values_list("assessment", flat=True).get(pk=answer_id)
    assessment = lock_assessment(assessment_id)
    answer = Answer.objects.select_related("item").get(pk=answer_id)
    answer.assessment = assessment
    demand(actor, Capability.REVIEW, assessment.office)
    if assessment.status != Assessment.Status.SUBMITTED:
        raise ConflictError(
            _("This assessment is %(status)s: there is nothing to review in it now.")
            % {"status": assessment.get_status_display().lower()}
        )
    if seen is not None and seen != (assessment.round, answer.version):
        raise ConflictError(
            _("The office has changed this answer since you opened it: look at it again.")
        )
    wrote = answer.revisions.filter(author=actor).exists()
    if wrote or answer.evidence.filter(added_by=actor).exists():
        raise ConflictError(_("You had a hand in this answer, so somebody else has to review it."))
    said = answer.verdicts.filter(round=assessment.round).values_list("outcome", "reason")[:1]
    if answer.verdict == outcome and list(said) == [(outcome, reason.strip())]:
        return  # a form that was sent twice
    answer.verdict = outcome
    answer.save(update_fields=["verdict"])
    Verdict.objects.create(
        answer=answer,
        round=assessment.round,
        outcome=outcome,
        reason=reason.strip(),
        reviewer=actor,
    )
    audit.record(
        actor,
        f"answer.{outcome}",
        answer,
        organization=assessment.office.organization,
        round=assessment.round,
    )
