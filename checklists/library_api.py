"""Instruments and their paragraphs through the API: read by everybody, brought in by the
secretariat.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django_filters.filters import CharFilter
from django_filters.rest_framework.filterset import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from checklists.api import IdFilter
from checklists.importers.reading import MAX_BYTES
from checklists.importers.resolution.parsed import Doubt, Reference, ResolutionError
from checklists.importers.transcript import DocumentError
from checklists.models import Footnote, Instrument, Paragraph
from checklists.services.anatomy import Anatomy, effective, with_anatomy
from checklists.services.instrument_drafts import too_large
from checklists.services.instruments import DoubtsError, import_document
from checklists.uploads import safe_name
from orgs.access import ConflictError, demand_anywhere
from orgs.models import User
from orgs.roles import Capability


class FootnoteSerializer(serializers.ModelSerializer[Footnote]):
    """A footnote."""

    class Meta:
        model = Footnote
        fields = ["mark", "text"]


class ReferenceSerializer(serializers.Serializer[Reference]):
    """An instrument that the text cites, with the words that cite it first."""

    kind = serializers.CharField(read_only=True)
    symbol = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)


class DoubtSerializer(serializers.Serializer[Doubt]):
    """What could not be read for sure; lines and pages count from 1."""

    message = serializers.CharField(read_only=True)
    line = serializers.IntegerField(read_only=True)
    page = serializers.IntegerField(read_only=True, allow_null=True)


class InstrumentSerializer(serializers.ModelSerializer[Instrument]):
    """An instrument; its paragraphs, annexed ones too, are at /paragraphs/?instrument=."""

    footnotes = FootnoteSerializer(many=True, read_only=True)

    class Meta:
        model = Instrument
        fields = [
            "id",
            "symbol",
            "organ",
            "title",
            "session",
            "agenda_item",
            "meeting",
            "adopted_on",
            "distributed_on",
            "official_address",
            "source_sha256",
            "footnotes",
        ]


class InstrumentDetailSerializer(InstrumentSerializer):
    """An instrument with what it cites, its annexes' headings, and the doubts left when saved."""

    draft_symbols = serializers.ListField(child=serializers.CharField(), read_only=True)
    references = ReferenceSerializer(many=True, read_only=True)
    doubts = DoubtSerializer(many=True, read_only=True)
    annexes = serializers.SerializerMethodField()

    class Meta(InstrumentSerializer.Meta):
        fields = [
            *InstrumentSerializer.Meta.fields,
            "draft_symbols",
            "references",
            "doubts",
            "annexes",
        ]

    def get_annexes(self, instrument: Instrument) -> list[str]:
        """The sections of the annexed paragraphs, in order."""
        annexed = instrument.paragraphs.filter(kind=Paragraph.Kind.ANNEX, parent=None)
        return list(dict.fromkeys(annexed.order_by("position").values_list("section", flat=True)))


class InstrumentUploadSerializer(serializers.Serializer[Any]):
    """A document: PDF, DOCX or text."""

    file = serializers.FileField(write_only=True)
    accept_doubts = serializers.BooleanField(write_only=True, default=False)

    def validate_file(self, file: Any) -> Any:
        """Too much is refused before it is read."""
        if file.size > MAX_BYTES:
            raise serializers.ValidationError(too_large(file.name))
        return file


class RefusalSerializer(serializers.Serializer[Any]):
    """Why nothing was stored: by field, or the doubts that nobody has accepted."""

    file = serializers.ListField(child=serializers.CharField(), required=False)
    doubts = DoubtSerializer(many=True, required=False)


class ParagraphSerializer(serializers.ModelSerializer[Paragraph]):
    """A paragraph, its text word for word; what it does is as the rules read or an officer says."""

    symbol = serializers.CharField(source="instrument.symbol", read_only=True)
    footnotes = serializers.ListField(
        source="footnote_marks", child=serializers.CharField(), read_only=True
    )
    verbs = serializers.SerializerMethodField()
    addressees = serializers.SerializerMethodField()
    themes = serializers.SerializerMethodField()
    corrected = serializers.SerializerMethodField()

    class Meta:
        model = Paragraph
        fields = [
            "id",
            "instrument",
            "symbol",
            "kind",
            "parent",
            "section",
            "number",
            "position",
            "text",
            "footnotes",
            "verbs",
            "addressees",
            "themes",
            "corrected",
        ]

    def get_verbs(self, paragraph: Paragraph) -> list[str]:
        """The operative verbs, as they stand in the text."""
        return [act.verb for act in effective(paragraph).acts]

    def get_addressees(self, paragraph: Paragraph) -> list[str]:
        """Whom they address, each once."""
        return list(effective(paragraph).addressees)

    def get_themes(self, paragraph: Paragraph) -> list[str]:
        """The slugs of the themes."""
        return list(effective(paragraph).themes)

    def get_corrected(self, paragraph: Paragraph) -> bool:
        """Whether an officer corrected what the rules read."""
        return effective(paragraph).corrected


class InstrumentViewSet(viewsets.ReadOnlyModelViewSet[Instrument]):
    """Instruments, the newest first."""

    queryset = (
        Instrument.objects.defer("transcript")
        .prefetch_related("footnotes")
        .order_by("-adopted_on", "symbol")
    )
    parser_classes = [MultiPartParser]
    lookup_value_converter = "int"
    filterset_fields = ["symbol"]

    def get_serializer_class(self) -> type[InstrumentSerializer]:
        """What an instrument cites only in the detail."""
        return InstrumentSerializer if self.action == "list" else InstrumentDetailSerializer

    @extend_schema(
        request=InstrumentUploadSerializer,
        responses={201: InstrumentDetailSerializer, 400: RefusalSerializer},
    )
    def create(self, request: Request) -> Response:
        """Bring an instrument in. The same file again gives what is there already."""
        assert isinstance(request.user, User)
        demand_anywhere(request.user, Capability.MANAGE_LIBRARY)
        form = InstrumentUploadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        file = form.validated_data["file"]
        try:
            instrument = import_document(
                request.user,
                file.read(),
                safe_name(file.name),
                accept_doubts=form.validated_data["accept_doubts"],
            )
        except (DocumentError, ResolutionError) as error:
            return Response({"file": [str(error)]}, status=400)
        except DoubtsError as error:
            return Response({"doubts": [asdict(doubt) for doubt in error.doubts]}, status=400)
        except ConflictError as error:
            return Response({"detail": str(error)}, status=409)
        return Response(InstrumentDetailSerializer(instrument).data, status=201)


def _picked(
    paragraphs: QuerySet[Paragraph], holds: Callable[[Anatomy], bool]
) -> QuerySet[Paragraph]:
    """The paragraphs whose anatomy fits. Not every database can look into a list in a column."""
    read = paragraphs.exclude(reading=None, correction=None).defer("text", "instrument__transcript")
    return paragraphs.filter(pk__in=[row.pk for row in read if holds(effective(row))])


class ParagraphFilters(FilterSet):
    """What paragraphs can be picked by."""

    instrument = IdFilter()
    addressee = CharFilter(method="by_addressee", label="An addressee's name, in full")
    theme = CharFilter(method="by_theme", label="A theme's slug")

    class Meta:
        model = Paragraph
        fields = ["instrument", "instrument__symbol", "kind", "number"]

    def by_addressee(
        self, paragraphs: QuerySet[Paragraph], name: str, value: str
    ) -> QuerySet[Paragraph]:
        """Those that address somebody, as it holds now."""
        return _picked(paragraphs, lambda anatomy: value in anatomy.addressees)

    def by_theme(
        self, paragraphs: QuerySet[Paragraph], name: str, value: str
    ) -> QuerySet[Paragraph]:
        """Those on a theme, as it holds now."""
        return _picked(paragraphs, lambda anatomy: value in anatomy.themes)


class ParagraphViewSet(viewsets.ReadOnlyModelViewSet[Paragraph]):
    """Paragraphs in their order."""

    queryset = (
        with_anatomy(Paragraph.objects.all())
        .select_related("instrument")
        .defer("instrument__transcript")
        .order_by("instrument", "position")
    )
    serializer_class = ParagraphSerializer
    lookup_value_converter = "int"
    filterset_class = ParagraphFilters
