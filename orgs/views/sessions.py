"""Where a person is signed in, and ending that."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orgs.access import AuthenticatedRequest
from orgs.services.sessions import end_sessions, sessions_of


@require_http_methods(["GET", "POST"])
def session_list(request: AuthenticatedRequest) -> HttpResponse:
    """One's own sessions; one of the others is ended by its number, all others without one."""
    key = request.session.session_key
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        only = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None
        if only is None and chosen:
            return redirect("usersessions_list")
        if end_sessions(request.user, request.user, only=only, keep=key):
            messages.success(request, _("Signed out there."))
        return redirect("usersessions_list")
    context = {"sessions": sessions_of(request.user), "key": key}
    return render(request, "usersessions/usersession_list.html", context)
