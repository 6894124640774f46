"""What a paragraph does: what the rules read, by which words, and the officer's correction."""

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checklists.anatomy import FORCES
from checklists.instrument_forms import ActForm, ActFormSet, ReadingForm
from checklists.models import Paragraph, ParagraphReading
from checklists.services import anatomy as service
from checklists.services.anatomy import anatomical, effective, theme_label, with_anatomy
from checklists.views.paragraph_tree import mark_deciding, stored_node
from orgs.access import AuthenticatedRequest, demand_anywhere, holds
from orgs.roles import Capability as C


@require_http_methods(["GET", "POST"])
def anatomy(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The reading with the words that decided; for the secretariat, the form of a correction."""
    paragraph = _paragraph(pk)
    if request.method == "GET":
        return _page(request, paragraph, *_forms(paragraph))
    demand_anywhere(request.user, C.MANAGE_LIBRARY)
    form, acts = ReadingForm(request.POST), ActFormSet(request.POST, prefix="acts")
    # Both, so that all that is wrong is told at once.
    if not all([form.is_valid(), acts.is_valid()]):
        return _page(request, paragraph, form, acts, status=400)
    service.correct(
        request.user,
        paragraph.pk,
        acts=[act for row in acts if (act := row.act())],
        themes=form.cleaned_data["themes"],
        reason=form.cleaned_data["reason"],
        read_state=form.cleaned_data["state"],
    )
    messages.success(request, _("The correction holds from now on."))
    return redirect("checklists:anatomy", pk)


@require_http_methods(["GET", "POST"])
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask once more, then let the rules' reading hold again."""
    demand_anywhere(request.user, C.MANAGE_LIBRARY)
    paragraph = _paragraph(pk)
    if request.method == "POST":
        service.withdraw(request.user, pk)
        messages.success(request, _("The correction is withdrawn. What the rules read holds."))
        return redirect("checklists:anatomy", pk)
    context = {"paragraph": paragraph, "node": stored_node(paragraph)}
    return render(request, "checklists/anatomy_withdraw.html", context)


def _paragraph(pk: int) -> Paragraph:
    paragraphs = with_anatomy(anatomical()).select_related("instrument", "correction__corrected_by")
    return get_object_or_404(paragraphs.defer("instrument__transcript"), pk=pk)


def _forms(paragraph: Paragraph) -> tuple[ReadingForm, BaseFormSet[ActForm]]:
    """The forms with what holds now, for the officer to change."""
    holds_now = effective(paragraph)
    correction = getattr(paragraph, "correction", None)
    form = ReadingForm(
        initial={
            "themes": holds_now.themes,
            "reason": correction.reason if correction else "",
            "state": service.state(paragraph),
        }
    )
    rows = [
        {"verb": act.verb, "force": act.force, "addressees": "\n".join(act.addressees)}
        for act in holds_now.acts
    ]
    return form, ActFormSet(initial=rows, prefix="acts")


def _page(
    request: AuthenticatedRequest,
    paragraph: Paragraph,
    form: ReadingForm,
    acts: BaseFormSet[ActForm],
    *,
    status: int = 200,
) -> HttpResponse:
    reading: ParagraphReading | None = getattr(paragraph, "reading", None)
    node = stored_node(paragraph)
    if reading:
        themes = [[word] for theme in reading.themes for word in theme["words"]]
        mark_deciding(node, [*(act["words"] for act in reading.acts), *themes])
    context: dict[str, Any] = {
        "paragraph": paragraph,
        "instrument": paragraph.instrument,
        "node": node,
        "reading": reading,
        "reading_themes": [
            (theme_label(theme["slug"]), theme["words"])
            for theme in (reading.themes if reading else [])
        ],
        "correction": getattr(paragraph, "correction", None),
        "holds": effective(paragraph),
        "may_correct": holds(request.user, C.MANAGE_LIBRARY),
        "forces": FORCES,
        "form": form,
        "acts": acts,
    }
    return render(request, "checklists/anatomy.html", context, status=status)
