"""Schedules: the list, making, changing, pausing, running and deleting one."""

import contextlib
import datetime as dt

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orgs.access import AuthenticatedRequest, holds
from orgs.roles import Capability as C
from reports.access import get_schedule, kinds_for, visible_schedules
from reports.forms import TELLS
from reports.kinds import Kind
from reports.models import Schedule
from reports.rounds import latest_rounds
from reports.schedule_forms import ScheduleForm
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
    """Make a schedule: of which kind, then the rest."""
    if not holds(request.user, C.MANAGE_SCHEDULES):
        raise PermissionDenied
    kinds = kinds_for(request.user)
    asked = request.GET.get("kind", Kind.OFFICE)
    kind = next((kind for kind in kinds if kind == asked), Kind.OFFICE)
    return _form(request, Schedule(kind=kind), kinds=kinds)


@require_http_methods(["GET", "POST"])
def schedule(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change a schedule, and see when it falls due next and what it made."""
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


@require_POST
def run(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Make the reports once more, outside the periods. `run` is the number that the page gave."""
    get_schedule(request.user, pk)
    number = request.POST.get("run", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise BadRequest("run is a number")
    made = service.run_now(request.user, pk, int(number), now=timezone.now())
    if len(made) == 1:
        messages.success(request, _("The report is being made."))
        return redirect("reports:report", made[0].pk)
    text = ngettext("%d report is being made.", "%d reports are being made.", len(made))
    messages.success(request, text % len(made))
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


def _form(
    request: AuthenticatedRequest, row: Schedule, kinds: list[Kind] | None = None
) -> HttpResponse:
    """The form, shown, tried out (`preview`) or saved."""
    now = timezone.now()
    subject = row.subject if row.pk else ""  # the form may set another one
    posted = request.POST if request.method == "POST" else None
    form = ScheduleForm(request.user, Kind(row.kind), posted, instance=row)
    upcoming: list[dt.datetime] | None = None
    if posted is not None and form.is_valid():
        try:
            if "preview" in posted:
                upcoming = service.preview(row, now=now)
            else:
                people = form.cleaned_data["recipients"]
                saved = service.save_schedule(
                    request.user, form.save(commit=False), people, now=now
                )
                messages.success(request, _("The schedule is saved."))
                return redirect("reports:schedule", saved.pk)
        except ValidationError as error:
            form.add_error(None, error)
    elif posted is None and row.pk:
        # A stored rule that isn't taken any more has no dates, and can be changed here.
        with contextlib.suppress(ValidationError):
            upcoming = service.preview(row, now=now)
    context = {
        "form": form,
        "schedule": row,
        "subject": subject,
        "kinds": kinds or [],
        "tells": TELLS[Kind(row.kind)],
        "upcoming": upcoming,
        "tried": posted is not None,
        "rounds": latest_rounds(row) if row.pk else [],
    }
    return render(request, "reports/schedule.html", context, status=400 if form.errors else 200)
