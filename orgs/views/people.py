"""Who has which role where: finding people, changing and ending roles, handing over, closing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from orgs.access import AuthenticatedRequest, demand_anywhere, within_reach
from orgs.handover import Area, waiting_on
from orgs.models import Membership, User
from orgs.people_forms import HandOverForm, PeopleFilter, RoleForm
from orgs.roles import Capability, Role
from orgs.services import members

PER_PAGE = 50


@require_GET
def person_list(request: AuthenticatedRequest) -> HttpResponse:
    """All roles in the offices in reach, filtered and in pages."""
    demand_anywhere(request.user, Capability.MANAGE_PEOPLE)
    form = PeopleFilter(request.user, request.GET or None)
    rows = _found(_in_reach(request.user), form)
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "orgs/people.html", context)


def _in_reach(user: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(within_reach(user, [Capability.MANAGE_PEOPLE]))
        .select_related("user", "office__organization")
        .order_by("user__full_name", "user__email", "office__path", "role")
    )


def _found(rows: QuerySet[Membership], form: PeopleFilter) -> QuerySet[Membership]:
    """The rows that the filter leaves; what it can't read leaves all of them."""
    if not form.is_valid():
        return rows
    if words := form.cleaned_data["q"]:
        rows = rows.filter(Q(user__full_name__icontains=words) | Q(user__email__icontains=words))
    if office := form.cleaned_data["office"]:
        rows = rows.filter(office__path__startswith=office.path)
    if role := form.cleaned_data["role"]:
        rows = rows.filter(role=role)
    return rows


@require_GET
def person(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One person: their roles in reach, and what waits on them there."""
    person = members.get_person(request.user, pk)
    area = members.area_of(request.user)
    context = {
        "person": person,
        "roles": [m for m in person.roles if area.contains(m.office)],
        "elsewhere": sum(not area.contains(m.office) for m in person.roles),
        "waiting": waiting_on(person, area),
        "may_close": person.is_active and members.may_close(request.user, person),
        "is_oneself": person.pk == request.user.pk,
    }
    return render(request, "orgs/person.html", context)


@require_http_methods(["GET", "POST"])
def role_change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Choose another role in the same office."""
    membership = members.get_membership(request.user, pk)
    if membership.user_id == request.user.pk:
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = RoleForm(request.POST if is_sent else None, initial={"role": membership.role})
    if is_sent and form.is_valid():
        members.change_role(request.user, pk, Role(form.cleaned_data["role"]))
        messages.success(request, _("The role is changed."))
        return redirect("people:person", membership.user_id)
    context = {"form": form, "membership": membership}
    return render(request, "orgs/role_change.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def role_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say what ends with a role and what stays, then end it."""
    membership = members.get_membership(request.user, pk)
    if request.method == "POST":
        members.end_membership(request.user, pk)
        messages.success(request, _("The role is ended."))
        return redirect("people:list")
    context = {
        "membership": membership,
        "waiting": waiting_on(membership.user, Area([membership.office.path])),
        "lacks_successor": members.lacks_successor(membership),
        "is_own": membership.user_id == request.user.pk,
    }
    return render(request, "orgs/role_end.html", context)


@require_http_methods(["GET", "POST"])
def hand_over_page(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Choose a successor for a person's roles and for what waits on them."""
    person = members.get_person(request.user, pk)
    is_sent = request.method == "POST"
    form = HandOverForm(request.user, person, request.POST if is_sent else None)
    if is_sent and form.is_valid():
        successor: User = form.cleaned_data["successor"]
        moved = members.hand_over(request.user, person, successor)
        done = sum(moved.values())
        said = ngettext(
            "%(name)s has taken over %(count)d thing.",
            "%(name)s has taken over %(count)d things.",
            done,
        )
        messages.success(request, said % {"name": successor, "count": done})
        return redirect("people:person", successor.pk)
    area = members.area_of(request.user)
    context = {
        "form": form,
        "person": person,
        "roles": [m for m in person.roles if area.contains(m.office)],
        "waiting": waiting_on(person, area),
    }
    return render(request, "orgs/hand_over.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say what closing an account means, then close it."""
    person = members.get_person(request.user, pk)
    if not members.may_close(request.user, person):
        raise PermissionDenied
    if request.method == "POST":
        members.close_account(request.user, pk)
        messages.success(request, _("The account is closed."))
        return redirect("people:person", pk)
    context = {
        "person": person,
        "waiting": waiting_on(person, members.area_of(request.user)),
    }
    return render(request, "orgs/close.html", context)
