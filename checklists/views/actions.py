"""The action plan: of all offices in reach, and one action with what became of it."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checklists.access import get_action, get_answer, get_assessment, visible_actions
from checklists.action_forms import ActionFilterForm, ChangeForm, CloseForm, PlanForm
from checklists.models import Action, Answer
from checklists.services import actions as service
from checklists.spreadsheet import CONTENT_TYPES, Sheet, written
from orgs.access import AuthenticatedRequest, ConflictError, can, demand, holds
from orgs.models import User
from orgs.roles import Capability as C

Status = Action.Status


def plan_of(user: User, answer: Answer) -> dict[str, Any]:
    """What `checklists/actions.html` shows beside an answer. One query."""
    may_plan = service.may_plan_for(answer) and can(user, C.PLAN_ACTIONS, answer.assessment.office)
    return {
        "actions": answer.actions.select_related("responsible"),
        "may_plan": may_plan,
        "today": timezone.localdate(),
    }


@require_GET
def action_list(request: AuthenticatedRequest) -> HttpResponse:
    """The actions of all offices in reach, the most urgent first."""
    if not holds(request.user, C.VIEW_ASSESSMENT):
        raise PermissionDenied
    today = timezone.localdate()
    visible = visible_actions(request.user)
    form = ActionFilterForm(request.user, request.GET)
    page = Paginator(form.filtered(visible, today), 50).get_page(request.GET.get("page"))
    still_open = Q(status=Status.OPEN)
    tally = visible.aggregate(
        open=Count("pk", filter=still_open),
        overdue=Count("pk", filter=still_open & Q(due_on__lt=today)),
        high=Count("pk", filter=still_open & Q(priority=Action.Priority.HIGH)),
        done=Count("pk", filter=Q(status=Status.DONE)),
        total=Count("pk"),
    )
    context = {"form": form, "page": page, "tally": tally, "today": today}
    return render(
        request, "checklists/action_list.html", context, status=400 if form.errors else 200
    )


@require_GET
def action_file(request: AuthenticatedRequest, format_: str) -> HttpResponse:
    """The actions that the list shows, on all its pages, as CSV or XLSX."""
    if not holds(request.user, C.VIEW_ASSESSMENT):
        raise PermissionDenied
    if format_ not in CONTENT_TYPES:
        raise Http404
    form = ActionFilterForm(request.user, request.GET)
    today = timezone.localdate()
    rows = form.filtered(visible_actions(request.user), today)
    service.note_download(request.user, format_, request.GET.urlencode())
    return HttpResponse(
        written(_sheet(rows, today), format_),
        content_type=CONTENT_TYPES[format_],
        headers={
            "Content-Disposition": f'attachment; filename="action-plan-{today}.{format_}"',
            "Cache-Control": "no-store",
        },
        status=400 if form.errors else 200,
    )


def _sheet(actions: Iterable[Action], today: dt.date) -> Sheet:
    headings = [
        _("Organization"),
        _("Office"),
        _("Item"),
        _("Action"),
        _("Details"),
        _("Who"),
        _("Until"),
        _("Overdue"),
        _("Priority"),
        _("Status"),
        _("Progress"),
    ]
    return Sheet(
        _("Action plan"),
        headings,
        [
            [
                action.office.organization.name,
                action.office.name,
                action.raised_on.item.ref,
                action.title,
                action.details,
                action.who,
                action.due_on,
                _("Overdue") if action.is_overdue(today) else "",
                action.get_priority_display(),
                action.get_status_display(),
                action.progress,
            ]
            for action in actions
        ],
    )


@require_http_methods(["GET", "POST"])
def action_new(request: AuthenticatedRequest, pk: int, ref: str) -> HttpResponse:
    """Plan an action for one answer."""
    assessment = get_assessment(request.user, pk)
    answer = get_answer(request.user, assessment, ref)
    demand(request.user, C.PLAN_ACTIONS, assessment.office)
    form = PlanForm(assessment.office, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        today = timezone.localdate()
        try:
            action = service.plan_action(request.user, answer.pk, form.plan(), today)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The action is in the plan."))
            return redirect("checklists:action", action.pk)
    context = {
        "assessment": assessment,
        "answer": answer,
        "form": form,
        "may_plan": service.may_plan_for(answer),
        "review": can(request.user, C.REVIEW, assessment.office),
    }
    return render(
        request, "checklists/action_new.html", context, status=400 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def action(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One action: how it stands, what became of it, and the form to change it."""
    row = get_action(request.user, pk)
    may_change = can(request.user, C.PLAN_ACTIONS, row.office)
    if request.method == "POST":
        demand(request.user, C.PLAN_ACTIONS, row.office)
        # The form writes into its instance: the page shows the action as it is stored.
        form = ChangeForm(row.office, request.POST, instance=get_action(request.user, pk))
        if form.is_valid() and _done(form, lambda: _change(request, row, form)):
            messages.success(request, _("The action is changed."))
            return redirect("checklists:action", pk)
        return _page(request, row, form, may_change, status=400)
    initial = {"progress": row.progress, "version": row.version}
    return _page(request, row, ChangeForm(row.office, instance=row, initial=initial), may_change)


def _page(
    request: AuthenticatedRequest,
    row: Action,
    form: ChangeForm,
    may_change: bool,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "action": row,
        "late": row.is_overdue(timezone.localdate()),
        "form": form if may_change and row.status == Status.OPEN else None,
        "may_change": may_change,
        "notes": row.notes.select_related("author"),
        "answers": row.answers.select_related("assessment__cycle", "item").order_by(
            "-assessment__cycle__starts_on"
        ),
        "documents": row.documents.all(),
    }
    return render(request, "checklists/action.html", context, status=status)


def _change(request: AuthenticatedRequest, row: Action, form: ChangeForm) -> None:
    service.change_action(
        request.user,
        row.pk,
        form.plan(),
        progress=form.cleaned_data["progress"],
        note=form.cleaned_data["note"],
        read_version=form.cleaned_data["version"],
        today=timezone.localdate(),
    )


def _done(form: Form | ChangeForm, deed: Callable[[], object]) -> bool:
    """Whether the deed was done; if not, the form says why, and keeps what was typed."""
    try:
        deed()
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            form.add_error(name if name in form.fields else None, sentences)
        return False
    except ConflictError as error:
        form.add_error(None, _("%(why)s Look at it in another window.") % {"why": error})
        return False
    return True


@require_http_methods(["GET", "POST"])
def action_close(request: AuthenticatedRequest, pk: int, outcome: str) -> HttpResponse:
    """Close an action as done, drop it, or take it up again: each with a word of why."""
    row = get_action(request.user, pk)
    demand(request.user, C.PLAN_ACTIONS, row.office)
    if outcome not in Status.values:
        raise Http404
    form = CloseForm(
        outcome,
        row,
        request.POST if request.method == "POST" else None,
        initial={"version": row.version},
    )
    sent = request.method == "POST" and form.is_valid()
    if sent and _done(form, lambda: _close(request, row, Status(outcome), form)):
        messages.success(request, _("The action is changed."))
        return redirect("checklists:action", pk)
    context = {
        "action": row,
        "form": form,
        "outcome": outcome,
        "needs_evidence": outcome == Status.DONE and row.priority == Action.Priority.HIGH,
    }
    status = 400 if form.errors else 200
    return render(request, "checklists/action_close.html", context, status=status)


def _close(request: AuthenticatedRequest, row: Action, outcome: Status, form: CloseForm) -> None:
    note, version = form.cleaned_data["note"], form.cleaned_data["version"]
    if outcome == Status.OPEN:
        service.reopen_action(request.user, row.pk, note, read_version=version)
        return
    service.close_action(
        request.user,
        row.pk,
        outcome,
        note,
        documents=form.cleaned_data.get("documents", ()),
        read_version=version,
    )
