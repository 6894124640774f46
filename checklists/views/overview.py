"""The overview of coordinators and the secretariat: each table as a page and as a file."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from checklists.access import get_assessment, visible_answers
from checklists.models import Item
from checklists.overview import sheets
from checklists.overview.comparison import comparison as compared
from checklists.overview.gaps import Gap, Gaps
from checklists.overview.heat import HeatMap
from checklists.overview.items import badness, count_labels, given, item_counts, whole_answers
from checklists.overview.selection import Selection, State, cycles_in_reach
from checklists.overview.standing import bar, branch_standings, in_order, progress, standing
from checklists.overview_form import FIGURES, OverviewForm
from checklists.queries import by_theme, figures_by_dimension
from checklists.scale import Dimension
from checklists.services.overview import note_download
from checklists.spreadsheet import CONTENT_TYPES, Sheet, written
from orgs.access import AuthenticatedRequest, demand_anywhere
from orgs.roles import Capability as C

PER_PAGE = 50
_CYCLES_NAMED = 5
_EVERYWHERE = ["cycle", "organization", "kind", "office", "status"]

Context = dict[str, Any]
# From what is asked for to the page's context, and to the table of the file.
Shown = tuple[Callable[[], Context], Callable[[], Sheet]]


def _page(
    request: AuthenticatedRequest, name: str, fields: list[str], show: Callable[[Selection], Shown]
) -> HttpResponse:
    """A page, or with ?as=csv or ?as=xlsx its file. 400 where the address asks for the unknown."""
    demand_anywhere(request.user, C.VIEW_OVERVIEW)
    cycles = cycles_in_reach(request.user)
    form = OverviewForm(request.user, cycles, [*_EVERYWHERE, *fields], request.GET)
    template = f"checklists/overview_{name}.html"
    context: Context = {"form": form, "tab": name, "has_cycles": bool(cycles)}
    format_ = request.GET.get("as", "")
    if not form.is_valid() or format_ not in ("", *CONTENT_TYPES):
        return render(request, template, context, status=400)
    selection = Selection(request.user, form.asked(), cycles, timezone.localdate())
    as_page, as_sheet = show(selection)
    if format_ in ("csv", "xlsx"):
        return _file(request, name, as_sheet(), "xlsx" if format_ == "xlsx" else "csv")
    context |= {
        "selection": selection,
        "asked": selection.asked,
        "many": selection.has_many_organizations,
    }
    return render(request, template, context | as_page())


def _file(request: AuthenticatedRequest, name: str, sheet: Sheet, format_: Any) -> HttpResponse:
    note_download(
        request.user, name, format_, {name: str(value) for name, value in request.GET.items()}
    )
    day = timezone.localdate().isoformat()
    return HttpResponse(
        written(sheet, format_),
        content_type=CONTENT_TYPES[format_],
        headers={
            "Content-Disposition": f'attachment; filename="overview-{name}-{day}.{format_}"',
            "Cache-Control": "no-store",
        },
    )


def _paged(request: AuthenticatedRequest, rows: list[Any]) -> Any:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


@require_GET
def overview(request: AuthenticatedRequest) -> HttpResponse:
    """Who is where: offices by state, the late ones standing out."""

    def show(selection: Selection) -> Shown:
        places = in_order(selection.places, selection.asked.sort)

        def page() -> Context:
            found = standing(places)
            rows = _paged(request, places)
            counted = progress(rows.object_list)
            return {
                "page": rows,
                "rows": [(place, counted[place.assessment]) for place in rows],
                "standing": found,
                "bar": bar(found),
                "states": list(State),
                "branches": branch_standings(selection),
            }

        return page, lambda: sheets.standing_sheet(places, progress(places))

    return _page(request, "standing", ["sort"], show)


@require_GET
def heat(request: AuthenticatedRequest) -> HttpResponse:
    """Offices × themes."""

    def show(selection: Selection) -> Shown:
        found = HeatMap(selection)

        def page() -> Context:
            offices = _paged(request, found.ordered())
            return {
                "themes": found.themes,
                "sums": found.sums(),
                "page": offices,
                "rows": found.rows(offices.object_list),
                "dimension": Dimension(selection.asked.dimension).label,
                "figure": dict(FIGURES)[selection.asked.figure],
            }

        return page, lambda: sheets.heat_sheet(found.themes, found.rows(found.ordered()))

    return _page(request, "heat", ["theme", "dimension", "figure", "sort"], show)


@require_GET
def gaps(request: AuthenticatedRequest) -> HttpResponse:
    """Policy against practice, verified against declared."""

    def show(selection: Selection) -> Shown:
        found = Gaps(selection)

        def page() -> Context:
            offices = _paged(request, found.ordered())
            return {
                "sums": found.sums(),
                "page": offices,
                "rows": found.rows(offices.object_list),
            }

        return page, lambda: sheets.gap_sheet(found)

    return _page(request, "gaps", ["theme", "sort"], show)


@require_GET
def items(request: AuthenticatedRequest) -> HttpResponse:
    """Item by item: how many offices answered what."""

    def show(selection: Selection) -> Shown:
        found = item_counts(selection)

        def page() -> Context:
            labels = count_labels()
            rows = [(each, list(zip(labels, each.numbers, strict=True))) for each in found]
            return {"labels": labels, "rows": rows}

        return page, lambda: sheets.item_sheet(found)

    return _page(request, "items", ["theme"], show)


@require_GET
def item(request: AuthenticatedRequest, key: str) -> HttpResponse:
    """Which office is where for one item."""
    demand_anywhere(request.user, C.VIEW_OVERVIEW)

    def show(selection: Selection) -> Shown:
        asked = (
            Item.objects.filter(key=key, checklist__in=selection.checklists)
            .select_related("theme", "checklist", "paragraph__instrument")
            .defer("checklist__source", "paragraph__instrument__transcript")
        )
        newest = asked.order_by("-checklist").first()
        if newest is None:
            raise Http404
        places = {place.assessment: place for place in selection.places}
        rows = [
            (places[assessment], answer, value, verdict)
            for assessment, answer, value, verdict in given(selection, key)
        ]
        if selection.asked.sort == "name":
            rows.sort(key=lambda row: row[0].name.casefold())
        elif selection.asked.sort == "worst":
            rows.sort(key=lambda row: badness(row[2]))

        def page() -> Context:
            shown = _paged(request, rows)
            answers = whole_answers([row[1] for row in shown])
            return {
                "item": newest,
                "page": shown,
                "rows": [(place, answers[pk]) for place, pk, _value, _verdict in shown],
            }

        return page, lambda: sheets.answer_sheet(
            newest.ref, [(place, value, verdict) for place, _pk, value, verdict in rows]
        )

    return _page(request, "item", ["sort"], show)


@require_GET
def comparison(request: AuthenticatedRequest) -> HttpResponse:
    """This cycle beside another one."""

    def show(selection: Selection) -> Shown:
        found = compared(selection)

        def page() -> Context:
            return {
                "comparison": found,
                "shown_cycles": found.cycles[:_CYCLES_NAMED],
                "more_cycles": len(found.cycles[_CYCLES_NAMED:]),
                "dimension": Dimension(selection.asked.dimension).label,
                "apart": [(title, items) for title, items in sheets.incomparable(found) if items],
            }

        return page, lambda: sheets.comparison_sheet(found)

    return _page(request, "comparison", ["compared_with", "theme", "dimension"], show)


@require_GET
def office(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One office in one cycle: theme by theme, down to each answer."""
    assessment = get_assessment(request.user, pk, C.VIEW_OVERVIEW)
    answers = visible_answers(request.user, assessment).defer(
        "justification", "not_applicable_reason", "item__paragraph__instrument__transcript"
    )
    themes = []
    for group in by_theme(answers):
        figures = figures_by_dimension(group.answers)
        themes.append((group, Gap(figures[Dimension.POLICY], figures[Dimension.PRACTICE])))
    context = {"assessment": assessment, "themes": themes, "today": timezone.localdate()}
    return render(request, "checklists/overview_office.html", context)
