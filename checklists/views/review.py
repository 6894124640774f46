"""The reviewer's desk: deciding and returning."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from checklists.access import get_answer, get_assessment, visible_answers
from checklists.document_queries import evidence_of
from checklists.forms import ReturnForm
from checklists.models import Answer, Assessment
from checklists.plausibility import doubts_about
from checklists.queries import by_theme, carried, disagreements_about, figures_by_dimension
from checklists.review_filters import DeskForm
from checklists.review_forms import AcceptUnchangedForm, MessageForm, VerdictForm
from checklists.review_queries import (
    for_the_desk,
    round_records,
    since_last_round,
    unchanged_answers,
)
from checklists.scale import Outcome
from checklists.services import review as service
from checklists.services import transitions
from checklists.services.conversation import open_conversation
from checklists.services.review import give_verdict
from checklists.views.actions import plan_of
from checklists.views.paragraph_tree import stored_node
from orgs.access import AuthenticatedRequest, can
from orgs.roles import Capability as C


@require_GET
def review(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The desk's overview of one assessment: its answers with their verdicts, or some of them."""
    assessment = get_assessment(request.user, pk, C.REVIEW)
    answers = _desk_answers(request, assessment)
    form = DeskForm(answers, request.GET)
    unchanged = unchanged_answers(assessment, request.user) if _may_decide(assessment) else []
    alike = Counter(answer.item.theme_id for answer in unchanged)
    shown = form.chosen()
    context = {
        "assessment": assessment,
        "form": form,
        "themes": [(group, alike[group.theme.pk]) for group in by_theme(shown)],
        "shown": shown,
        "figures": figures_by_dimension(answers),
        "total": len(answers),
        "reads": request.GET.urlencode(),
        "may_assign": can(request.user, C.ASSIGN_REVIEW, assessment.office),
        "today": timezone.localdate(),
        **_tally(answers),
    }
    return render(request, "checklists/review.html", context, status=400 if form.errors else 200)


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
    context = {
        "assessment": assessment,
        "answer": answer,
        "form": form,
        "node": stored_node(answer.item.paragraph),
        "may_decide": _may_decide(assessment),
        "reads": request.GET.urlencode(),
        **_about(request, answer),
        **_place(request, assessment, answer),
    }
    return render(request, "checklists/review_item.html", context, status=status)


def _about(request: AuthenticatedRequest, answer: Answer) -> dict[str, Any]:
    """What stands on the desk beside an answer: evidence, last cycle, verdicts, conversation."""
    verdicts = list(answer.verdicts.select_related("reviewer"))
    last = carried(answer)
    return {
        "evidence": evidence_of(answer),
        "doubts": doubts_about(answer) if answer.figures else [],
        "carried": last,
        "last_verdict": last and last.answer.verdicts.select_related("reviewer").first(),
        "verdicts": verdicts,
        "since": since_last_round(answer, verdicts, answer.assessment.round),
        "conversation": open_conversation(request.user, answer),
        "message_form": MessageForm(),
        **plan_of(request.user, answer),
    }


def _place(request: AuthenticatedRequest, assessment: Assessment, answer: Answer) -> dict[str, Any]:
    """Where an answer stands among those that the desk shows: its neighbours, and the tally."""
    answers = _desk_answers(request, assessment)
    wanted = {row.pk for row in DeskForm(answers, request.GET).chosen()}
    index = next(i for i, row in enumerate(answers) if row.pk == answer.pk)
    before = [row.item.ref for row in answers[:index] if row.pk in wanted]
    after = [row.item.ref for row in answers[index + 1 :] if row.pk in wanted]
    return {
        "previous": before[-1] if before else None,
        "next": after[0] if after else None,
        "number": index + 1,
        "total": len(answers),
        "disagreements": disagreements_about(answer.item, answers),
        **_tally(answers),
    }


def _desk_answers(request: AuthenticatedRequest, assessment: Assessment) -> list[Answer]:
    return list(for_the_desk(visible_answers(request.user, assessment), assessment.round))


def _may_decide(assessment: Assessment) -> bool:
    return assessment.status == Assessment.Status.SUBMITTED


@require_http_methods(["GET", "POST"])
def accept_unchanged(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """List what is as it was when it was accepted last cycle, ask once more, and accept it."""
    assessment = get_assessment(request.user, pk, C.REVIEW)
    if request.method == "POST":
        form = AcceptUnchangedForm(request.POST)
        if not form.is_valid():
            raise BadRequest(_("The form lacks the versions of the answers that it was made for."))
        count = service.accept_unchanged(
            request.user, pk, form.seen(), seen_round=form.cleaned_data["round"]
        )
        messages.success(
            request,
            ngettext("%(count)d answer is accepted.", "%(count)d answers are accepted.", count)
            % {"count": count},
        )
        return redirect("checklists:review", pk)
    unchanged = unchanged_answers(assessment, request.user) if _may_decide(assessment) else []
    theme = request.GET.get("theme", "")
    if theme:
        unchanged = [answer for answer in unchanged if answer.item.theme.slug == theme]
    context = {
        "assessment": assessment,
        "themes": by_theme(unchanged),
        "unchanged": unchanged,
        "token": AcceptUnchangedForm.token(unchanged),
    }
    return render(request, "checklists/accept_unchanged.html", context)


@require_GET
def rounds(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every round of an assessment: who submitted and returned it when, and the verdicts."""
    assessment = get_assessment(request.user, pk)
    context = {
        "assessment": assessment,
        "rounds": round_records(assessment),
        "may_review": can(request.user, C.REVIEW, assessment.office),
    }
    return render(request, "checklists/rounds.html", context)


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


def _tally(answers: list[Answer]) -> dict[str, list[Answer]]:
    """The answers by verdict."""
    return {
        str(outcome): [answer for answer in answers if answer.verdict == outcome]
        for outcome in Outcome
    }


def _next_undecided(
    request: AuthenticatedRequest, assessment: Assessment, ref: str
) -> HttpResponse:
    """On to the next answer without a verdict, round to the first; then to the overview.

    Among those that the desk shows, first. The page begins with what became of the verdict, and
    "#main" takes the focus there.
    """
    answers = _desk_answers(request, assessment)
    wanted = {row.pk for row in DeskForm(answers, request.GET).chosen()}
    here = next(i for i, answer in enumerate(answers) if answer.item.ref == ref)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    for answer in answers[here + 1 :] + answers[:here]:
        if answer.verdict == Outcome.PENDING and answer.pk in wanted:
            page = reverse("checklists:review_item", args=[assessment.pk, answer.item.ref])
            return redirect(f"{page}{query}#main")
    return redirect(reverse("checklists:review", args=[assessment.pk]) + "#main")
