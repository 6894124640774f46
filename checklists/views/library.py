"""Instruments and checklists, for every signed-in person: what is asked, and on what ground."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from checklists.models import Checklist, Instrument, Item
from checklists.queries import items_by_theme
from checklists.services.anatomy import Anatomy, effective, with_anatomy
from checklists.views.paragraph_tree import Kind, Node, footnotes, mark_deciding, stored_tree
from orgs.access import AuthenticatedRequest, holds
from orgs.roles import Capability as C

# What no list of instruments shows.
_LARGE = ["transcript", "doubts"]


@require_GET
def instrument_list(request: AuthenticatedRequest) -> HttpResponse:
    """All instruments."""
    instruments = Instrument.objects.annotate(
        operative_count=Count(
            "paragraphs", filter=Q(paragraphs__kind=Kind.OPERATIVE, paragraphs__parent=None)
        )
    ).order_by("-adopted_on", "symbol")
    page = Paginator(instruments.defer(*_LARGE), 50).get_page(request.GET.get("page"))
    context = {"page": page, "may_bring_in": holds(request.user, C.MANAGE_LIBRARY)}
    return render(request, "checklists/instrument_list.html", context)


@require_GET
def instrument(request: AuthenticatedRequest, symbol: str) -> HttpResponse:
    """An instrument with the text of its paragraphs, and the items that serve each."""
    if "\0" in symbol:  # PostgreSQL takes no such text
        raise Http404
    linked = Instrument.objects.select_related("older_link__older", "newer_link__newer")
    far = [
        f"{link}__{name}" for link in ("older_link__older", "newer_link__newer") for name in _LARGE
    ]
    instrument = get_object_or_404(linked.defer("transcript", *far), symbol=symbol)
    published = instrument.checklists.filter(status=Checklist.Status.PUBLISHED)
    checklists = list(published.order_by("slug", "-version"))
    # An item of two versions of a checklist is one question: the newest version stands for all.
    newest = {checklist.slug: checklist for checklist in reversed(checklists)}
    items = Item.objects.filter(checklist__in=newest.values()).select_related("checklist")
    paragraphs = with_anatomy(instrument.paragraphs.order_by("position")).prefetch_related(
        Prefetch("items", items.order_by("checklist__slug", "position"), to_attr="asked_by")
    )
    notes = footnotes(instrument.footnotes.all())
    roots = stored_tree(paragraphs, notes)
    context = {
        "instrument": instrument,
        "preambular": [root for root in roots if root.kind == Kind.PREAMBULAR],
        "operative": _read(root for root in roots if root.kind == Kind.OPERATIVE),
        "annexed": _read(root for root in roots if root.kind == Kind.ANNEX),
        "notes": notes,
        "cited": _cited(instrument),
        "checklists": checklists,
        "older_link": getattr(instrument, "older_link", None),
        "newer_link": getattr(instrument, "newer_link", None),
    }
    return render(request, "checklists/instrument.html", context)


def _read(roots: Iterable[Node]) -> list[tuple[Node, Anatomy]]:
    """Paragraphs with their anatomy; the words that decided are marked unless it was corrected."""
    read = []
    for root in roots:
        assert root.row is not None
        anatomy = effective(root.row)
        if not anatomy.corrected and (reading := getattr(root.row, "reading", None)):
            mark_deciding(root, [act["words"] for act in reading.acts])
        read.append((root, anatomy))
    return read


def _cited(instrument: Instrument) -> list[tuple[dict[str, str], bool]]:
    """What an instrument cites, and whether it is in the library."""
    symbols = {reference["symbol"] for reference in instrument.references}
    known = set(Instrument.objects.filter(symbol__in=symbols).values_list("symbol", flat=True))
    return [(reference, reference["symbol"] in known) for reference in instrument.references]


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
