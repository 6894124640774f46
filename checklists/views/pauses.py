"""Pausing an assessment of an office that can't work on it, and taking it up again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from checklists.access import get_assessment
from checklists.services import pauses as service
from orgs.access import AuthenticatedRequest
from orgs.roles import Capability as C


class PauseForm(forms.Form):
    """Why the office can't work on it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "For example “Evacuated since 3 March”. The office and its reviewers read it."
        ),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        max_length=2_000,
    )


@require_http_methods(["GET", "POST"])
def pause(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Pause, with the reason."""
    assessment = get_assessment(request.user, pk, C.MANAGE_CYCLES)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            service.pause(request.user, pk, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The assessment is paused: nobody is reminded of it."))
            return redirect("checklists:cycle", assessment.cycle_id)
    context = {"assessment": assessment, "form": form}
    return render(request, "checklists/pause.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def resume(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End the pause."""
    assessment = get_assessment(request.user, pk, C.MANAGE_CYCLES)
    if request.method == "POST":
        service.resume(request.user, pk)
        messages.success(request, _("The assessment goes on. Its due date stands as it was."))
        return redirect("checklists:cycle", assessment.cycle_id)
    pauses = assessment.pauses.select_related("paused_by", "resumed_by")
    context = {"assessment": assessment, "pauses": pauses}
    return render(request, "checklists/resume.html", context)
