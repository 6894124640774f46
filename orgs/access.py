"""Who may do what where. Everything is denied unless a membership or the secretariat allows it.

An outsider of an office is told that nothing is there (404), a member without the capability that
they may not (403), and a state that doesn't allow the deed is a conflict (409).
"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django_htmx.middleware import HtmxDetails

from orgs.models import Membership, Office, User
from orgs.roles import CAPABILITIES, SECRETARIAT, Capability, Role, roles_with


class AuthenticatedRequest(HttpRequest):
    """A request past the login-required middleware: the user is there."""

    user: User
    htmx: HtmxDetails


class ConflictError(Exception):
    """The object is in a state that doesn't allow the deed. The message is for the person."""


def capabilities(user: User, office: Office) -> frozenset[Capability]:
    """All that a person may do in an office, by their roles there and above."""
    if user.is_secretariat:
        return SECRETARIAT
    held = (
        CAPABILITIES[Role(membership.role)]
        for membership in user.roles
        if office.path.startswith(membership.office.path)
    )
    return frozenset().union(*held)


def can(user: User, capability: Capability, office: Office) -> bool:
    """Whether a person may do one thing in an office."""
    return capability in capabilities(user, office)


def demand(user: User, capability: Capability, office: Office) -> None:
    """Raise Http404 for an outsider of the office, PermissionDenied for a member who may not."""
    held = capabilities(user, office)
    if not held:
        raise Http404
    if capability not in held:
        raise PermissionDenied


def holds(user: User, *any_of: Capability) -> bool:
    """Whether a person has one of the capabilities in any office at all."""
    if user.is_secretariat:
        return not SECRETARIAT.isdisjoint(any_of)
    return any(not CAPABILITIES[Role(m.role)].isdisjoint(any_of) for m in user.roles)


def demand_anywhere(user: User, *any_of: Capability) -> None:
    """Raise PermissionDenied unless a person has one of the capabilities in any office at all."""
    if not holds(user, *any_of):
        raise PermissionDenied


def within_reach(
    user: User | AnonymousUser, wanted: Iterable[Capability], office: str = "office"
) -> Q:
    """A condition on rows with an office: those where the person has one of the capabilities.

    `office` is the look-up path from the rows to their office, "" for offices themselves.
    """
    if not isinstance(user, User):
        return Q(pk__in=[])
    wanted = frozenset(wanted)
    if user.is_secretariat and not SECRETARIAT.isdisjoint(wanted):
        # Not the empty Q(): "empty or X" is X, where "everything or X" is meant.
        return Q(pk__isnull=False)
    look_up = f"{office}__path__startswith" if office else "path__startswith"
    reach = Q(pk__in=[])
    for membership in user.roles:
        if not CAPABILITIES[Role(membership.role)].isdisjoint(wanted):
            reach |= Q(**{look_up: membership.office.path})
    return reach


def offices(user: User, *any_of: Capability) -> QuerySet[Office]:
    """The offices where a person has one of the capabilities, in the order of the tree."""
    return (
        Office.objects.filter(within_reach(user, any_of, office=""))
        .select_related("organization")
        .order_by("path")
    )


def people_with(capability: Capability, office: Office) -> QuerySet[User]:
    """The active people who hold a capability in an office by a role there or above."""
    return User.objects.filter(
        is_active=True,
        memberships__office__path__in=_up_to_the_top(office),
        memberships__role__in=roles_with(capability),
    ).distinct()


def holders(roles: Iterable[str], offices: Iterable[Office]) -> dict[int, list[Membership]]:
    """For each office, by its key, who has one of the roles there or above: the memberships of
    active people. One query, however many offices.
    """
    offices = list(offices)
    rows = Membership.objects.filter(
        user__is_active=True,
        role__in=list(roles),
        office__organization__in={office.organization_id for office in offices},
    )
    by_path: dict[str, list[Membership]] = {}
    for row in rows.select_related("user", "office"):
        by_path.setdefault(row.office.path, []).append(row)
    return {
        office.pk: [row for path in _up_to_the_top(office) for row in by_path.get(path, ())]
        for office in offices
    }


def people_in_reach(user: User, own: Capability, theirs: Capability) -> QuerySet[User]:
    """The active people who hold `theirs` in any office where the person has `own`.

    Their role is there, below or above; who has one beside it only is none of the person's.
    """
    reach = within_reach(user, [own], office="memberships__office")
    for membership in user.roles:
        if own in CAPABILITIES[Role(membership.role)]:
            reach |= Q(memberships__office__path__in=_up_to_the_top(membership.office))
    return User.objects.filter(
        reach, is_active=True, memberships__role__in=roles_with(theirs)
    ).distinct()


def _up_to_the_top(office: Office) -> list[str]:
    """The paths of an office and of all above it."""
    steplen: int = Office.steplen
    return [office.path[:end] for end in range(steplen, len(office.path) + 1, steplen)]
