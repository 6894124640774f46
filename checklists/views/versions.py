"""A checklist as a whole: what it does with each paragraph, what a version changed, its file."""

from collections import Counter

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checklists.coverage import coverage
from checklists.filters import CoverageForm, OtherChecklistForm
from checklists.models import Checklist, Disposition
from checklists.services.versions import changes_between, former_version
from orgs.access import AuthenticatedRequest


def _published(slug: str, version: int) -> Checklist:
    return get_object_or_404(
        Checklist.objects.select_related("instrument"),
        slug=slug,
        version=version,
        status=Checklist.Status.PUBLISHED,
    )


@require_GET
def coverage_page(request: AuthenticatedRequest, slug: str, version: int) -> HttpResponse:
    """Every operative paragraph with its disposition; filtered by disposition, addressee, theme."""
    checklist = _published(slug, version)
    rows = coverage(checklist)
    form = CoverageForm(rows, request.GET or None)
    shown = form.filtered(rows)
    counts = Counter(row.disposition.kind if row.disposition else "" for row in rows)
    context = {
        "checklist": checklist,
        "rows": shown,
        "total": len(rows),
        "form": form,
        "counts": [
            (label, counts[value])
            for value, label in (*Disposition.Kind.choices, ("", _("Nothing said")))
            if value or counts[value]
        ],
    }
    return render(request, "checklists/coverage.html", context)


@require_GET
def changes(request: AuthenticatedRequest, slug: str, version: int) -> HttpResponse:
    """The difference from the last version, or from another checklist, item by item."""
    checklist = _published(slug, version)
    former = former_version(checklist)
    form = OtherChecklistForm(checklist, former, request.GET or None)
    other = form.chosen() or former
    found = changes_between(other, checklist) if other else []
    context = {
        "checklist": checklist,
        "other": other,
        "form": form,
        "changes": [change for change in found if change.kind != "same"],
        "counts": [
            (label, sum(change.kind == kind for change in found))
            for kind, label in (
                ("same", _("Unchanged: answers are offered as they were")),
                ("changed", _("Changed: answers are to be confirmed anew")),
                ("new", _("New: answered from the beginning")),
                ("removed", _("No longer asked: answers stay where they were given")),
            )
        ],
    }
    return render(request, "checklists/changes.html", context)


@require_GET
def export(request: AuthenticatedRequest, slug: str, version: int) -> HttpResponse:
    """The checklist's file, as it was imported."""
    checklist = _published(slug, version)
    if not checklist.source:
        raise Http404(_("This checklist was imported before files were kept."))
    response = HttpResponse(checklist.source, content_type="application/yaml; charset=utf-8")
    name = f"{checklist.slug}.v{checklist.version}.yaml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
