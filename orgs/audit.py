"""Writing the audit trail. Call it in the transaction of the deed itself, and last.

The head of the chain is locked until the transaction ends, so whatever else a deed locks it locks
before: two deeds that wait for each other then can't be. A deed on many objects locks all of them
first. An event names a person and an organization, so whoever locks such a row, which others' rows
name, does so with `no_key`: else each event would wait for it, with the head in its hands.
"""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils import timezone

from orgs.chain import digest, plain
from orgs.models import AuditEvent, AuditHead, Office, Organization, User
from orgs.origin import origin

# The chain of what is no single organization's.
PLATFORM = 0


def record(
    actor: User | None,
    action: str,
    target: models.Model,
    *,
    organization: Organization | None = None,
    **data: object,
) -> None:
    """Note who did what: `action` as "assessment.submitted", `data` what JSON can hold.

    An actor of None is the product itself (a schedule, a sweep). Where it comes from is known from
    the request (orgs/origin.py). Each action needs its words (orgs/audit_words.py). Three queries.
    """
    record_all(actor, action, [target], organization=organization, **data)


def record_all(
    actor: User | None,
    action: str,
    targets: Iterable[models.Model],
    *,
    organization: Organization | None = None,
    **data: object,
) -> None:
    """The same for a deed on many objects, an event for each. Three queries, however many."""
    chain = organization.pk if organization else PLATFORM
    with transaction.atomic(savepoint=False):
        head = _locked_head(chain)
        events = []
        for target in targets:
            event = AuditEvent(
                at=timezone.now(),
                actor=actor,
                organization=organization,
                office_id=_office_of(target),
                action=action,
                target=f"{reference(target)}: {target}"[:200],
                address=origin(),
                data=plain(data),
                chain=chain,
                number=head.count + 1,
                previous=head.sha256,
            )
            event.sha256 = digest(event.link)
            head.count, head.sha256 = event.number, event.sha256
            events.append(event)
        AuditEvent.objects.bulk_create(events)
        head.save(update_fields=["count", "sha256"])


def reference(target: models.Model) -> str:
    """How the trail names an object: "checklists.assessment 12"."""
    return f"{target._meta.label_lower} {target.pk}"


def _locked_head(chain: int) -> AuditHead:
    """The end of a chain, which nobody else can lengthen before this transaction ends."""
    head = AuditHead.objects.select_for_update().filter(pk=chain).first()
    if head is None:
        # Two who begin a chain at once: the second waits here for the first.
        AuditHead.objects.bulk_create([AuditHead(chain=chain)], ignore_conflicts=True)
        head = AuditHead.objects.select_for_update().get(pk=chain)
    return head


def _office_of(target: models.Model | None) -> int | None:
    """The key of the office that an object belongs to, directly or by what it hangs on."""
    if isinstance(target, Office):
        return target.pk
    office: int | None = getattr(target, "office_id", None)
    for name in ("assessment", "answer", "document"):
        if office is None and hasattr(target, f"{name}_id"):
            office = _office_of(getattr(target, name))
    return office
