"""Pausing an office's assessment: it was evacuated, or closed, and can't be late."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.models import Assessment, Pause
from checklists.services.locking import lock_assessment
from orgs import audit
from orgs.access import ConflictError, demand
from orgs.models import User
from orgs.roles import Capability


@transaction.atomic
def pause(actor: User, assessment_id: int, reason: str) -> None:
    """Pause an assessment, with the reason, on the record.

    Until it is resumed nobody is reminded of it, and it isn't late; who can still write in it may.
    Raises Http404, PermissionDenied, ConflictError where it is signed off or paused already, and
    ValidationError by field without a reason.
    """
    assessment = lock_assessment(assessment_id)
    demand(actor, Capability.MANAGE_CYCLES, assessment.office)
    if not any(char.isalnum() for char in reason):
        raise ValidationError({"reason": _("Say why the office can't work on it.")})
    if assessment.status == Assessment.Status.SIGNED_OFF:
        raise ConflictError(_("This assessment is signed off: there is nothing to pause."))
    if assessment.paused_at:
        raise ConflictError(_("This assessment is paused already."))
    assessment.paused_at = timezone.now()
    assessment.save(update_fields=["paused_at"])
    Pause.objects.create(
        assessment=assessment, reason=reason, paused_by=actor, paused_at=assessment.paused_at
    )
    _record(actor, "assessment.paused", assessment, reason=reason)


@transaction.atomic
def resume(actor: User, assessment_id: int) -> None:
    """End a pause. The due date stands as it was: the coordinator may move it.

    Raises Http404, PermissionDenied, and ConflictError where it isn't paused.
    """
    assessment = lock_assessment(assessment_id)
    demand(actor, Capability.MANAGE_CYCLES, assessment.office)
    if not assessment.paused_at:
        raise ConflictError(_("This assessment isn't paused."))
    assessment.paused_at = None
    assessment.save(update_fields=["paused_at"])
    assessment.pauses.filter(resumed_at=None).update(resumed_by=actor, resumed_at=timezone.now())
    _record(actor, "assessment.resumed", assessment)


def _record(actor: User, action: str, assessment: Assessment, **data: object) -> None:
    audit.record(actor, action, assessment, organization=assessment.office.organization, **data)
