"""Confirming what was carried over from the last cycle."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from checklists.access import demand_answering, get_answer, get_assessment
from checklists.forms import ConfirmAllForm, ConfirmForm
from checklists.models import Document
from checklists.queries import offered_answers
from checklists.scale import Carry
from checklists.services import carrying
from checklists.services.answers import Saved
from orgs.access import AuthenticatedRequest, ConflictError
from orgs.roles import Capability as C


@require_POST
def confirm(request: AuthenticatedRequest, pk: int, ref: str) -> HttpResponse:
    """Take one answer over as it was."""
    assessment = get_assessment(request.user, pk, C.VIEW_ASSESSMENT, C.CONTRIBUTE)
    row = get_answer(request.user, assessment, ref)
    demand_answering(request.user, row)
    offered = Document.objects.filter(uses__answer__carried_to=row).values_list("pk", flat=True)
    form = ConfirmForm(offered, request.POST)
    if not form.is_valid():
        raise BadRequest(_("The form lacks the versions of the answers that it was made for."))
    data = form.cleaned_data
    saved = carrying.confirm(
        request.user,
        row.pk,
        read_version=data["version"],
        seen=data["seen"],
        documents=data["documents"],
    )
    if saved is not Saved.SET_ASIDE:
        messages.success(request, _("%(item)s is confirmed.") % {"item": ref})
    return redirect("checklists:answer", pk, ref)


@require_http_methods(["GET", "POST"])
def confirm_carried(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show all that is offered unchanged, ask once more, and take it over."""
    assessment = get_assessment(request.user, pk, C.ANSWER)
    offered = list(offered_answers(assessment))
    unchanged = [answer for answer in offered if answer.carry == Carry.SAME]
    if request.method == "POST":
        form = ConfirmAllForm(unchanged, request.POST)
        if unchanged and not form.is_valid():
            raise ConflictError(_("What was carried over has changed. Look at it once more."))
        count = carrying.confirm_unchanged(
            request.user,
            pk,
            form.seen() if unchanged else {},
            with_documents=bool(unchanged) and form.cleaned_data["with_documents"],
        )
        messages.success(
            request,
            ngettext("%(count)d answer is confirmed.", "%(count)d answers are confirmed.", count)
            % {"count": count},
        )
        return redirect("checklists:assessment", pk)
    context = {
        "assessment": assessment,
        "unchanged": unchanged,
        "tokens": [ConfirmAllForm.token(answer) for answer in unchanged],
        "amended": [answer for answer in offered if answer.carry == Carry.AMENDED],
    }
    return render(request, "checklists/confirm_carried.html", context)
