"""The state of the machine: a page for the secretariat, and figures for a monitoring system."""

import dataclasses
import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from orgs.access import AuthenticatedRequest
from reports.health import Health, health

_FIGURES = {
    "missed": "Schedules that fell due more than LATE_MINUTES ago and have no report yet.",
    "stuck": "Reports that nobody has taken up for more than LATE_MINUTES.",
    "waiting": "Reports that wait for a worker, without the heavy ones.",
    "waiting_heavy": "Heavy reports that wait for a worker.",
    "running": "Reports that are being made.",
    "failed": "Reports that failed in the last day.",
    "unstored": "Reports whose file the storage doesn't take, after three tries or more.",
    "files_staying": "Files of reports that should be gone and could not be removed.",
    "mails_waiting": "Mails that wait.",
    "mails_failed": "Mails of the last day that failed for good.",
}


@require_GET
@never_cache
def status(request: AuthenticatedRequest) -> HttpResponse:
    """Whether reports are made in time, and what is in the way where they aren't."""
    if not request.user.is_secretariat:
        raise PermissionDenied
    context = {"health": health(timezone.now()), "minutes": settings.LATE_MINUTES}
    return render(request, "reports/status.html", context)


@login_not_required
@never_cache
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """The same as text in Prometheus' format, for who has the METRICS_TOKEN; else nothing."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Http404
    return HttpResponse(
        exposition(health(timezone.now())), content_type="text/plain; version=0.0.4"
    )


def exposition(state: Health) -> str:
    """Each figure with its help and its type. Without a sweep, its age is as good as endless."""
    age = (state.now - state.last_sweep).total_seconds() if state.last_sweep else float("inf")
    figures: list[tuple[str, str, str]] = [
        ("well", "1 while nothing needs a person.", str(int(state.is_well))),
        (
            "sweep_age_seconds",
            "Since when the sweep hasn't been heard of.",
            "+Inf" if age == float("inf") else f"{age:.0f}",
        ),
    ]
    values = dataclasses.asdict(state)
    figures += [(name, text, str(values[name])) for name, text in _FIGURES.items()]
    return "".join(
        f"# HELP operative_{name} {text}\n# TYPE operative_{name} gauge\noperative_{name} {value}\n"
        for name, text, value in figures
    )
