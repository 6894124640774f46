"""Schedules: the list, making, changing, pausing and deleting one."""

import itertools

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orgs.access import AuthenticatedRequest, holds
from orgs.roles import Capability as C
from reports.access import get_schedule, visible_schedules
from reports.forms import ScheduleForm
from reports.models import Schedule
from reports.recurrence import occurrences
from reports.services import schedules as service


@require_GET
def schedule_list(request: AuthenticatedRequest) -> HttpResponse:
    """The schedules of the offices that a person coordinates."""
    if not holds(request.user, C.MANAGE_SCHEDULES):
        raise PermissionDenied
    page = Paginator(visible_schedules(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "reports/schedule_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def schedule_new(request: AuthenticatedRequest) -> HttpResponse:
    """Make a schedule."""
    if not holds(request.user, C.MANAGE_SCHEDULES):
        raise PermissionDenied
    return _form(request, Schedule())


@require_http_methods(["GET", "POST"])
def schedule(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change a schedule, and see when it falls due next."""
    return _form(request, get_schedule(request.user, pk))


@require_POST
def pause(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Pause a schedule (active=0), or let it go on (active=1); twice is the same as once."""
    get_schedule(request.user, pk)
    if request.POST.get("active") not in ("0", "1"):
        raise BadRequest("active is 0 or 1")
    active = request.POST["active"] == "1"
    service.set_active(request.user, pk, active, now=timezone.now())
    messages.success(
        request, _("The schedule goes on.") if active else _("The schedule is paused.")
    )
    return redirect("reports:schedule", pk)


@require_http_methods(["GET", "POST"])
def delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask once more, then delete a schedule. Its reports stay."""
    row = get_schedule(request.user, pk)
    if request.method == "POST":
        service.delete_schedule(request.user, pk)
        messages.success(request, _("The schedule is deleted. Its reports stay."))
        return redirect("reports:schedule_list")
    return render(request, "reports/schedule_delete.html", {"schedule": row})


def _form(request: AuthenticatedRequest, row: Schedule) -> HttpResponse:
    office = row.office if row.pk else None  # the form may set another one
    form = ScheduleForm(
        request.user, request.POST if request.method == "POST" else None, instance=row
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = service.save_schedule(
                request.user,
                form.save(commit=False),
                form.cleaned_data["recipients"],
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The schedule is saved."))
            return redirect("reports:schedule", saved.pk)
    upcoming = []
    if row.pk and not form.errors:
        coming = itertools.islice(occurrences(row.rule, timezone.now()), 5)
        upcoming = [due_at for _number, due_at in coming]
    context = {"form": form, "schedule": row, "office": office, "upcoming": upcoming}
    return render(request, "reports/schedule.html", context, status=400 if form.errors else 200)
