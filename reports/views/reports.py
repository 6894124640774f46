"""Reports: the list, one report with its progress, asking for one, and the download."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orgs import audit
from orgs.access import AuthenticatedRequest, ConflictError, can, holds
from orgs.mail import message_id
from orgs.roles import Capability as C
from reports.access import (
    demand_to_cancel,
    get_report,
    kinds_for,
    may,
    may_cancel,
    sees_people,
    visible_reports,
)
from reports.forms import TELLS, ReportFilterForm, RequestReportForm
from reports.kinds import Kind
from reports.models import Delivery, Report
from reports.services import cancelling, production
from reports.services.deliveries import withdraw_links as withdraw
from reports.services.table_files import table_file
from reports.views.files import stored_pdf


@require_GET
def report_list(request: AuthenticatedRequest) -> HttpResponse:
    """The reports that a person may read, newest first."""
    if not holds(request.user, C.VIEW_REPORTS):
        raise PermissionDenied
    form = ReportFilterForm(request.user, request.GET)
    rows = form.filtered(visible_reports(request.user))
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "told_who_asked": {row.pk for row in page if sees_people(request.user, row)},
        "is_asked": any(name in request.GET for name in form.fields),
        "may_request": holds(request.user, C.REQUEST_REPORTS),
        "may_schedule": holds(request.user, C.MANAGE_SCHEDULES),
    }
    return render(request, "reports/report_list.html", context, status=400 if form.errors else 200)


@require_GET
@never_cache
def report(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """One report. While it is being made, the page brings itself up to date."""
    row = get_report(request.user, pk)
    state = f"{row.status}.{row.step}.{row.attempts}"
    if request.htmx and request.GET.get("seen") == state:
        return HttpResponse(status=204)
    sees_all = sees_people(request.user, row)
    ledger = _ledger(row)
    if not sees_all:
        ledger = [line for line in ledger if line[0].recipient_id == request.user.pk]
    manages = may_cancel(request.user, row)
    context = {
        "report": row,
        "state": state,
        "steps": _steps(row),
        "deliveries": ledger,
        "told_who_asked": {row.pk} if sees_all else set(),
        "manages": manages,
        "may_cancel": manages and not row.is_finished,
        "may_withdraw": manages and any(each.has_live_link for each, _id in ledger),
        "manages_schedule": row.schedule is not None
        and may(request.user, C.MANAGE_SCHEDULES, row.schedule.office),
        "may_retry": row.status == row.Status.FAILED
        and may(request.user, C.REQUEST_REPORTS, row.office),
        "may_see_assessment": row.assessment is not None
        and row.office is not None
        and can(request.user, C.VIEW_ASSESSMENT, row.office),
    }
    template = "reports/report_progress.html" if request.htmx else "reports/report.html"
    return render(request, template, context)


def _ledger(row: Report) -> list[tuple[Delivery, str]]:
    """The deliveries, each with its mail's Message-ID, "" before there is a mail."""
    rows = row.deliveries.select_related("recipient", "mail")
    return [(each, message_id(each.mail) if each.mail else "") for each in rows]


def _steps(row: Report) -> list[tuple[str, str]]:
    """The steps of making a report, each with its state: done, running or pending."""
    at = list(Report.Step).index(Report.Step(row.step))
    return [
        (str(step.label), "done" if n < at else "running" if n == at else "pending")
        for n, step in enumerate(Report.Step)
    ]


@require_http_methods(["GET", "POST"])
def report_new(request: AuthenticatedRequest) -> HttpResponse:
    """Ask for a report now: of which kind, then on what."""
    user = request.user
    if not holds(user, C.REQUEST_REPORTS):
        raise PermissionDenied
    kinds = kinds_for(user)
    asked = request.GET.get("kind", Kind.OFFICE)
    kind = next((kind for kind in kinds if kind == asked), Kind.OFFICE)
    form = RequestReportForm(
        user,
        kind,
        request.POST if request.method == "POST" else None,
        initial={
            "assessment": request.GET.get("assessment"),
            "office": request.GET.get("office"),
            "cycle": request.GET.get("cycle"),
        },
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        row = production.request_report(
            user, form.subject, chosen["tier"], chosen.get("language", "")
        )
        return redirect("reports:report", row.pk)
    context = {"form": form, "kind": kind, "kinds": kinds, "tells": TELLS[kind]}
    return render(request, "reports/report_new.html", context, status=400 if form.errors else 200)


@require_POST
def retry(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Try a failed report again."""
    row = get_report(request.user, pk)
    production.retry(request.user, row.pk)
    messages.success(request, _("The report is tried again."))
    return redirect("reports:report", pk)


@require_http_methods(["GET", "POST"])
def cancel(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then cancel a report that isn't made yet, or (all=1) all left of its round."""
    row = get_report(request.user, pk)
    demand_to_cancel(request.user, row)
    if request.method == "POST":
        count = cancelling.cancel(request.user, pk, whole_round=request.POST.get("all") == "1")
        if count:
            text = ngettext("%d report is cancelled.", "%d reports are cancelled.", count)
            messages.success(request, text % count)
        return redirect("reports:report", pk)
    if row.is_finished and row.status != row.Status.CANCELLED:
        raise ConflictError(_("The report is finished. It can't be cancelled any more."))
    others = cancelling.unfinished_of_round(row).count()
    return render(request, "reports/report_cancel.html", {"report": row, "left": others})


@require_http_methods(["GET", "POST"])
def withdraw_links(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then close all personal links to a report; twice is the same as once."""
    row = get_report(request.user, pk)
    if request.method == "GET":
        demand_to_cancel(request.user, row)
        open_for = [each.recipient for each, _id in _ledger(row) if each.has_live_link]
        context = {"report": row, "open_for": open_for}
        return render(request, "reports/links_withdraw.html", context)
    withdraw(request.user, pk)
    messages.success(request, _("The links open nothing any more."))
    return redirect("reports:report", pk)


@require_GET
@never_cache
def download(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The PDF, as a download."""
    row = get_report(request.user, pk)
    if row.status != row.Status.DONE or not row.file:
        raise Http404
    response = stored_pdf(row.file, row.file_sha256, production.download_name(row))
    audit.record(request.user, "report.downloaded", row, organization=row.organization)
    return response


@require_GET
@never_cache
def figures(request: AuthenticatedRequest, pk: uuid.UUID, as_: str) -> HttpResponse:
    """The report's data as a workbook, as CSV or as JSON: the same figures as in the PDF."""
    row = get_report(request.user, pk)
    if row.status != row.Status.DONE:
        raise Http404
    kind, extension, body = table_file(row, as_)
    audit.record(request.user, "report.downloaded", row, organization=row.organization, format=as_)
    name = production.download_name(row, extension)
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": content_disposition_header(True, name) or ""},
    )
