"""Reports: the list, one report with its progress, asking for one, and the download."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orgs import audit
from orgs.access import AuthenticatedRequest, can, holds
from orgs.roles import Capability as C
from reports.access import get_report, visible_reports
from reports.forms import RequestReportForm
from reports.models import Report
from reports.services import production


@require_GET
def report_list(request: AuthenticatedRequest) -> HttpResponse:
    """The reports that a person may read, newest first."""
    if not holds(request.user, C.VIEW_REPORTS):
        raise PermissionDenied
    page = Paginator(visible_reports(request.user), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_request": holds(request.user, C.REQUEST_REPORTS),
        "may_schedule": holds(request.user, C.MANAGE_SCHEDULES),
    }
    return render(request, "reports/report_list.html", context)


@require_GET
@never_cache
def report(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """One report. While it is being made, the page brings itself up to date."""
    row = get_report(request.user, pk)
    state = f"{row.status}.{row.step}.{row.attempts}"
    if request.htmx and request.GET.get("seen") == state:
        return HttpResponse(status=204)
    context = {
        "report": row,
        "state": state,
        "steps": _steps(row),
        "deliveries": row.deliveries.select_related("recipient", "mail"),
        "may_retry": row.status == row.Status.FAILED
        and can(request.user, C.REQUEST_REPORTS, row.office),
        "may_see_assessment": can(request.user, C.VIEW_ASSESSMENT, row.office),
    }
    template = "reports/report_progress.html" if request.htmx else "reports/report.html"
    return render(request, template, context)


def _steps(row: Report) -> list[tuple[str, str]]:
    """The steps of making a report, each with its state: done, running or pending."""
    at = list(Report.Step).index(Report.Step(row.step))
    return [
        (str(step.label), "done" if n < at else "running" if n == at else "pending")
        for n, step in enumerate(Report.Step)
    ]


@require_http_methods(["GET", "POST"])
def report_new(request: AuthenticatedRequest) -> HttpResponse:
    """Ask for a report now."""
    if not holds(request.user, C.REQUEST_REPORTS):
        raise PermissionDenied
    form = RequestReportForm(
        request.user,
        request.POST if request.method == "POST" else None,
        initial={"assessment": request.GET.get("assessment")},
    )
    if request.method == "POST" and form.is_valid():
        row = production.request_report(request.user, form.cleaned_data["assessment"])
        return redirect("reports:report", row.pk)
    return render(
        request, "reports/report_new.html", {"form": form}, status=400 if form.errors else 200
    )


@require_POST
def retry(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Try a failed report again."""
    row = get_report(request.user, pk)
    production.retry(request.user, row.pk)
    messages.success(request, _("The report is tried again."))
    return redirect("reports:report", pk)


@require_GET
@never_cache
def download(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The PDF, as a download."""
    row = get_report(request.user, pk)
    if row.status != row.Status.DONE:
        raise Http404
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    audit.record(request.user, "report.downloaded", row, organization=row.office.organization)
    return FileResponse(
        file,
        as_attachment=True,
        filename=production.download_name(row),
        content_type="application/pdf",
    )
