"""Reading the audit trail: what a person may see of it, chosen by filters, page by page by key."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from orgs.access import within_reach
from orgs.models import AuditEvent, Membership, Office, Organization, User
from orgs.roles import CAPABILITIES, Capability, Role

PAGE = 50
# How many people or offices may be meant by some words. Looked up first: a database that has to
# guess how many events are theirs reads the whole trail.
_MATCHES = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are shown; empty means all. `first` and `last` are days in the reader's zone."""

    person: str = ""
    action: str = ""
    office: str = ""
    target: str = ""
    first: dt.datetime | None = None
    before: dt.datetime | None = None


def visible_events(user: User) -> QuerySet[AuditEvent]:
    """The events that a person may see.

    A coordinator sees what was done in the offices of their reach; from the top of an organization
    also what concerns no office of it. The secretariat sees all.
    """
    events = AuditEvent.objects.order_by("-at", "-pk")
    if user.is_secretariat:
        return events
    held = [role for role in user.roles if Capability.VIEW_AUDIT in CAPABILITIES[Role(role.role)]]
    in_reach = within_reach(user, [Capability.VIEW_AUDIT])
    # Without a path: it names no office, or one that is gone.
    whole = Q(
        office__path=None, organization__in={r.office.organization_id for r in _at_the_top(held)}
    )
    # Said twice, so that the index by organization is used.
    return events.filter(
        in_reach | whole, organization__in={role.office.organization_id for role in held}
    )


def sole_organization(user: User) -> Organization | None:
    """The organization of all that a person may see, None where it is more than one's."""
    if user.is_secretariat:
        return None
    found = {
        role.office.organization_id: role.office.organization
        for role in user.roles
        if Capability.VIEW_AUDIT in CAPABILITIES[Role(role.role)]
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _at_the_top(roles: Sequence[Membership]) -> list[Membership]:
    return [role for role in roles if role.office.depth == 1]


def chosen(events: QuerySet[AuditEvent], wanted: Wanted) -> QuerySet[AuditEvent]:
    """Those that the filters leave."""
    if wanted.person:
        named = Q(full_name__icontains=wanted.person) | Q(email__icontains=wanted.person)
        people = User.objects.filter(named).order_by().values_list("pk", flat=True)
        events = events.filter(actor__in=list(people[:_MATCHES]))
    if wanted.office:
        offices = Office.objects.filter(name__icontains=wanted.office).order_by()
        events = events.filter(office__in=list(offices.values_list("pk", flat=True)[:_MATCHES]))
    if wanted.action:
        events = events.filter(action=wanted.action)
    if wanted.target:
        events = events.filter(target__startswith=f"{wanted.target}: ")
    if wanted.first:
        events = events.filter(at__gte=wanted.first)
    if wanted.before:
        events = events.filter(at__lt=wanted.before)
    return events


def page_from(
    events: QuerySet[AuditEvent], after: tuple[dt.datetime, int] | None
) -> tuple[list[AuditEvent], bool]:
    """The events older than one, by its moment and key; and whether there are more behind them."""
    if after:
        at, pk = after
        events = events.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    rows = list(events.select_related("actor", "organization", "office")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE
