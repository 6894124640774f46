"""Inviting people, and joining by an invitation's link."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orgs.access import AuthenticatedRequest, demand_anywhere, within_reach
from orgs.models import Invitation, User
from orgs.people_forms import InviteForm, JoinForm
from orgs.roles import Capability, Role
from orgs.services import invitations

PER_PAGE = 50


@require_GET
def invitation_list(request: AuthenticatedRequest) -> HttpResponse:
    """The invitations that nobody has accepted yet; those that ran out can be sent again."""
    demand_anywhere(request.user, Capability.MANAGE_PEOPLE)
    rows = (
        Invitation.objects.filter(
            within_reach(request.user, [Capability.MANAGE_PEOPLE]),
            accepted_at=None,
            withdrawn_at=None,
        )
        .select_related("office__organization", "invited_by")
        .order_by("-created_at", "-pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "orgs/invitations.html", {"page": page, "now": timezone.now()})


@require_http_methods(["GET", "POST"])
def invite_person(request: AuthenticatedRequest) -> HttpResponse:
    """Ask somebody to take a role. The answer is the same whether the address is known or not."""
    demand_anywhere(request.user, Capability.MANAGE_PEOPLE)
    is_sent = request.method == "POST"
    form = InviteForm(request.user, request.POST if is_sent else None)
    if is_sent and form.is_valid():
        if refusal := ratelimit.consume_or_429(request, action="invite", user=request.user):
            return refusal
        data = form.cleaned_data
        invitations.invite(
            request.user,
            email=data["email"],
            name=data["name"],
            office=data["office"],
            role=Role(data["role"]),
        )
        messages.success(request, _("The invitation is on its way."))
        return redirect("people:invitation_list")
    return render(request, "orgs/invite.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
def send_again(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mail a new link."""
    if refusal := ratelimit.consume_or_429(request, action="invite", user=request.user):
        return refusal
    invitations.send_again(request.user, pk)
    messages.success(request, _("A new link is on its way; the former one has ended."))
    return redirect("people:invitation_list")


@require_http_methods(["GET", "POST"])
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End an invitation's link."""
    invitation = invitations.get_invitation(request.user, pk)
    if request.method == "POST":
        invitations.withdraw(request.user, pk)
        messages.success(request, _("The invitation is withdrawn."))
        return redirect("people:invitation_list")
    return render(request, "orgs/withdraw.html", {"invitation": invitation})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invitation's link leads. Whatever is wrong with it, the page is the same."""
    if refusal := ratelimit.consume_or_429(request, action="join"):
        return refusal
    invitation = invitations.find_open(token)
    person = request.user if isinstance(request.user, User) else None
    if invitation is None or (person and person.email != invitation.email):
        return _no_invitation(request)
    if person:
        return _accept(request, person, invitation, token)
    if User.objects.filter(email=invitation.email).exists():
        # Only who reads the mails of that address comes here: it tells nothing to others.
        query = urlencode({"next": reverse("join", args=[token])})
        return redirect(f"{reverse('account_login')}?{query}")
    return _open_account(request, invitation, token)


def _no_invitation(request: HttpRequest) -> HttpResponse:
    return render(request, "orgs/no_invitation.html", status=404)


def _accept(request: HttpRequest, person: User, invitation: Invitation, token: str) -> HttpResponse:
    """An existing person sees what they are asked, and agrees."""
    if request.method == "POST":
        try:
            invitations.accept(person, token)
        except Http404:
            return _no_invitation(request)
        messages.success(request, _("You have a new role."))
        return redirect("profile")
    return render(request, "orgs/accept.html", {"invitation": invitation})


def _open_account(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """A new person says who they are, and is signed in."""
    blank = User(email=invitation.email, full_name=invitation.name)
    form = JoinForm(request.POST if request.method == "POST" else None, instance=blank)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = invitations.join(
                token,
                full_name=data["full_name"],
                time_zone=data["time_zone"],
                password=data["password1"],
            )
        except Http404:
            return _no_invitation(request)
        messages.success(request, _("Welcome. Your account is open."))
        response: HttpResponse = perform_login(request, person)
        return response
    context = {"form": form, "invitation": invitation}
    return render(request, "orgs/join.html", context, status=400 if form.errors else 200)
