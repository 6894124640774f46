"""Writing the audit trail. Call it in the transaction of the deed itself."""

from django.db import models

from orgs.models import AuditEvent, Organization, User


def record(
    actor: User | None,
    action: str,
    target: models.Model,
    *,
    organization: Organization | None = None,
    **data: object,
) -> None:
    """Note who did what: `action` as "assessment.submitted", `data` what JSON can hold.

    An actor of None is the product itself (a schedule, a sweep).
    """
    AuditEvent.objects.create(
        actor=actor,
        organization=organization,
        action=action,
        target=f"{target._meta.label_lower} {target.pk}: {target}"[:200],
        data=data,
    )
