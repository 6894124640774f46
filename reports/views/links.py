"""A report by its personal link: for who reads the recipient's mail, signed in or not."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from checklists.views.links import behind_a_link
from reports.services import deliveries
from reports.services.production import download_name
from reports.views.files import stored_pdf


@behind_a_link
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the link opens, then the file.

    The file comes by POST alone: programs that look into mails follow links, and would download it.
    """
    try:
        delivery = deliveries.find_link(token)
    except Http404:
        return _ended(request, token)
    if request.method == "GET":
        with timezone.override(delivery.recipient.time_zone):
            return render(request, "reports/link.html", {"delivery": delivery})
    report = delivery.report
    response = stored_pdf(report.file, report.file_sha256, download_name(report))
    deliveries.note_download(delivery)
    return response


def _ended(request: HttpRequest, token: str) -> HttpResponse:
    """Why a link that was good once opens nothing now. Raises Http404 for what never was one."""
    delivery = deliveries.find_sent_link(token)
    is_over = delivery.expires_at is not None and delivery.expires_at <= timezone.now()
    context = {"delivery": delivery, "is_over": is_over}
    with timezone.override(delivery.recipient.time_zone):
        return render(request, "reports/link_ended.html", context, status=410)
