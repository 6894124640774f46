"""The coordinator's side: cycles, and who is where in each."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checklists.access import get_cycle, visible_cycles
from checklists.forms import CycleChangeForm, CycleForm
from checklists.models import Assessment, Cycle
from checklists.queries import with_progress
from checklists.services.cycles import change_cycle, open_cycle
from orgs.access import AuthenticatedRequest, holds, within_reach
from orgs.roles import Capability as C

_WITH_THE_OFFICE = [Assessment.Status.OPEN, Assessment.Status.RETURNED]


@require_GET
def cycle_list(request: AuthenticatedRequest) -> HttpResponse:
    """The cycles of the organizations that a person coordinates."""
    if not holds(request.user, C.MANAGE_CYCLES):
        raise PermissionDenied
    # Counted like the cycle's own page: the offices in reach, and no others.
    reach = within_reach(request.user, [C.MANAGE_CYCLES], "assessments__office")
    done = Q(assessments__status=Assessment.Status.SIGNED_OFF)
    late = Q(
        assessments__status__in=_WITH_THE_OFFICE,
        assessments__paused_at=None,
        due_on__lt=timezone.localdate(),
    )
    cycles = (
        visible_cycles(request.user)
        .annotate(
            office_count=Count("assessments", filter=reach),
            done_count=Count("assessments", filter=reach & done),
            late_count=Count("assessments", filter=reach & late),
        )
        .order_by("-starts_on", "organization__name", "name")
    )
    page = Paginator(cycles, 50).get_page(request.GET.get("page"))
    return render(request, "checklists/cycle_list.html", {"page": page})


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
    today = timezone.localdate()
    context = {"cycle": cycle, "page": page, "today": today, **_tally(assessments, cycle, today)}
    return render(request, "checklists/cycle.html", context)


@require_http_methods(["GET", "POST"])
def cycle_new(request: AuthenticatedRequest) -> HttpResponse:
    """Open a cycle."""
    if not holds(request.user, C.MANAGE_CYCLES):
        raise PermissionDenied
    form = CycleForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        opened = open_cycle(request.user, **form.cleaned_data)
        messages.success(request, _("The cycle is open. The focal points are told."))
        return redirect("checklists:cycle", opened.pk)
    return render(
        request,
        "checklists/cycle_new.html",
        {"form": form, "item_counts": form.item_counts()},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def cycle_change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Correct the name or the due date."""
    cycle = get_cycle(request.user, pk)
    # The form writes into its instance: the page names the cycle as it is stored.
    stored_name = cycle.name
    form = CycleChangeForm(request.POST if request.method == "POST" else None, instance=cycle)
    if request.method == "POST" and form.is_valid():
        change_cycle(request.user, pk, **form.cleaned_data)
        messages.success(request, _("The cycle is changed."))
        return redirect("checklists:cycle", pk)
    context = {"form": form, "cycle": cycle, "stored_name": stored_name}
    status = 400 if form.errors else 200
    return render(request, "checklists/cycle_change.html", context, status=status)


def _tally(assessments: QuerySet[Assessment], cycle: Cycle, today: dt.date) -> dict[str, int]:
    """How many offices are where, over all pages of the list."""
    rows = assessments.order_by().values_list("status")
    # Those that are signed off can't be paused any more.
    counts = list(rows.annotate(offices=Count("pk"), paused=Count("paused_at")))
    by_status = {status: offices for status, offices, _paused in counts}
    paused = sum(paused for status, _offices, paused in counts if status in _WITH_THE_OFFICE)
    with_the_office = sum(by_status.get(status, 0) for status in _WITH_THE_OFFICE)
    return {
        "office_count": sum(by_status.values()),
        "done_count": by_status.get(Assessment.Status.SIGNED_OFF, 0),
        "submitted_count": by_status.get(Assessment.Status.SUBMITTED, 0),
        "working_count": with_the_office,
        "late_count": with_the_office - paused if cycle.due_on < today else 0,
    }
