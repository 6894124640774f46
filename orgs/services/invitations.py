"""Somebody is asked to take a role, and takes it: by a link that was mailed to them."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs import audit
from orgs.access import ConflictError, can, demand
from orgs.mail import address, queue_mail_to_address
from orgs.models import Invitation, Office, User
from orgs.roles import Capability, Role
from orgs.services.members import demand_giving, give_role, verify_address

# Who presses the button twice sends one mail: another within this time would end the first's link.
_TWICE = dt.timedelta(minutes=1)


@transaction.atomic
def invite(actor: User, *, email: str, name: str, office: Office, role: Role) -> Invitation:
    """Ask somebody to take a role; the mail has a link and nothing else of ours.

    Whether the address is known changes neither the mail nor what comes back. Asked again for the
    same role, the former link ends and a new one goes out. Raises Http404, PermissionDenied.
    """
    demand_giving(actor, office, role)
    email = email.strip().lower()
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    same = {"email": email, "office": office, "role": role}
    invitation = Invitation.objects.filter(**same, accepted_at=None, withdrawn_at=None).first()
    if invitation is not None:
        if _age(invitation) > _TWICE:
            _send(actor, invitation)
        return invitation
    invitation = Invitation(**same, name=" ".join(name.split()), invited_by=actor)
    _send(actor, invitation)
    return invitation


@transaction.atomic
def send_again(actor: User, pk: int) -> Invitation:
    """Mail a new link, which holds as long as the first did; the former link ends.

    Raises Http404, PermissionDenied; ConflictError once it was accepted or withdrawn.
    """
    invitation = _lock(actor, pk)
    demand_giving(actor, invitation.office, Role(invitation.role))
    if _age(invitation) > _TWICE:
        _send(actor, invitation)
    return invitation


@transaction.atomic
def withdraw(actor: User, pk: int) -> None:
    """End the link. Raises Http404, PermissionDenied; ConflictError once it was accepted."""
    invitation = _lock(actor, pk, or_withdrawn=True)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        _record(actor, "invitation.withdrawn", invitation)


def get_invitation(actor: User, pk: int) -> Invitation:
    """An invitation that the actor may manage; Http404 or PermissionDenied where they may not."""
    rows = Invitation.objects.select_related("office__organization", "invited_by")
    invitation = rows.filter(pk=pk).first()
    if invitation is None:
        raise Http404
    demand(actor, Capability.MANAGE_PEOPLE, invitation.office)
    return invitation


def find_open(token: str) -> Invitation | None:
    """The invitation of a link; None for used, expired, withdrawn and invented ones."""
    rows = Invitation.objects.select_related("office__organization", "invited_by")
    invitation = rows.filter(token_sha256=_hash(token)).first()
    return invitation if invitation and invitation.is_open and _still_holds(invitation) else None


@transaction.atomic
def accept(person: User, token: str) -> Invitation:
    """An existing person takes the role. Raises Http404 unless the link is theirs and holds."""
    invitation = _claim(token)
    if invitation.email != person.email:
        raise Http404
    _give(person, invitation)
    return invitation


@transaction.atomic
def join(token: str, *, full_name: str, time_zone: str, password: str | None) -> User:
    """A new person opens their account and takes the role; the link proves the address.

    Without a password they sign in by their organization's provider. Raises Http404 where the link
    doesn't hold, or an account was opened meanwhile.
    """
    invitation = _claim(token)
    if User.objects.filter(email=invitation.email).exists():
        raise Http404
    return _open_account(invitation, full_name, time_zone, password)


@transaction.atomic
def join_by_address(email: str, full_name: str) -> User | None:
    """As `join`, for an address that an identity provider vouches for; None where nobody asked."""
    email = email.strip().lower()
    rows = Invitation.objects.select_for_update(of=("self",)).select_related(
        "office__organization", "invited_by"
    )
    asked = rows.filter(
        email=email, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    holding = [row for row in asked if _still_holds(row)]
    if not holding or User.objects.filter(email=email).exists():
        return None
    person = _open_account(holding[0], full_name or holding[0].name, "UTC", None)
    for invitation in holding[1:]:
        _give(person, invitation)
    return person


def _open_account(
    invitation: Invitation, full_name: str, time_zone: str, password: str | None
) -> User:
    person = User.objects.create_user(
        invitation.email, password, full_name=full_name, time_zone=time_zone
    )
    verify_address(person)
    audit.record(person, "person.joined", person, organization=invitation.office.organization)
    _give(person, invitation)
    return person


def _give(person: User, invitation: Invitation) -> None:
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    give_role(person, person, invitation.office, Role(invitation.role), by="invitation")
    _record(person, "invitation.accepted", invitation)


def _claim(token: str) -> Invitation:
    """Lock the invitation of a link; who comes second finds it used."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related(
        "office__organization", "invited_by"
    )
    invitation = rows.filter(token_sha256=_hash(token)).first()
    if invitation is None or not invitation.is_open or not _still_holds(invitation):
        raise Http404
    return invitation


def _still_holds(invitation: Invitation) -> bool:
    """Whether who invited may still do so: a role isn't given in the name of somebody who left."""
    by = invitation.invited_by
    return by.is_active and can(by, Capability.MANAGE_PEOPLE, invitation.office)


def _lock(actor: User, pk: int, *, or_withdrawn: bool = False) -> Invitation:
    get_invitation(actor, pk)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("office__organization")
    invitation = rows.get(pk=pk)
    if invitation.accepted_at:
        raise ConflictError(_("This invitation was accepted already."))
    if invitation.withdrawn_at and not or_withdrawn:
        raise ConflictError(_("This invitation was withdrawn."))
    return invitation


def _send(actor: User, invitation: Invitation) -> None:
    """A new link, valid from now on, in the name of whoever sends it."""
    token = secrets.token_urlsafe(32)
    again = invitation.pk is not None
    invitation.token_sha256 = _hash(token)
    invitation.invited_by = actor
    invitation.expires_at = timezone.now() + _lifetime()
    invitation.save()
    _record(actor, "invitation.sent_again" if again else "invitation.sent", invitation)
    greeting = _("Dear %(name)s,") % {"name": invitation.name} if invitation.name else _("Hello,")
    queue_mail_to_address(
        invitation.email,
        invitation.name,
        _("You are invited to Operative"),
        [
            greeting,
            _("you are invited to Operative. Open this link to see by whom, and to join:"),
            address(reverse("join", args=[token])),
            _(
                "The link works once, and for %(days)d days. "
                "If you expected nothing of the kind, do nothing."
            )
            % {"days": settings.INVITATION_DAYS},
        ],
    )


def _lifetime() -> dt.timedelta:
    return dt.timedelta(days=settings.INVITATION_DAYS)


def _age(invitation: Invitation) -> dt.timedelta:
    """How long ago its link was sent."""
    return timezone.now() - (invitation.expires_at - _lifetime())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(actor: User, action: str, invitation: Invitation) -> None:
    audit.record(
        actor,
        action,
        invitation,
        organization=invitation.office.organization,
        role=invitation.role,
    )
