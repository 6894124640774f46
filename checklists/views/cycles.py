"""The coordinator's side: cycles, and who is where in each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checklists.access import get_cycle, visible_cycles
from checklists.forms import CycleForm
from checklists.models import Assessment
from checklists.queries import with_progress
from checklists.services.cycles import open_cycle
from orgs.access import AuthenticatedRequest, holds, within_reach
from orgs.roles import Capability as C


@require_GET
def cycle_list(request: AuthenticatedRequest) -> HttpResponse:
    """The cycles of the organizations that a person coordinates."""
    if not holds(request.user, C.MANAGE_CYCLES):
        raise PermissionDenied
    cycles = (
        visible_cycles(request.user)
        .annotate(
            office_count=Count("assessments"),
            done_count=Count(
                "assessments", filter=Q(assessments__status=Assessment.Status.SIGNED_OFF)
            ),
        )
        .order_by("-starts_on", "organization__name")
    )
    page = Paginator(cycles, 50).get_page(request.GET.get("page"))
    return render(
        request, "checklists/cycle_list.html", {"page": page, "today": timezone.localdate()}
    )


@require_GET
def cycle(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who is where: every office of the cycle, late ones marked."""
    cycle = get_cycle(request.user, pk)
    assessments = (
        Assessment.objects.filter(within_reach(request.user, [C.MANAGE_CYCLES]), cycle=cycle)
        .select_related("office")
        .order_by("office__path")
    )
    page = Paginator(with_progress(assessments), 100).get_page(request.GET.get("page"))
    context = {"cycle": cycle, "page": page, "today": timezone.localdate()}
    return render(request, "checklists/cycle.html", context)


@require_http_methods(["GET", "POST"])
def cycle_new(request: AuthenticatedRequest) -> HttpResponse:
    """Open a cycle."""
    if not holds(request.user, C.MANAGE_CYCLES):
        raise PermissionDenied
    form = CycleForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = open_cycle(request.user, **form.cleaned_data)
        messages.success(request, _("The cycle is open. The focal points are told."))
        return redirect("checklists:cycle", opened.pk)
    return render(
        request, "checklists/cycle_new.html", {"form": form}, status=400 if form.errors else 200
    )
