"""The focal point's side: the list of assessments, one assessment, and submitting it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checklists.access import get_assessment, visible_answers, visible_assessments
from checklists.models import Assessment
from checklists.queries import by_theme, disagreements, figures_by_dimension, with_progress
from checklists.scale import Outcome
from checklists.services import transitions
from orgs.access import AuthenticatedRequest, capabilities
from orgs.roles import Capability as C

Status = Assessment.Status


@require_GET
def assessment_list(request: AuthenticatedRequest) -> HttpResponse:
    """All assessments in reach."""
    page = Paginator(with_progress(visible_assessments(request.user)), 50).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "today": timezone.localdate()}
    return render(request, "checklists/assessment_list.html", context)


@require_GET
def assessment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One assessment: where it stands, and its items by theme."""
    assessment = get_assessment(request.user, pk, C.VIEW_ASSESSMENT, C.CONTRIBUTE)
    answers = list(visible_answers(request.user, assessment))
    held = capabilities(request.user, assessment.office)
    context = {
        "assessment": assessment,
        "themes": by_theme(answers),
        "figures": figures_by_dimension(answers),
        "answered": sum(bool(answer.value) for answer in answers),
        "total": len(answers),
        "returned": [answer for answer in answers if answer.verdict == Outcome.RETURNED],
        "next_open": next((answer for answer in answers if answer.is_open), None),
        "offered": sum(bool(answer.carry) and not answer.value for answer in answers),
        "may_confirm": assessment.takes_answers and C.ANSWER in held,
        "sees_all": C.VIEW_ASSESSMENT in held,
        "may_answer": assessment.takes_answers and bool(held & {C.ANSWER, C.CONTRIBUTE}),
        "may_submit": assessment.takes_answers and C.SUBMIT in held,
        "may_review": assessment.status == assessment.Status.SUBMITTED and C.REVIEW in held,
        "may_report": C.REQUEST_REPORTS in held,
        "today": timezone.localdate(),
    }
    return render(request, "checklists/assessment.html", context)


@require_http_methods(["GET", "POST"])
def submit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask once more, then hand the assessment to the reviewers; or say what is still open."""
    assessment = get_assessment(request.user, pk, C.SUBMIT)
    missing = transitions.open_answers(assessment)
    status = 200
    if request.method == "POST":
        if assessment.status == Status.SUBMITTED and assessment.submitted_by == request.user:
            return redirect("checklists:assessment", pk)  # pressed twice
        try:
            transitions.submit(request.user, pk)
        except transitions.IncompleteError as error:
            missing, status = list(error.answers), 409
        else:
            messages.success(request, _("The assessment is submitted. The reviewers are told."))
            return redirect("checklists:assessment", pk)
    context = {
        "assessment": assessment,
        "missing": missing,
        "unanswered": [answer for answer in missing if not answer.value],
        "returned": [a for a in missing if a.value and a.verdict == Outcome.RETURNED],
        "too_high": disagreements(assessment.answers.select_related("item")),
    }
    return render(request, "checklists/submit.html", context, status=status)
