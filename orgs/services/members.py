"""Roles are given, changed and ended; people leave. What they wrote stays theirs."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs import audit
from orgs.access import ConflictError, capabilities, demand, people_with
from orgs.handover import Area, duties
from orgs.mail import address, queue_mail
from orgs.models import Invitation, Membership, Office, Organization, User
from orgs.roles import CAPABILITIES, Capability, Role, roles_given_by
from orgs.services.sessions import end_sessions

MANAGE = Capability.MANAGE_PEOPLE


def area_of(user: User) -> Area:
    """Where a person may manage people."""
    if user.is_secretariat:
        return Area([""])
    return Area([m.office.path for m in user.roles if MANAGE in CAPABILITIES[Role(m.role)]])


def get_membership(actor: User, pk: int) -> Membership:
    """A membership that the actor may manage; Http404 or PermissionDenied where they may not."""
    row = Membership.objects.select_related("user", "office__organization").filter(pk=pk).first()
    if row is None:
        raise Http404
    demand(actor, MANAGE, row.office)
    return row


def get_person(actor: User, pk: int) -> User:
    """A person of whose roles the actor may manage at least one.

    The secretariat finds everybody. Raises Http404 where no office is shared, else
    PermissionDenied.
    """
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise Http404
    if actor.is_secretariat or any(area_of(actor).contains(m.office) for m in person.roles):
        return person
    if any(capabilities(actor, m.office) for m in person.roles):
        raise PermissionDenied
    raise Http404


def demand_giving(actor: User, office: Office, role: Role) -> None:
    """Raise Http404 or PermissionDenied unless the actor may give this role in this office."""
    demand(actor, MANAGE, office)
    if role not in roles_given_by(capabilities(actor, office)):
        raise PermissionDenied


def lacks_successor(membership: Membership) -> bool:
    """Whether nobody else would manage the people of the office once this role is ended."""
    if MANAGE not in CAPABILITIES[Role(membership.role)]:
        return False
    others = people_with(MANAGE, membership.office).exclude(pk=membership.user_id)
    return not others.exists()


@transaction.atomic
def give_role(
    actor: User | None, person: User, office: Office, role: Role, *, by: str
) -> Membership:
    """Write a membership, once; `by` says how it came about. The caller has checked who may."""
    membership, is_new = Membership.objects.get_or_create(user=person, office=office, role=role)
    if is_new:
        _record(actor, "membership.created", membership, by=by)
    return membership


@transaction.atomic
def change_role(actor: User, pk: int, role: Role) -> Membership:
    """Make one role another, in the same office.

    Raises Http404, PermissionDenied (also for one's own), ConflictError where the person has that
    role there already.
    """
    membership = _lock(actor, pk)
    demand_giving(actor, membership.office, role)
    if membership.user_id == actor.pk:
        raise PermissionDenied
    before = membership.role
    if before == role:
        return membership
    same = Membership.objects.filter(
        user=membership.user_id, office=membership.office_id, role=role
    )
    if same.exists():
        raise ConflictError(_("This person has that role in this office already."))
    membership.role = role
    membership.save(update_fields=["role"])
    _record(actor, "membership.changed", membership, role=[before, role.value])
    return membership


@transaction.atomic
def end_membership(actor: User, pk: int) -> None:
    """Take a role away. Nothing that the person wrote changes.

    Raises Http404, PermissionDenied; ConflictError where somebody would take the office's last
    coordinator away in their own person.
    """
    membership = _lock(actor, pk)
    if membership.user_id == actor.pk and lacks_successor(membership):
        raise ConflictError(
            _("Nobody else coordinates this office. Hand your role over to a successor first.")
        )
    _record(actor, "membership.deleted", membership, role=membership.role)
    membership.delete()


@transaction.atomic
def hand_over(actor: User, person: User, successor: User) -> dict[str, int]:
    """Move a person's roles and what waits on them to a successor, where the actor manages people.

    What they wrote, reviewed and signed stays under their name. Returns how many of each kind, by
    name, "roles" among them; handing over twice moves nothing more. Raises PermissionDenied where
    somebody would gain by it themselves, Http404 where a person is out of reach.
    """
    area = area_of(actor)
    get_person(actor, person.pk)
    get_person(actor, successor.pk)
    if successor.pk in (actor.pk, person.pk):
        raise PermissionDenied
    if not successor.is_active:
        raise ConflictError(_("The successor's account is closed."))
    moved = {"roles": 0}
    rows = Membership.objects.select_for_update(of=("self",)).select_related(
        "user", "office__organization"
    )
    memberships = list(rows.filter(area.holds("office"), user=person))
    for duty in duties():
        duty.lock(person, area)
    for membership in memberships:
        give_role(actor, successor, membership.office, Role(membership.role), by="hand over")
        _record(actor, "membership.deleted", membership, role=membership.role, to=successor.pk)
        membership.delete()
        moved["roles"] += 1
    # They may take what their new roles allow, so these come first.
    successor = User.objects.get(pk=successor.pk)
    for duty in duties():
        moved[duty.name] = duty.hand_over(actor, person, successor, area)
    if any(moved.values()):
        audit.record(
            actor,
            "person.handed_over",
            person,
            organization=_organization(person, successor),
            to=successor.pk,
            **moved,
        )
    return moved


def may_close(actor: User, person: User) -> bool:
    """Whether all of a person's roles are the actor's to manage; never oneself."""
    if actor.pk == person.pk:
        return False
    if actor.is_secretariat:
        return True
    area = area_of(actor)
    return not person.is_secretariat and all(area.contains(m.office) for m in person.roles)


@transaction.atomic
def close_account(actor: User, pk: int) -> None:
    """Nobody signs in with it any more, at once: sessions are ended, links let nobody in.

    Raises Http404, PermissionDenied where somebody has roles elsewhere too.
    """
    person = get_person(actor, pk)
    if not may_close(actor, person):
        raise PermissionDenied
    person = User.objects.select_for_update(no_key=True).get(pk=pk)
    if not person.is_active:
        return
    person.is_active = False
    person.save(update_fields=["is_active"])
    forget_ways_in(actor, person)
    audit.record(actor, "person.closed", person, organization=_organization(person))


def forget_ways_in(actor: User, person: User) -> None:
    """End the sessions of a person, and withdraw the invitations that are on their way."""
    end_sessions(actor, person)
    Invitation.objects.filter(email=person.email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )


@transaction.atomic
def reset_second_factor(actor: User, person: User) -> bool:
    """For who lost telephone, keys and codes: sign-in asks for the password alone, once more.

    The secretariat alone does it, for others. False where there was nothing to reset.
    """
    if not actor.is_secretariat or actor.pk == person.pk:
        raise PermissionDenied
    count, _by_model = Authenticator.objects.filter(user=person).delete()
    if count:
        end_sessions(actor, person)
        audit.record(actor, "person.second_factor_reset", person)
        queue_mail(
            person,
            _("Your second step at sign-in was reset"),
            [
                _("The secretariat has reset it. Sign in and set up a new one:"),
                address(reverse("mfa_index")),
            ],
        )
    return bool(count)


def verify_address(user: User) -> None:
    """Note that a person's address is theirs: a link that was mailed to it has been opened."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def _lock(actor: User, pk: int) -> Membership:
    get_membership(actor, pk)
    rows = Membership.objects.select_for_update(of=("self",))
    membership = rows.select_related("user", "office__organization").filter(pk=pk).first()
    if membership is None:
        raise Http404
    return membership


def _organization(*people: User) -> Organization | None:
    return next((m.office.organization for p in people for m in p.roles), None)


def _record(actor: User | None, action: str, membership: Membership, **data: object) -> None:
    audit.record(
        actor,
        action,
        membership,
        organization=membership.office.organization,
        person=membership.user_id,
        **data,
    )
