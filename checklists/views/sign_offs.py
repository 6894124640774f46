"""Signing off, what was signed, and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from checklists.access import get_assessment, visible_answers
from checklists.models import Answer, Assessment
from checklists.queries import figures_by_dimension
from checklists.scale import Outcome
from checklists.services import transitions
from checklists.services.freezing import digest
from checklists.sign_off_forms import ReopenForm, SignOffForm
from orgs.access import AuthenticatedRequest, ConflictError, can
from orgs.roles import Capability as C


@require_http_methods(["GET", "POST"])
def sign_off(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Close the assessment, on a declaration."""
    assessment = get_assessment(request.user, pk, C.SIGN_OFF)
    form = SignOffForm(
        request.user,
        request.POST if request.method == "POST" else None,
        initial={"round": assessment.round},
    )
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        closed = assessment.status == Assessment.Status.SIGNED_OFF
        if closed and assessment.signed_off_by == request.user:
            return _to_signed(assessment)  # pressed twice
        try:
            data = form.cleaned_data
            transitions.sign_off(request.user, pk, remark=data["remark"], seen_round=data["round"])
        except transitions.IncompleteError as error:
            messages.error(request, str(error))
            status = 409
        else:
            messages.success(request, _("The assessment is signed off."))
            return _to_signed(assessment)
    answers = list(visible_answers(request.user, assessment))
    context = {
        "assessment": assessment,
        "form": form,
        "declaration": _declaration(assessment),
        "figures": figures_by_dimension(answers),
        "wrote_in_it": transitions.wrote_in(request.user, assessment),
        "total": len(answers),
        "pending": _with(answers, Outcome.PENDING),
        "returned": _with(answers, Outcome.RETURNED),
    }
    return render(request, "checklists/sign_off.html", context, status=status)


@require_GET
def signed(request: AuthenticatedRequest, pk: int, revision: int) -> HttpResponse:
    """One revision as it was signed, whatever became of the assessment since."""
    assessment = get_assessment(request.user, pk)
    rows = assessment.sign_offs.select_related("signed_by", "reopened_by")
    row = get_object_or_404(rows, revision=revision)
    others = assessment.sign_offs.defer("data").exclude(pk=row.pk).order_by("-revision")
    context = {
        "assessment": assessment,
        "signed": row,
        "data": row.data,
        "unaltered": digest(row.data) == row.sha256,
        "items": row.data["assessed"]["items"],
        "figures": row.data["assessed"]["figures"],
        "labels": _labels(),
        "others": others,
        "steps": assessment.transitions.select_related("by"),
        "may_reopen": row.reopened_at is None
        and assessment.status == Assessment.Status.SIGNED_OFF
        and can(request.user, C.REOPEN, assessment.office),
        "may_download": can(request.user, C.VIEW_REPORTS, assessment.office),
    }
    return render(request, "checklists/signed.html", context)


@require_http_methods(["GET", "POST"])
def reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask for the reason and the items, then begin a new revision."""
    assessment = get_assessment(request.user, pk, C.REOPEN)
    answers = list(visible_answers(request.user, assessment))
    form = ReopenForm(
        answers,
        request.POST if request.method == "POST" else None,
        initial={"revision": assessment.revision},
    )
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["revision"] != assessment.revision:
            raise ConflictError(_("This revision was reopened already."))
        transitions.reopen(
            request.user, pk, form.cleaned_data["reason"], form.cleaned_data["items"]
        )
        messages.success(request, _("The assessment is reopened. The focal point is told."))
        return redirect("checklists:assessment", pk)
    context = {"assessment": assessment, "form": form}
    return render(request, "checklists/reopen.html", context, status=400 if form.errors else 200)


def _to_signed(assessment: Assessment) -> HttpResponse:
    return redirect("checklists:signed", assessment.pk, assessment.revision)


def _declaration(assessment: Assessment) -> str:
    """Its text in the language of the checklist, as it will be signed."""
    with override(assessment.cycle.checklist.language):
        return str(transitions.DECLARATION)


def _with(answers: list[Answer], outcome: Outcome) -> list[Answer]:
    return [answer for answer in answers if answer.verdict == outcome]


def _labels() -> dict[str, str]:
    """The words of all answers."""
    field = Answer._meta.get_field("value")
    return {value: str(label) for value, label in field.flatchoices}
