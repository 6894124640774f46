"""The office's side of asking colleagues by e-mail address: asking, and what came back."""

import contextlib
import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.access import get_assessment, visible_answers
from checklists.answer_form import AnswerForm, answer_form
from checklists.delegation_forms import AskForm, DeclineForm, SeenForm
from checklists.models import Answer, Assessment, DelegatedItem, ProposedEvidence
from checklists.scale import Outcome
from checklists.services import delegations as service
from checklists.services.answers import Saved
from checklists.views.evidence import attachment
from checklists.views.paragraph_tree import stored_node
from orgs import audit
from orgs.access import AuthenticatedRequest
from orgs.models import User
from orgs.roles import Capability as C


@require_http_methods(["GET", "POST"])
def delegate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask somebody for some items; `?item=35.1` and `?theme=travel` tick those beforehand."""
    assessment = get_assessment(request.user, pk, C.DELEGATE)
    answers = list(
        visible_answers(request.user, assessment).exclude(verdict=Outcome.ACCEPTED)
        if assessment.takes_answers
        else []
    )
    if request.method == "POST":
        form = AskForm(assessment, answers, request.POST)
        if form.is_valid():
            if refusal := ratelimit.consume_or_429(request, action="ask", user=request.user):
                return refusal
            try:
                asked = service.ask(request.user, pk, form.answer_ids(), form.whom())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                who = asked if isinstance(asked, User) else asked.contributor
                messages.success(request, _("%(name)s is asked by mail.") % {"name": who})
                return redirect("checklists:delegations", pk)
    else:
        form = AskForm(assessment, answers, initial={"items": _ticked(request, answers)})
    context = {
        "assessment": assessment,
        "form": form,
        "count": len(answers),
        "groups": form.groups(),
    }
    status = 400 if form.errors else 200
    return render(request, "checklists/delegate.html", context, status=status)


def _ticked(request: AuthenticatedRequest, answers: list[Answer]) -> list[str]:
    refs, themes = request.GET.getlist("item"), request.GET.getlist("theme")
    return [
        str(row.pk)
        for row in answers
        if row.item.ref in refs or (row.item.theme.slug in themes and row.is_open)
    ]


@require_GET
def delegations(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What came back and waits, and all that is asked of whom."""
    assessment = get_assessment(request.user, pk, C.DELEGATE)
    items = DelegatedItem.objects.select_related("answer__item", "delegation").order_by(
        "answer__item__theme__position", "answer__item__position"
    )
    rows = (
        assessment.delegations.select_related("created_by")
        .prefetch_related(Prefetch("items", queryset=items))
        .annotate(unsettled=Count("items", filter=Q(items__settled_at=None)))
    )
    now = timezone.now()
    context = {
        "assessment": assessment,
        "waiting": service.came_back(assessment),
        "delegations": [(row, row.is_live(now)) for row in rows],
        "takes_answers": assessment.takes_answers,
    }
    return render(request, "checklists/delegations.html", context)


@require_POST
def withdraw(request: AuthenticatedRequest, pk: int, delegation: int) -> HttpResponse:
    """Close a link."""
    assessment = get_assessment(request.user, pk, C.DELEGATE)
    row = get_object_or_404(assessment.delegations, pk=delegation)
    service.withdraw(request.user, row.pk)
    messages.success(request, _("The link of %(name)s is withdrawn.") % {"name": row.contributor})
    return redirect("checklists:delegations", pk)


@require_POST
def send_again(request: AuthenticatedRequest, pk: int, delegation: int) -> HttpResponse:
    """Send a new link in place of the old one."""
    assessment = get_assessment(request.user, pk, C.DELEGATE)
    row = get_object_or_404(assessment.delegations, pk=delegation)
    if refusal := ratelimit.consume_or_429(request, action="ask", user=request.user):
        return refusal
    service.send_again(request.user, row.pk)
    messages.success(
        request,
        _("%(name)s gets a new link; the old one has ended.") % {"name": row.contributor},
    )
    return redirect("checklists:delegations", pk)


@require_http_methods(["GET", "POST"])
def proposal(request: AuthenticatedRequest, pk: int, item: int) -> HttpResponse:
    """One text that came back: confirm it as it is or edited, or decline it with a reason."""
    assessment = get_assessment(request.user, pk, C.DELEGATE)
    row = get_object_or_404(
        DelegatedItem.objects.select_related("delegation", "settled_by"),
        pk=item,
        delegation__assessment=assessment,
        saved_at__isnull=False,
    )
    answer = get_object_or_404(visible_answers(request.user, assessment), pk=row.answer_id)
    form, declining = answer_form(answer, row), DeclineForm()
    if request.method == "POST":
        if "decline" in request.POST:
            declining = DeclineForm(request.POST)
            if declining.is_valid():
                reason = declining.cleaned_data["reason"]
                service.decline(request.user, row.pk, reason, text_version=_text_version(request))
                messages.success(
                    request,
                    _("%(name)s is asked again.") % {"name": row.delegation.contributor},
                )
                return redirect("checklists:delegations", pk)
        else:
            form = AnswerForm(answer, request.POST)
            if form.is_valid() and (done := _confirm(request, assessment, row, form)):
                return done
    return _page(request, assessment, row, answer, form, declining)


def _text_version(request: AuthenticatedRequest) -> int:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    version: int = form.cleaned_data["text_version"]
    return version


def _confirm(
    request: AuthenticatedRequest, assessment: Assessment, row: DelegatedItem, form: AnswerForm
) -> HttpResponse | None:
    try:
        saved = service.confirm(
            request.user,
            row.pk,
            form.written(),
            read_version=form.cleaned_data["version"],
            keep=_keys(request, "keep"),
            seen=_keys(request, "seen"),
            text_version=_text_version(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    ref = row.answer.item.ref
    if saved is Saved.SET_ASIDE:
        return redirect("checklists:answer", assessment.pk, ref)
    messages.success(request, _("%(item)s is saved.") % {"item": ref})
    return redirect("checklists:delegations", assessment.pk)


def _keys(request: AuthenticatedRequest, name: str) -> set[uuid.UUID]:
    """The keys of pieces of evidence; what is none is left out, and then a conflict."""
    found = set()
    for text in request.POST.getlist(name):
        with contextlib.suppress(ValueError):
            found.add(uuid.UUID(text))
    return found


@require_GET
@never_cache
def proposed_file(
    request: AuthenticatedRequest, pk: int, item: int, piece: uuid.UUID
) -> HttpResponseBase:
    """A file that came with a proposal, as a download."""
    assessment = get_assessment(request.user, pk, C.DELEGATE)
    row = get_object_or_404(
        ProposedEvidence.objects.exclude(file=""),
        pk=piece,
        item=item,
        item__delegation__assessment=assessment,
        item__submitted_at__isnull=False,
    )
    response = attachment(row)
    audit.record(
        request.user,
        "evidence.viewed",
        row,
        organization=assessment.office.organization,
        sha256=row.sha256,
        how="download",
    )
    return response


def _page(
    request: AuthenticatedRequest,
    assessment: Assessment,
    row: DelegatedItem,
    answer: Answer,
    form: AnswerForm,
    declining: DeclineForm,
) -> HttpResponse:
    pieces = list(row.pieces.all()) if row.submitted_at else []
    context = {
        "assessment": assessment,
        "row": row,
        "answer": answer,
        "form": form,
        "pieces": pieces,
        "keep": _keys(request, "keep") if form.is_bound else {piece.pk for piece in pieces},
        "declining": declining,
        "seen_form": SeenForm(initial={"text_version": row.version}, auto_id=False),
        "node": stored_node(answer.item.paragraph),
        "may_settle": row.is_waiting
        and assessment.takes_answers
        and answer.verdict != Outcome.ACCEPTED,
    }
    status = 400 if form.errors or declining.errors else 200
    return render(request, "checklists/proposal.html", context, status=status)
