"""The focal point's side: the list of assessments, one assessment, and submitting it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import push_url

from checklists import browsing
from checklists.access import get_assessment, visible_assessments
from checklists.browsing import Asked, Show
from checklists.filters import BrowseForm
from checklists.models import Answer, Assessment
from checklists.queries import (
    disagreements,
    figures_by_dimension,
    last_sign_off,
    with_progress,
)
from checklists.scale import Outcome
from checklists.services import transitions
from checklists.services.delegations import came_back
from checklists.views.item_lines import theme_sections
from orgs.access import AuthenticatedRequest, can, capabilities
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
    """One assessment: where it stands, and its items by theme, or those that are asked for.

    A filter that doesn't exist is answered with 400 and its name, and finds nothing.
    """
    assessment = get_assessment(request.user, pk, C.VIEW_ASSESSMENT, C.CONTRIBUTE)
    rows = browsing.item_rows(request.user, assessment)
    form = BrowseForm(rows, request.GET)
    status = 200 if form.is_valid() else 400
    asked = form.asked() if form.is_valid() else Asked()
    context = _items(request, assessment, rows, asked) if form.is_valid() else {"total": len(rows)}
    context |= {
        "assessment": assessment,
        "form": form,
        "may_delegate": _may_delegate(request, assessment),
    }
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "checklists/assessment_items.html", context, status=status)
        page = reverse("checklists:assessment", args=[pk])
        push_url(response, f"{page}?{urlencode(asked.pairs())}" if asked.narrows else page)
    else:
        context |= _standing(request, assessment, rows)
        response = render(request, "checklists/assessment.html", context, status=status)
    # Both are answers to the same address: what the browser keeps of one is not the other.
    patch_vary_headers(response, ["HX-Request"])
    return response


def _may_delegate(request: AuthenticatedRequest, assessment: Assessment) -> bool:
    return assessment.takes_answers and can(request.user, C.DELEGATE, assessment.office)


def _items(
    request: AuthenticatedRequest, assessment: Assessment, rows: list[Answer], asked: Asked
) -> dict[str, Any]:
    """The items that are asked for, and the filters with how many each of them finds."""
    found = browsing.found(rows, asked)
    tabs = [
        {
            "label": show.label,
            "count": count,
            "current": show in asked.show,
            # Pressed once more, a filter is taken off.
            "query": urlencode(asked.pairs([s for s in Show if (s in asked.show) != (s == show)])),
        }
        for show, count in browsing.counts(rows).items()
        if count or show == Show.OPEN or show in asked.show
    ]
    parts = browsing.theme_parts(
        rows, found, narrowed=asked.narrows, takes_answers=assessment.takes_answers
    )
    return {
        "asked": asked,
        "found": len(found),
        "total": len(rows),
        "tabs": tabs,
        "all_query": urlencode(asked.pairs([])),
        "parts": theme_sections(request.user, parts),
    }


def _standing(
    request: AuthenticatedRequest, assessment: Assessment, rows: list[Answer]
) -> dict[str, Any]:
    """Where the assessment stands as a whole, and what the person may do about it."""
    held = capabilities(request.user, assessment.office)
    return {
        "figures": figures_by_dimension(rows),
        "answered": sum(bool(answer.value) for answer in rows),
        "returned": [answer for answer in rows if answer.verdict == Outcome.RETURNED],
        "talked_about": browsing.talked_about(rows),
        "next_open": next((answer for answer in rows if answer.is_open), None),
        "offered": sum(bool(answer.carry) and not answer.value for answer in rows),
        "may_confirm": assessment.takes_answers and C.ANSWER in held,
        "sees_all": C.VIEW_ASSESSMENT in held,
        "sign_off_revision": last_sign_off(assessment),
        "may_answer": assessment.takes_answers and bool(held & {C.ANSWER, C.CONTRIBUTE}),
        "may_submit": assessment.takes_answers and C.SUBMIT in held,
        "may_review": assessment.status == assessment.Status.SUBMITTED and C.REVIEW in held,
        "came_back": came_back(assessment).count() if C.DELEGATE in held else 0,
        "may_report": C.REQUEST_REPORTS in held,
        "today": timezone.localdate(),
    }


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
