"""Instruments and checklists, for every signed-in person: what is asked, and on what ground."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from checklists.models import Checklist, Instrument, Item, Paragraph
from checklists.queries import items_by_theme
from orgs.access import AuthenticatedRequest


@require_GET
def instrument_list(request: AuthenticatedRequest) -> HttpResponse:
    """All instruments."""
    instruments = Instrument.objects.annotate(
        operative_count=Count("paragraphs", filter=Q(paragraphs__kind=Paragraph.Kind.OPERATIVE))
    ).order_by("-adopted_on", "symbol")
    page = Paginator(instruments, 50).get_page(request.GET.get("page"))
    return render(request, "checklists/instrument_list.html", {"page": page})


@require_GET
def instrument(request: AuthenticatedRequest, symbol: str) -> HttpResponse:
    """An instrument with the text of its paragraphs, and the items that serve each."""
    if "\0" in symbol:  # PostgreSQL takes no such text
        raise Http404
    instrument = get_object_or_404(
        Instrument.objects.select_related("older_link__older", "newer_link__newer"), symbol=symbol
    )
    published = instrument.checklists.filter(status=Checklist.Status.PUBLISHED)
    checklists = list(published.order_by("slug", "-version"))
    # An item of two versions of a checklist is one question: the newest version stands for all.
    newest = {checklist.slug: checklist for checklist in reversed(checklists)}
    items = Item.objects.filter(checklist__in=newest.values()).select_related("checklist")
    paragraphs = instrument.paragraphs.order_by("position").prefetch_related(
        Prefetch("items", items.order_by("checklist__slug", "position"), to_attr="asked_by")
    )
    context = {
        "instrument": instrument,
        "preambular": [p for p in paragraphs if p.kind == Paragraph.Kind.PREAMBULAR],
        "operative": [p for p in paragraphs if p.kind == Paragraph.Kind.OPERATIVE],
        "footnotes": instrument.footnotes.all(),
        "checklists": checklists,
        "older_link": getattr(instrument, "older_link", None),
        "newer_link": getattr(instrument, "newer_link", None),
    }
    return render(request, "checklists/instrument.html", context)


@require_GET
def checklist_list(request: AuthenticatedRequest) -> HttpResponse:
    """All published checklists."""
    checklists = (
        Checklist.objects.filter(status=Checklist.Status.PUBLISHED)
        .select_related("instrument")
        .annotate(item_count=Count("items"))
        .order_by("slug", "-version")
    )
    page = Paginator(checklists, 50).get_page(request.GET.get("page"))
    return render(request, "checklists/checklist_list.html", {"page": page})


@require_GET
def checklist(request: AuthenticatedRequest, slug: str, version: int) -> HttpResponse:
    """A published checklist with all its items."""
    checklist = get_object_or_404(
        Checklist.objects.select_related("instrument"),
        slug=slug,
        version=version,
        status=Checklist.Status.PUBLISHED,
    )
    items = checklist.items.select_related("theme", "paragraph").order_by("position")
    context = {"checklist": checklist, "themes": items_by_theme(items), "total": len(items)}
    return render(request, "checklists/checklist.html", context)
