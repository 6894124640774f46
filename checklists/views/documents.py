"""The register of an office's documents: list, one document, its change, new version, removal."""

import csv
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from checklists.access import get_document, get_readable_document, visible_documents
from checklists.document_forms import DocumentForm, NewDocumentForm, RegisterForm, ReplaceForm
from checklists.document_queries import register, uses_of, with_uses
from checklists.importers.files import FileError
from checklists.models import Document, Evidence
from checklists.services import documents as service
from checklists.services.previews import preview_of
from checklists.services.register import Sent, register_file, register_link, register_sighted
from checklists.views.evidence import attachment, note_view
from orgs.access import AuthenticatedRequest, can, demand, demand_anywhere, holds, offices
from orgs.models import User
from orgs.roles import Capability as C
from orgs.spreadsheets import as_text

PER_PAGE = 50


@require_GET
def document_list(request: AuthenticatedRequest) -> HttpResponse:
    """The documents of the offices in reach: searched, filtered, sorted, page by page."""
    form, rows = _asked(request)
    page = Paginator(with_uses(rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "asked": request.GET.urlencode(),
        "may_add": holds(request.user, C.ANSWER),
    }
    return render(request, "checklists/document_list.html", context)


@require_http_methods(["GET", "POST"])
def document_new(request: AuthenticatedRequest) -> HttpResponse:
    """Add a document that stands by no answer yet."""
    demand_anywhere(request.user, C.ANSWER)
    own = offices(request.user, C.ANSWER)
    if request.method == "GET":
        form = NewDocumentForm(own, initial={"office": request.GET.get("office")})
        return render(request, "checklists/document_new.html", {"form": form})
    form = NewDocumentForm(own, request.POST, request.FILES)
    if form.is_valid() and (row := _added(request.user, form)):
        title = {"title": row.title}
        messages.success(request, _("“%(title)s” is among the office's documents.") % title)
        return redirect("checklists:document", row.pk)
    return render(request, "checklists/document_new.html", {"form": form}, status=400)


def _added(user: User, form: NewDocumentForm) -> Document | None:
    """The document that a valid form gives; None, and an error in it, where that isn't stored."""
    data, office, given = form.cleaned_data, form.chosen_office, form.given()
    if form.upload:
        file = data["file"]
        try:
            return register_file(user, office, given, Sent(file, form.upload, file.size))
        except ValidationError as error:
            form.add_error(None if hasattr(error, "error_dict") else "file", error)
            return None
    if data["url"]:
        return register_link(user, office, given, data["url"])
    return register_sighted(user, office, given, data["place"])


@require_GET
@never_cache
def document_csv(request: AuthenticatedRequest) -> HttpResponse:
    """The same as a file for a spreadsheet, all pages of it."""
    _form, rows = _asked(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="documents.csv"'
    writer = csv.writer(response)
    writer.writerow(
        [
            _("Office"),
            _("Title"),
            _("Kind"),
            _("File, address or place"),
            _("Date of the document"),
            _("Valid until"),
            _("Added"),
            _("Used by"),
        ]
    )
    for row in with_uses(rows):
        cells = [
            str(row.office),
            row.title,
            row.get_kind_display(),
            row.file_name or row.url or row.place,
            row.dated_on.isoformat() if row.dated_on else "",
            row.valid_until.isoformat() if row.valid_until else "",
            row.added_at.date().isoformat(),
            "; ".join(_use(use) for use in row.uses.all()),
        ]
        writer.writerow([as_text(cell) for cell in cells])
    return response


def _use(use: Evidence) -> str:
    return f"{use.answer.item.ref}, {use.answer.assessment.cycle}"


def _asked(request: AuthenticatedRequest) -> tuple[RegisterForm, QuerySet[Document]]:
    demand_anywhere(request.user, C.VIEW_ASSESSMENT)
    form = RegisterForm(offices(request.user, C.VIEW_ASSESSMENT), request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, register(visible_documents(request.user), **asked)


@require_GET
def document(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """What is known of a document, and what it stands by."""
    row = get_document(request.user, pk)
    is_frozen = service.is_frozen(row)
    context = {
        "document": row,
        "uses": uses_of(row),
        "newer": row.replaced_by.first(),
        "is_frozen": is_frozen,
        "may_write": can(request.user, C.ANSWER, row.office),
    }
    return render(request, "checklists/document.html", context)


@require_http_methods(["GET", "POST"])
def document_change(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Mend the title and the dates."""
    row = _to_write(request, pk)
    said = {name: getattr(row, name) for name in ("title", "dated_on", "valid_until")}
    form = DocumentForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        service.change(request.user, pk, form.given())
        messages.success(request, _("“%(title)s” is changed.") % {"title": form.given().title})
        return redirect("checklists:document", pk)
    return _form_page(request, row, form, "checklists/document_change.html")


@require_http_methods(["GET", "POST"])
def document_replace(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a newer version of the file."""
    row = _to_write(request, pk)
    if request.method == "GET":
        form = ReplaceForm(initial={"title": row.title})
        return _form_page(request, row, form, "checklists/document_replace.html")
    form = ReplaceForm(request.POST, request.FILES)
    if form.is_valid() and form.upload:
        file = form.cleaned_data["file"]
        try:
            new = service.replace(
                request.user, pk, form.given(), file=file, upload=form.upload, size=file.size
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%(title)s” is added.") % {"title": new.title})
            return redirect("checklists:document", new.pk)
    return _form_page(request, row, form, "checklists/document_replace.html")


@require_http_methods(["GET", "POST"])
def document_remove(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then remove a document for good."""
    row = _to_write(request, pk)
    if request.method == "POST":
        service.remove_document(request.user, pk)
        messages.success(request, _("“%(title)s” is removed.") % {"title": row.title})
        return redirect("checklists:document_list")
    context = {"document": row, "uses": uses_of(row), "is_frozen": service.is_frozen(row)}
    return render(request, "checklists/document_remove.html", context)


@require_GET
@never_cache
def document_file(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file, as a download."""
    row = get_readable_document(request.user, pk)
    response = attachment(row)
    note_view(request, row, row, "download")
    return response


@require_GET
@never_cache
def document_preview(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """A PNG of a picture or of a PDF's first page; with `?size=small` a light WebP."""
    row = get_readable_document(request.user, pk)
    if not row.has_preview:
        raise Http404
    small = request.GET.get("size") == "small"
    try:
        picture = preview_of(row, small=small)
    except (FileNotFoundError, FileError) as error:
        raise Http404 from error
    note_view(request, row, row, "preview")
    response = HttpResponse(picture, content_type="image/webp" if small else "image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _to_write(request: AuthenticatedRequest, pk: uuid.UUID) -> Document:
    row = get_document(request.user, pk)
    demand(request.user, C.ANSWER, row.office)
    return row


def _form_page(
    request: AuthenticatedRequest, row: Document, form: Form, template: str
) -> HttpResponse:
    context = {"document": row, "form": form, "is_frozen": service.is_frozen(row)}
    return render(request, template, context, status=400 if form.errors else 200)
