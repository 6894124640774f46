"""The reviewer's side: the queue, the desk, returning and signing off."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checklists.access import get_answer, get_assessment, visible_answers
from checklists.document_queries import evidence_of
from checklists.forms import ReturnForm, SignOffForm, VerdictForm
from checklists.models import Answer, Assessment
from checklists.queries import (
    by_theme,
    carried,
    disagreements_about,
    figures_by_dimension,
    with_progress,
)
from checklists.scale import Outcome
from checklists.services import transitions
from checklists.services.review import give_verdict
from checklists.views.paragraph_tree import stored_node
from orgs.access import AuthenticatedRequest, holds, within_reach
from orgs.roles import Capability as C


@require_GET
def queue(request: AuthenticatedRequest) -> HttpResponse:
    """What waits for review, the longest waiting first."""
    if not holds(request.user, C.REVIEW):
        raise PermissionDenied
    waiting = (
        Assessment.objects.filter(
            within_reach(request.user, [C.REVIEW]), status=Assessment.Status.SUBMITTED
        )
        .select_related("cycle", "office__organization", "submitted_by")
        .order_by("submitted_at")
    )
    page = Paginator(with_progress(waiting), 50).get_page(request.GET.get("page"))
    context = {"page": page, "today": timezone.localdate()}
    return render(request, "checklists/review_queue.html", context)


@require_GET
def review(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The desk's overview of one assessment: all answers with their verdicts."""
    assessment = get_assessment(request.user, pk, C.REVIEW)
    answers = list(visible_answers(request.user, assessment).prefetch_related("evidence"))
    context = {
        "assessment": assessment,
        "themes": by_theme(answers),
        "figures": figures_by_dimension(answers),
        "total": len(answers),
        **_tally(answers),
    }
    return render(request, "checklists/review.html", context)


@require_http_methods(["GET", "POST"])
def review_item(request: AuthenticatedRequest, pk: int, ref: str) -> HttpResponse:
    """One answer on the desk, beside its paragraph and its evidence."""
    assessment = get_assessment(request.user, pk, C.REVIEW)
    answer = get_answer(request.user, assessment, ref)
    form = VerdictForm(
        request.POST if request.method == "POST" else None,
        initial={
            "outcome": answer.verdict if answer.verdict != Outcome.PENDING else "",
            "round": assessment.round,
            "version": answer.version,
        },
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            outcome = Outcome(form.cleaned_data["outcome"])
            seen = (form.cleaned_data["round"], form.cleaned_data["version"])
            give_verdict(request.user, answer.pk, outcome, form.cleaned_data["reason"], seen=seen)
            messages.success(
                request,
                _("%(item)s: %(verdict)s.") % {"item": ref, "verdict": outcome.label.lower()},
            )
            return _next_undecided(request, assessment, ref)
        status = 400
    answers = list(visible_answers(request.user, assessment))
    refs = [row.item.ref for row in answers]
    index = refs.index(ref)
    context = {
        "assessment": assessment,
        "answer": answer,
        "form": form,
        "evidence": evidence_of(answer),
        "node": stored_node(answer.item.paragraph),
        "carried": carried(answer),
        "verdicts": answer.verdicts.select_related("reviewer"),
        "disagreements": disagreements_about(answer.item, answers),
        "may_decide": assessment.status == Assessment.Status.SUBMITTED,
        "previous": refs[index - 1] if index else None,
        "next": refs[index + 1] if index + 1 < len(refs) else None,
        "number": index + 1,
        "total": len(refs),
        **_tally(answers),
    }
    return render(request, "checklists/review_item.html", context, status=status)


@require_http_methods(["GET", "POST"])
def return_to_office(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Send the assessment back, with the list of what is returned."""
    assessment = get_assessment(request.user, pk, C.REVIEW)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        transitions.return_to_office(request.user, pk, form.cleaned_data["note"])
        messages.success(request, _("The assessment is returned. The focal point is told."))
        return redirect("checklists:review_queue")
    answers = list(visible_answers(request.user, assessment).prefetch_related("verdicts"))
    context = {"assessment": assessment, "form": form, **_tally(answers)}
    return render(request, "checklists/return.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sign_off(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Close the assessment, on a declaration."""
    assessment = get_assessment(request.user, pk, C.SIGN_OFF)
    form = SignOffForm(request.POST if request.method == "POST" else None)
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        closed = assessment.status == Assessment.Status.SIGNED_OFF
        if closed and assessment.signed_off_by == request.user:
            return redirect("checklists:assessment", pk)  # pressed twice
        try:
            transitions.sign_off(request.user, pk)
        except transitions.IncompleteError as error:
            messages.error(request, str(error))
            status = 409
        else:
            messages.success(request, _("The assessment is signed off."))
            return redirect("checklists:assessment", pk)
    answers = list(visible_answers(request.user, assessment))
    context = {
        "assessment": assessment,
        "form": form,
        "figures": figures_by_dimension(answers),
        "wrote_in_it": transitions.wrote_in(request.user, assessment),
        "total": len(answers),
        **_tally(answers),
    }
    return render(request, "checklists/sign_off.html", context, status=status)


def _tally(answers: list[Answer]) -> dict[str, list[Answer]]:
    """The answers by verdict."""
    return {
        str(outcome): [answer for answer in answers if answer.verdict == outcome]
        for outcome in Outcome
    }


def _next_undecided(
    request: AuthenticatedRequest, assessment: Assessment, ref: str
) -> HttpResponse:
    """On to the next answer without a verdict, round to the first; then to the overview."""
    answers = list(visible_answers(request.user, assessment))
    here = next(i for i, answer in enumerate(answers) if answer.item.ref == ref)
    for answer in answers[here + 1 :] + answers[:here]:
        if answer.verdict == Outcome.PENDING:
            return redirect("checklists:review_item", assessment.pk, answer.item.ref)
    return redirect("checklists:review", assessment.pk)
