"""Editions side by side, correcting a match, and the life of one duty."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checklists.edition_forms import EditionLinkForm, MatchForm
from checklists.lineage import CorrectionError, Relation, only_punctuation
from checklists.models import EditionLink, Instrument, Paragraph, ParagraphPair
from checklists.services.life import life_of
from checklists.services.lineage import (
    link_editions,
    stored_pairs,
    suggest_predecessor,
    unlink_editions,
)
from checklists.services.match_correction import correct_match, state
from orgs.access import AuthenticatedRequest, ConflictError, demand_anywhere, holds
from orgs.roles import Capability as C


@require_http_methods(["GET", "POST"])
def lineage_list(request: AuthenticatedRequest) -> HttpResponse:
    """All linked editions; the secretariat links further ones here."""
    may_link = holds(request.user, C.MANAGE_LIBRARY)
    form, status = EditionLinkForm(initial=_suggested(request)), 200
    if request.method == "POST":
        demand_anywhere(request.user, C.MANAGE_LIBRARY)
        form, status = EditionLinkForm(request.POST), 400
        if form.is_valid():
            try:
                link = link_editions(request.user, **form.cleaned_data)
            except ConflictError as error:
                form.add_error(None, str(error))
                status = 409
            else:
                messages.success(request, _("The editions are linked and compared."))
                return redirect("checklists:lineage", link.pk)
    links = EditionLink.objects.select_related("older", "newer").annotate(
        **{f"{relation}_count": _count_of(relation) for relation in Relation}
    )
    page = Paginator(links.order_by("-newer__adopted_on"), 50).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "may_link": may_link}
    return render(request, "checklists/lineage_list.html", context, status=status)


def _count_of(relation: Relation) -> Count:
    return Count("pairs", filter=Q(pairs__relation=relation))


def _suggested(request: AuthenticatedRequest) -> dict[str, Instrument | None]:
    """The form's first values: the instrument that the address names, and what it may follow."""
    number = request.GET.get("newer", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return {}
    newer = Instrument.objects.filter(pk=int(number)).first()
    return {"newer": newer, "older": suggest_predecessor(newer)} if newer else {}


@require_GET
def lineage(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Two editions, paragraph beside paragraph."""
    link = get_object_or_404(EditionLink.objects.select_related("older", "newer"), pk=pk)
    pairs = stored_pairs(link)
    counts = Counter(pair.relation.value for pair in pairs)
    wanted = request.GET.get("relation")
    shown = [pair for pair in pairs if wanted not in counts or pair.relation == wanted]
    diffs = [(pair, pair.diff()) for pair in shown]
    context = {
        "link": link,
        "total": len(pairs),
        "pairs": [(pair, pieces, only_punctuation(pieces)) for pair, pieces in diffs],
        "relations": [
            (relation.value, relation.label, counts[relation.value])
            for relation in ParagraphPair.Relation
            if counts[relation.value]
        ],
        "wanted": wanted if wanted in counts else "",
        "may_correct": holds(request.user, C.MANAGE_LIBRARY),
    }
    return render(request, "checklists/lineage.html", context)


@require_http_methods(["GET", "POST"])
def lineage_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Undo a link that was a mistake."""
    demand_anywhere(request.user, C.MANAGE_LIBRARY)
    link = get_object_or_404(EditionLink.objects.select_related("older", "newer"), pk=pk)
    if request.method == "POST":
        unlink_editions(request.user, pk)
        messages.success(request, _("The editions are no longer linked."))
        return redirect("checklists:lineage_list")
    corrections = link.pairs.filter(corrected_at__isnull=False).count()
    context = {"link": link, "corrections": corrections}
    return render(request, "checklists/lineage_remove.html", context)


@require_http_methods(["GET", "POST"])
def pair(request: AuthenticatedRequest, pk: int, pair_pk: int) -> HttpResponse:
    """One match, with who corrected it; the secretariat sets it right here."""
    may_correct = holds(request.user, C.MANAGE_LIBRARY)
    if request.method == "POST":
        demand_anywhere(request.user, C.MANAGE_LIBRARY)
    link = get_object_or_404(EditionLink.objects.select_related("older", "newer"), pk=pk)
    shown = next((p for p in stored_pairs(link) if p.row and p.row.pk == pair_pk), None)
    if shown is None or shown.row is None:
        if request.method == "POST":  # it stood there when the form was opened
            raise ConflictError(_("Somebody else corrected this match meanwhile."))
        raise Http404
    row = shown.row
    row.link = link
    form = _match_form(request, row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        relation = Relation(data["relation"] or Relation.AMENDED)
        try:
            correct_match(request.user, row.pk, data["counterpart"], relation, seen=data["seen"])
        except CorrectionError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The match is corrected. It stays so."))
            return redirect(f"{reverse('checklists:lineage', args=[pk])}#{_anchor(row)}")
    context = {
        "link": link,
        "pair": shown,
        "pieces": shown.diff(),
        "form": form,
        "may_correct": may_correct,
    }
    return render(request, "checklists/pair.html", context, status=400 if form.errors else 200)


def _match_form(request: AuthenticatedRequest, row: ParagraphPair) -> MatchForm:
    counterpart = row.old_id if row.new_id else row.new_id
    relation = row.relation if counterpart else ""
    initial = {"counterpart": counterpart, "relation": relation, "seen": state(row)}
    return MatchForm(row, request.POST if request.method == "POST" else None, initial=initial)


def _anchor(row: ParagraphPair) -> str:
    """Where the paragraph that was set right stands on the page of its editions."""
    return f"new-{row.new_id}" if row.new_id else f"old-{row.old_id}"


@require_GET
def life(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The life of one duty across all linked editions."""
    paragraph = get_object_or_404(
        Paragraph.objects.select_related("instrument"),
        pk=pk,
        kind=Paragraph.Kind.OPERATIVE,
        parent=None,
    )
    stages = life_of(paragraph)
    first = stages[0].instrument
    context = {
        "paragraph": paragraph,
        "stages": stages,
        "from_the_oldest": not EditionLink.objects.filter(newer=first).exists(),
    }
    return render(request, "checklists/life.html", context)
