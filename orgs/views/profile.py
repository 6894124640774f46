"""A person's profile."""

import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orgs.access import AuthenticatedRequest
from orgs.forms import ProfileForm


@require_http_methods(["GET", "POST"])
def profile(request: AuthenticatedRequest) -> HttpResponse:
    """One's own name, time zone and roles."""
    # A copy, so that the header doesn't show what was refused.
    form = ProfileForm(
        request.POST if request.method == "POST" else None, instance=copy.copy(request.user)
    )
    if request.method == "POST" and form.is_valid():
        # These fields alone: an account that is closed at this moment stays closed.
        form.instance.save(update_fields=form.Meta.fields)
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    context = {"form": form, "roles": request.user.roles}
    return render(request, "orgs/profile.html", context, status=400 if form.errors else 200)
