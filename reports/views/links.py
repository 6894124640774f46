"""A report by its personal link: for who reads the recipient's mail, signed in or not."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from checklists.views.links import behind_a_link
from reports.services import deliveries
from reports.services.production import download_name


@behind_a_link
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the link opens, then the file.

    The file comes by POST alone: programs that look into mails follow links, and would download it.
    """
    delivery = deliveries.find_link(token)
    if request.method == "GET":
        return render(request, "reports/link.html", {"delivery": delivery})
    try:
        file = delivery.report.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    deliveries.note_download(delivery)
    return FileResponse(
        file,
        as_attachment=True,
        filename=download_name(delivery.report),
        content_type="application/pdf",
    )
