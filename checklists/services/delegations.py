"""Asking a colleague by e-mail address: for a person with a role, or by a personal link.

What comes back through a link (`services.links`) is a proposal; it becomes the answer when the
office confirms it.
"""

import datetime as dt
import secrets
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Answer, AnswerRevision, Assessment, DelegatedItem, Delegation
from checklists.models.delegations import token_digest
from checklists.scale import Outcome
from checklists.services.answers import Saved, Written, save_answer
from checklists.services.locking import lock_assessment
from checklists.services.proposed_evidence import take_over
from orgs import audit
from orgs.access import ConflictError, can, capabilities, demand
from orgs.mail import address, queue_mail, queue_mail_to_address
from orgs.models import User
from orgs.roles import Capability as C

DAYS = 14
# Who presses the button twice sends one mail: another within this time would end the first's link.
_TWICE = dt.timedelta(minutes=1)
SHORTEST, LONGEST = 3, 30
# Links that are open at a time, of one address and of one assessment: neither a mistake nor a
# stolen session sends a whole checklist to the world.
LIVE_OF_ADDRESS, LIVE_OF_ASSESSMENT = 10, 60


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom to ask, and for how many days the link is good."""

    email: str
    name: str = ""
    message: str = ""
    days: int = DAYS


def member_at(email: str, assessment: Assessment) -> User | None:
    """The contributor of the office behind an address; None where a link is needed.

    Raises ValidationError where the person may answer all items already, or reviews them.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    held = capabilities(user, assessment.office) if user else frozenset()
    if held & {C.REVIEW, C.SIGN_OFF}:
        raise ValidationError({"email": _("This person reviews your office's answers.")})
    if C.ANSWER in held:
        raise ValidationError({"email": _("This person can answer every item already.")})
    return user if C.CONTRIBUTE in held else None


@transaction.atomic
def ask(
    actor: User, assessment_id: int, answer_ids: Collection[int], whom: Whom
) -> Delegation | User:
    """Ask somebody for some answers of an assessment, in one mail.

    Returns the contributor, or the delegation where a link was sent. The same address asked again
    for the same items gets a new link, which replaces the old one.
    """
    assessment = _lock(actor, assessment_id)
    rows = assessment.answers.select_related("item").select_for_update(of=("self",))
    answers = list(rows.filter(pk__in=answer_ids).exclude(verdict=Outcome.ACCEPTED))
    if not answers or len(answers) != len(set(answer_ids)):
        raise ConflictError(_("An answer that was chosen has been accepted meanwhile."))
    if not SHORTEST <= whom.days <= LONGEST:
        raise ValidationError({"days": _("A link is good for 3 to 30 days.")})
    member = member_at(whom.email, assessment)
    if member is not None:
        _ask_member(actor, assessment, answers, member)
        return member
    delegation, token = _open(actor, assessment, answers, whom)
    if token:
        _send_link(actor, delegation, token, len(answers))
    return delegation


def _ask_member(
    actor: User, assessment: Assessment, answers: Iterable[Answer], member: User
) -> None:
    """As `answers.delegate` does for one item, with one mail for all of them."""
    if not can(member, C.CONTRIBUTE, assessment.office):
        raise PermissionDenied
    asked = [answer for answer in answers if answer.delegated_to_id != member.pk]
    for answer in asked:
        answer.delegated_to = member
        answer.save(update_fields=["delegated_to"])
        _record(actor, "answer.delegated", answer, assessment, to=member.pk)
    if asked:
        queue_mail(
            member,
            _("%(name)s asks for your answer") % {"name": actor},
            [
                _("Dear %(name)s,") % {"name": member},
                _asks(assessment, len(asked)),
                address(reverse("checklists:assessment", args=[assessment.pk])),
            ],
        )


def _open(
    actor: User, assessment: Assessment, answers: list[Answer], whom: Whom
) -> tuple[Delegation, str]:
    """A delegation with its items and a token; one that is the same already is opened again.

    The token is "" where its link was sent a moment ago.
    """
    wanted = {answer.pk for answer in answers}
    for former in assessment.delegations.filter(email__iexact=whom.email):
        items = set(former.items.filter(settled_at=None).values_list("answer", flat=True))
        if items == wanted:
            former.message, former.name = whom.message, whom.name
            former.save(update_fields=["message", "name"])
            return former, "" if _was_just_sent(former) else _renew(former, whom.days)
    if too_many := _too_many(assessment, whom.email):
        raise ValidationError({"email": too_many})
    token = secrets.token_urlsafe(32)
    delegation = Delegation.objects.create(
        assessment=assessment,
        email=whom.email,
        name=whom.name,
        message=whom.message,
        created_by=actor,
        expires_at=timezone.now() + dt.timedelta(days=whom.days),
        token_sha256=token_digest(token),
    )
    DelegatedItem.objects.bulk_create(
        DelegatedItem(delegation=delegation, answer=answer) for answer in answers
    )
    refs = [answer.item.ref for answer in answers]
    _record(actor, "delegation.opened", delegation, assessment, email=whom.email, items=refs)
    return delegation, token


def _too_many(assessment: Assessment, email: str) -> str:
    """Why no further link can be opened, in words for the person; "" where one can."""
    live = assessment.delegations.filter(
        pk__in=DelegatedItem.objects.filter(settled_at=None).values("delegation"),
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    )
    if live.filter(email__iexact=email).count() >= LIVE_OF_ADDRESS:
        return _(
            "%(email)s has %(count)d open links for this assessment: withdraw one first, or wait "
            "for an answer."
        ) % {"email": email, "count": LIVE_OF_ADDRESS}
    if live.count() >= LIVE_OF_ASSESSMENT:
        return _(
            "%(count)d links are open for this assessment: withdraw one first, or wait for an "
            "answer."
        ) % {"count": LIVE_OF_ASSESSMENT}
    return ""


def _was_just_sent(delegation: Delegation) -> bool:
    """Whether its link is on its way, and good."""
    now = timezone.now()
    sent_at = delegation.renewed_at or delegation.created_at
    return delegation.is_live(now) and now - sent_at < _TWICE


def _renew(delegation: Delegation, days: int) -> str:
    """A new link in place of the old one; returns its token."""
    token = secrets.token_urlsafe(32)
    delegation.former_sha256 = delegation.token_sha256
    delegation.token_sha256 = token_digest(token)
    delegation.withdrawn_at = None
    delegation.renewed_at = timezone.now()
    delegation.expires_at = timezone.now() + dt.timedelta(days=days)
    delegation.save(
        update_fields=[
            *("former_sha256", "token_sha256", "withdrawn_at", "renewed_at", "expires_at")
        ]
    )
    return token


def _send_link(actor: User, delegation: Delegation, token: str, count: int) -> None:
    """The mail has the link and nothing of the items; the message stands behind the link."""
    queue_mail_to_address(
        delegation.email,
        delegation.name,
        _("%(name)s asks for your answer") % {"name": actor},
        [
            _("Dear %(name)s,") % {"name": delegation.contributor},
            _asks(delegation.assessment, count),
            address(reverse("checklists:link", args=[token])),
            _(
                "This link is yours alone: it opens these items without signing in. Please don't "
                "pass it on. It is good until %(date)s."
            )
            % {"date": f"{delegation.expires_at:%Y-%m-%d %H:%M} UTC"},
        ],
    )


def _asks(assessment: Assessment, count: int) -> str:
    return ngettext(
        "You are asked to answer one item of the self-assessment of %(office)s:",
        "You are asked to answer %(count)d items of the self-assessment of %(office)s:",
        count,
    ) % {"office": assessment.office, "count": count}


@transaction.atomic
def withdraw(actor: User, delegation_id: int) -> None:
    """Close the link. What was written stays; twice is the same as once."""
    delegation = _lock_delegation(actor, delegation_id)
    if delegation.withdrawn_at is None:
        delegation.withdrawn_at = timezone.now()
        delegation.save(update_fields=["withdrawn_at"])
        _record(actor, "delegation.withdrawn", delegation, delegation.assessment)


@transaction.atomic
def send_again(actor: User, delegation_id: int, *, days: int = DAYS) -> None:
    """Send a new link, which replaces the old one; twice within a minute is once."""
    delegation = _lock_delegation(actor, delegation_id)
    if delegation.renewed_at and _was_just_sent(delegation):
        return
    count = delegation.items.filter(settled_at=None).count()
    if not count:
        raise ConflictError(_("Every answer of this delegation is settled."))
    is_live = delegation.is_live(timezone.now())
    if not is_live and (too_many := _too_many(delegation.assessment, delegation.email)):
        raise ConflictError(too_many)
    _send_link(actor, delegation, _renew(delegation, days), count)
    _record(actor, "delegation.sent_again", delegation, delegation.assessment)


def content(item: DelegatedItem) -> Written:
    """The text of a proposal."""
    return Written(
        item.value, item.justification, item.not_applicable_reason, item.figures, item.come_back
    )


def came_back(assessment: Assessment) -> QuerySet[DelegatedItem]:
    """The proposals of an assessment that wait for the office's word, in the checklist's order."""
    return (
        DelegatedItem.objects.filter(
            delegation__assessment=assessment, submitted_at__isnull=False, settled_at=None
        )
        .select_related("answer__item", "delegation")
        .order_by("answer__item__theme__position", "answer__item__position")
    )


@transaction.atomic
def confirm(
    actor: User,
    item_id: int,
    written: Written,
    *,
    read_version: int,
    keep: Collection[uuid.UUID] = (),
    seen: Collection[uuid.UUID] = (),
    text_version: int | None = None,
) -> Saved:
    """Make a proposal the answer, as it is or edited: `written` is what the focal point saw.

    Of the pieces of evidence that they saw, those in `keep` stand by the answer from now on.
    `read_version` is that of the answer beside it, `text_version` that of the proposal: where it
    was given back and another has come since, ConflictError. Where a colleague has saved another
    text meanwhile, this one is set aside as the actor's, who then chooses.
    """
    item, assessment = _lock_waiting(actor, item_id, text_version)
    # In `written` and in the proposal alike blank figures are none.
    same = written == content(item)
    saved = save_answer(actor, item.answer_id, written, read_version=read_version)
    revisions = AnswerRevision.objects.filter(answer=item.answer_id, author=actor)
    if saved is not Saved.UNCHANGED and (latest := revisions.order_by("-pk").first()):
        latest.contributor = item.delegation.contributor
        latest.save(update_fields=["contributor"])
    evidence = take_over(actor, item, keep, seen)
    _settle(item, actor, DelegatedItem.Outcome.CONFIRMED if same else DelegatedItem.Outcome.EDITED)
    _record(
        actor,
        "delegation.confirmed",
        item.delegation,
        assessment,
        item=item.answer.item.ref,
        contributor=item.delegation.contributor,
        edited=not same,
        evidence=len(evidence),
        evidence_left_out=len(seen) - len(evidence),
    )
    return saved


@transaction.atomic
def decline(actor: User, item_id: int, reason: str, *, text_version: int | None = None) -> None:
    """Give a proposal back with a reason: a new link opens the item, with its text, again.

    Raises as `confirm` does.
    """
    item, assessment = _lock_waiting(actor, item_id, text_version)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is missing or wrong.")})
    item.outcome, item.reason, item.submitted_at = DelegatedItem.Outcome.DECLINED, reason, None
    item.save(update_fields=["outcome", "reason", "submitted_at"])
    delegation = item.delegation
    _record(actor, "delegation.declined", delegation, assessment, item=item.answer.item.ref)
    _send_link(actor, delegation, _renew(delegation, DAYS), 1)


def _settle(item: DelegatedItem, actor: User, outcome: DelegatedItem.Outcome) -> None:
    item.settled_at, item.settled_by, item.outcome = timezone.now(), actor, outcome
    item.save(update_fields=["settled_at", "settled_by", "outcome"])


def _lock(actor: User, assessment_id: int) -> Assessment:
    assessment = lock_assessment(assessment_id)
    demand(actor, C.DELEGATE, assessment.office)
    if not assessment.takes_answers:
        raise ConflictError(
            _("This assessment is %(status)s: its answers can't be changed.")
            % {"status": assessment.get_status_display().lower()}
        )
    return assessment


def _lock_delegation(actor: User, delegation_id: int) -> Delegation:
    found = Delegation.objects.filter(pk=delegation_id).values_list("assessment", flat=True)
    assessment = lock_assessment(found.get())
    demand(actor, C.DELEGATE, assessment.office)
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation_id)
    delegation.assessment = assessment
    return delegation


def _lock_waiting(
    actor: User, item_id: int, text_version: int | None
) -> tuple[DelegatedItem, Assessment]:
    """A proposal that waits, with its assessment; ConflictError where it is settled already, or
    isn't the one that was seen.
    """
    delegation_id = DelegatedItem.objects.values_list("delegation", flat=True).get(pk=item_id)
    delegation = _lock_delegation(actor, delegation_id)
    item = (
        DelegatedItem.objects.select_for_update(of=("self",))
        .select_related("answer__item")
        .get(pk=item_id)
    )
    item.delegation = delegation
    if not item.is_waiting:
        raise ConflictError(_("This answer is settled already."))
    if text_version not in (None, item.version):
        raise ConflictError(_("Another text has come since you opened this page: look at it."))
    return item, delegation.assessment


def _record(
    actor: User | None,
    action: str,
    target: Delegation | Answer,
    assessment: Assessment,
    **data: object,
) -> None:
    audit.record(actor, action, target, organization=assessment.office.organization, **data)
