"""Personal links: what a token opens, and keeping what is written behind it.

No text is refused for coming late: it is kept as a proposal, and its author is told.
"""

import datetime as dt
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.models import DelegatedItem, Delegation
from checklists.models.delegations import token_digest
from checklists.services.answers import Written, check
from checklists.services.delegations import content
from checklists.services.proposed_evidence import Attached, attach
from orgs import audit
from orgs.access import ConflictError
from orgs.mail import address, queue_mail

# How long after its end a link still takes what somebody has written on its page.
GRACE = dt.timedelta(days=30)


class Link(Enum):
    """How a personal link stands."""

    LIVE = "live"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    CLOSED = "closed"  # the office has handed the assessment on


def find_link(token: str) -> tuple[Delegation, Link]:
    """The delegation that a token opens, and how its link stands. Raises Http404 for any other."""
    digest = token_digest(token)
    rows = Delegation.objects.select_related(
        "assessment__cycle", "assessment__office__organization", "created_by"
    )
    delegation = rows.filter(token_sha256=digest).first()
    if delegation is None:
        delegation = rows.filter(former_sha256=digest).first()
        if delegation is None:
            raise Http404
        return delegation, Link.REPLACED
    if delegation.withdrawn_at is not None:
        return delegation, Link.WITHDRAWN
    if not delegation.is_live(timezone.now()):
        return delegation, Link.EXPIRED
    return delegation, Link.LIVE if delegation.assessment.takes_answers else Link.CLOSED


@transaction.atomic
def note_use(delegation: Delegation) -> None:
    """Note that the link was opened."""
    delegation.last_used_at = timezone.now()
    delegation.save(update_fields=["last_used_at"])


class Kept(Enum):
    """What became of a text that came through a link."""

    DRAFT = "draft"
    SENT = "sent"
    LATE = "late"
    CONFLICT = "conflict"


@transaction.atomic
def keep_text(
    token: str,
    item_id: int,
    written: Written,
    *,
    read_version: int,
    send: bool,
    attached: Attached | None = None,
) -> Kept:
    """Store what somebody wrote behind a link, as a draft or as a proposal, with its evidence.

    Evidence is taken by a live link alone: what came too late is still on its author's device.

    A link that has ended meanwhile stores it as a proposal. Raises ValidationError as an answer
    would, Http404 for a link that never was or ended long ago, and ConflictError where the text
    was sent already; CONFLICT stores nothing, since another window has stored another text.
    """
    delegation, link = find_link(token)
    now = timezone.now()
    if _ended_at(delegation, link, now) + GRACE < now:
        raise Http404
    item = (
        DelegatedItem.objects.select_for_update(of=("self",))
        .select_related("answer__item")
        .get(pk=item_id, delegation=delegation)
    )
    check(written, item.answer.item)
    says = (written.value, written.come_back, written.justification.strip(), written.figures)
    if send and not any(says):
        raise ValidationError({"value": _("Choose an answer before you send it.")})
    if written == content(item) and not item.takes_text:
        return Kept.SENT  # sent twice
    if not item.takes_text:
        raise ConflictError(_("This answer is sent already: it can't be changed any more."))
    late = link is not Link.LIVE
    if attached and not late:
        item.delegation = delegation
        attach(item, attached)
    if read_version != item.version and written != content(item):
        return Kept.CONFLICT
    _store(item, written, now, send=send or late)
    if send or late:
        item_ref = item.answer.item.ref
        audit.record(
            None,
            "delegation.sent",
            delegation,
            organization=delegation.assessment.office.organization,
            item=item_ref,
        )
        _tell_when_all_is_back(delegation)
    return Kept.LATE if late else Kept.SENT if send else Kept.DRAFT


def _ended_at(delegation: Delegation, link: Link, now: dt.datetime) -> dt.datetime:
    if link is Link.WITHDRAWN and delegation.withdrawn_at:
        return delegation.withdrawn_at
    if link is Link.REPLACED:  # without the moment where it was replaced before that was noted
        return delegation.renewed_at or delegation.created_at
    return delegation.expires_at if link is Link.EXPIRED else now


def _store(item: DelegatedItem, written: Written, now: dt.datetime, *, send: bool) -> None:
    item.value, item.justification = written.value, written.justification
    item.not_applicable_reason = written.not_applicable_reason
    item.figures, item.come_back = dict(written.figures), written.come_back
    item.version += 1
    item.saved_at = now
    item.submitted_at = now if send else None
    if send:
        item.outcome = ""
    item.save()


def _tell_when_all_is_back(delegation: Delegation) -> None:
    """One mail for all items, not one for each."""
    if delegation.items.filter(submitted_at=None, settled_at=None).exists():
        return
    person, assessment = delegation.created_by, delegation.assessment
    queue_mail(
        person,
        _("%(name)s has answered") % {"name": delegation.contributor},
        [
            _("Dear %(name)s,") % {"name": person},
            _("Answers that you asked for wait for your confirmation:"),
            address(reverse("checklists:delegations", args=[assessment.pk])),
        ],
    )
