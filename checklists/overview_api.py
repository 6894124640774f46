"""The figures of the overview through the API, for whom the pages of the overview are."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from checklists.overview.comparison import Comparison, ThemeChange
from checklists.overview.comparison import comparison as compared
from checklists.overview.gaps import Gap, Gaps
from checklists.overview.heat import HeatMap, Row
from checklists.overview.selection import Place, Selection, State, cycles_in_reach
from checklists.overview.standing import standing
from checklists.overview_form import DIMENSIONS, FIGURES, SORTS, OverviewForm
from checklists.scoring import Figures
from orgs.access import demand_anywhere
from orgs.models import User
from orgs.roles import Capability


class AskedSerializer(serializers.Serializer[Any]):
    """What is looked at, as in the addresses of the pages. Without: the latest cycles, of all."""

    cycle = serializers.CharField(required=False, help_text="Its name")
    organization = serializers.IntegerField(required=False)
    kind = serializers.CharField(required=False, help_text="A kind of organization")
    office = serializers.IntegerField(required=False, help_text="With all offices below it")
    status = serializers.CharField(required=False, help_text='A state, or "late"')
    theme = serializers.CharField(required=False, help_text="Its slug")


class AskedGapsSerializer(AskedSerializer):
    """The same with an order of the offices."""

    sort = serializers.ChoiceField(SORTS, required=False)


class AskedHeatSerializer(AskedGapsSerializer):
    """The same for the heat map; `figure` is what the worst are sorted by."""

    dimension = serializers.ChoiceField(DIMENSIONS, required=False, default="practice")
    figure = serializers.ChoiceField(FIGURES, required=False, default="declared")


class AskedComparisonSerializer(AskedSerializer):
    """The same for the comparison; without, it is with the cycle before."""

    compared_with = serializers.CharField(required=False, help_text="The name of a cycle")
    dimension = serializers.ChoiceField(DIMENSIONS, required=False, default="practice")


class FiguresSerializer(serializers.Serializer[Figures]):
    """Numbers of items; completion, declared and verified in percent, null without a figure."""

    items = serializers.IntegerField(read_only=True)
    answered = serializers.IntegerField(read_only=True)
    applicable = serializers.IntegerField(read_only=True)
    accepted = serializers.IntegerField(read_only=True)
    completion = serializers.IntegerField(read_only=True, allow_null=True)
    declared = serializers.IntegerField(read_only=True, allow_null=True)
    verified = serializers.IntegerField(read_only=True, allow_null=True)


class PlaceSerializer(serializers.Serializer[Place]):
    """Which office in which cycle, and where it is."""

    assessment = serializers.IntegerField(read_only=True)
    office = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    organization = serializers.CharField(source="organization.name", read_only=True)
    cycle = serializers.CharField(source="cycle.name", read_only=True)
    due_on = serializers.DateField(source="cycle.due_on", read_only=True)
    state = serializers.ChoiceField(State.choices, read_only=True)
    days_late = serializers.IntegerField(read_only=True)
    is_paused = serializers.BooleanField(read_only=True)


class ThemeFiguresSerializer(serializers.Serializer[Any]):
    """A theme's figures."""

    slug = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    figures = FiguresSerializer(read_only=True)


class SumsSerializer(serializers.Serializer[Any]):
    """Figures together and theme by theme."""

    whole = FiguresSerializer(read_only=True)
    themes = ThemeFiguresSerializer(many=True, read_only=True)


class OfficeFiguresSerializer(SumsSerializer):
    """An office's figures."""

    place = PlaceSerializer(read_only=True)


class StateCountSerializer(serializers.Serializer[Any]):
    """How many offices are in a state."""

    state = serializers.ChoiceField(State.choices, read_only=True)
    offices = serializers.IntegerField(read_only=True)


class PagedSerializer(serializers.Serializer[Any]):
    """A page of offices."""

    count = serializers.IntegerField(read_only=True)
    next = serializers.URLField(read_only=True, allow_null=True)
    previous = serializers.URLField(read_only=True, allow_null=True)


class OverviewSerializer(PagedSerializer):
    """Who is where, and the heat map: sums of all offices, and results of a page of them."""

    late = serializers.IntegerField(read_only=True)
    states = StateCountSerializer(many=True, read_only=True)
    sums = SumsSerializer(read_only=True)
    results = OfficeFiguresSerializer(many=True, read_only=True)


class GapSerializer(serializers.Serializer[Gap]):
    """Policy and practice beside each other; the gaps are in percentage points."""

    policy = FiguresSerializer(read_only=True)
    practice = FiguresSerializer(read_only=True)
    practice_gap = serializers.IntegerField(read_only=True, allow_null=True)
    policy_unverified = serializers.IntegerField(read_only=True, allow_null=True)
    practice_unverified = serializers.IntegerField(read_only=True, allow_null=True)


class ThemeGapSerializer(serializers.Serializer[Any]):
    """A theme's gaps."""

    slug = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    gap = GapSerializer(read_only=True)


class OfficeGapSerializer(serializers.Serializer[Any]):
    """An office's gaps."""

    place = PlaceSerializer(read_only=True)
    gap = GapSerializer(read_only=True)


class GapsSerializer(PagedSerializer):
    """Gaps of all offices, theme by theme, and of a page of offices."""

    whole = GapSerializer(read_only=True)
    themes = ThemeGapSerializer(many=True, read_only=True)
    results = OfficeGapSerializer(many=True, read_only=True)


class ChangeSerializer(serializers.Serializer[ThemeChange]):
    """Figures on the comparable items before and now; differences in percentage points."""

    slug = serializers.CharField(source="theme.slug", read_only=True)
    title = serializers.CharField(source="theme.title", read_only=True)
    items = serializers.IntegerField(read_only=True)
    amended = serializers.IntegerField(read_only=True)
    before = FiguresSerializer(read_only=True)
    now = FiguresSerializer(read_only=True)
    difference = serializers.IntegerField(read_only=True, allow_null=True)
    verified_difference = serializers.IntegerField(read_only=True, allow_null=True)


class ComparisonSerializer(serializers.Serializer[Comparison]):
    """Two cycles beside each other; what can't be compared is named by the items' keys."""

    offices = serializers.IntegerField(read_only=True)
    offices_in_all = serializers.IntegerField(read_only=True)
    whole = ChangeSerializer(read_only=True, allow_null=True)
    themes = ChangeSerializer(many=True, read_only=True)
    new = serializers.SerializerMethodField()
    dropped = serializers.SerializerMethodField()
    changed = serializers.SerializerMethodField()

    def get_new(self, found: Comparison) -> list[str]:
        """What only the present checklist asks."""
        return [item.key for item in found.new]

    def get_dropped(self, found: Comparison) -> list[str]:
        """What only the former one asked."""
        return [item.key for item in found.dropped]

    def get_changed(self, found: Comparison) -> list[str]:
        """What is put to other offices, or asked otherwise."""
        return [item.key for item in found.changed]


def _selection(request: Request) -> Selection:
    """What the address asks for. 403 for others than the pages are for, 400 for the unknown."""
    user = request.user
    assert isinstance(user, User)
    demand_anywhere(user, Capability.VIEW_OVERVIEW)
    cycles = cycles_in_reach(user)
    form = OverviewForm(user, cycles, [], request.query_params)
    if not form.is_valid():
        raise serializers.ValidationError(
            {name: [str(each) for each in told] for name, told in form.errors.items()}
        )
    return Selection(user, form.asked(), cycles, timezone.localdate())


class OverviewViewSet(viewsets.GenericViewSet[Any]):
    """The overview of the offices in reach of a coordinator or the secretariat."""

    filter_backends = []
    pagination_class = None

    @extend_schema(parameters=[AskedHeatSerializer], responses=OverviewSerializer)
    def list(self, request: Request) -> Response:
        """Who is where, and the heat map, of one dimension. `page` leads through the offices."""
        selection = _selection(request)
        found = HeatMap(selection)
        counted = standing(selection.places)
        paginator = PageNumberPagination()
        page = paginator.paginate_queryset(found.ordered(), request) or []
        data = {
            "count": counted.offices,
            "next": paginator.get_next_link(),
            "previous": paginator.get_previous_link(),
            "late": counted.late,
            "states": [{"state": state, "offices": number} for state, number in counted.states],
            "sums": _figures(found, found.sums().whole),
            "results": [{"place": row.place, **_figures(found, row)} for row in found.rows(page)],
        }
        return Response(OverviewSerializer(data).data)

    @extend_schema(parameters=[AskedGapsSerializer], responses=GapsSerializer)
    @action(detail=False)
    def gaps(self, request: Request) -> Response:
        """Policy against practice, and verified against declared."""
        found = Gaps(_selection(request))
        sums = found.sums()
        paginator = PageNumberPagination()
        page = paginator.paginate_queryset(found.ordered(), request) or []
        data = {
            "count": len(found.selection.places),
            "next": paginator.get_next_link(),
            "previous": paginator.get_previous_link(),
            "whole": sums.whole,
            "themes": [
                {"slug": theme.slug, "title": theme.title, "gap": gap} for theme, gap in sums.themes
            ],
            "results": [{"place": place, "gap": gap} for place, gap in found.rows(page)],
        }
        return Response(GapsSerializer(data).data)

    @extend_schema(parameters=[AskedComparisonSerializer], responses=ComparisonSerializer)
    @action(detail=False)
    def comparison(self, request: Request) -> Response:
        """This cycle beside the one before, or another one."""
        return Response(ComparisonSerializer(compared(_selection(request))).data)


def _figures(found: HeatMap, row: Row) -> dict[str, Any]:
    """The first cell is of all themes."""
    whole, *cells = row.cells
    themes = [
        {"slug": theme.slug, "title": theme.title, "figures": cell.figures}
        for theme, cell in zip(found.themes, cells, strict=True)
    ]
    return {"whole": whole.figures, "themes": themes}
