"""Read access to checklists, editions and assessments, scoped like the pages."""

from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.forms import Field, IntegerField
from django_filters.filters import Filter
from django_filters.rest_framework.filterset import FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from checklists.access import get_assessment, visible_answers, visible_assessments
from checklists.lineage import Piece
from checklists.models import (
    Answer,
    Assessment,
    Checklist,
    Document,
    EditionLink,
    Evidence,
    Instrument,
    Item,
    ParagraphPair,
    Theme,
)
from checklists.queries import with_progress
from checklists.services.lineage import ComparedPair, stored_pairs
from orgs.models import User
from orgs.roles import Capability as C


class IdFilter(Filter):
    """The number of another row. One that isn't there and one out of reach are told alike."""

    field_class: type[Field] = IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_value=BigIntegerField.MAX_BIGINT, **kwargs)


class ThemeSerializer(serializers.ModelSerializer[Theme]):
    """A theme of a checklist."""

    class Meta:
        model = Theme
        fields = ["slug", "title"]


class ItemSerializer(serializers.ModelSerializer[Item]):
    """An item, in our own words."""

    theme = serializers.SlugRelatedField[Theme](slug_field="slug", read_only=True)
    paragraph_number = serializers.CharField(source="paragraph.number", read_only=True)

    class Meta:
        model = Item
        fields = [
            "ref",
            "paragraph",
            "paragraph_number",
            "theme",
            "key",
            "dimension",
            "is_critical",
            "indicator",
            "organizations",
            "places",
            "question",
            "guidance",
            "evidence_examples",
            "sources",
        ]


class ChecklistSerializer(serializers.ModelSerializer[Checklist]):
    """A published version of a checklist."""

    instrument = serializers.SlugRelatedField[Instrument](slug_field="symbol", read_only=True)

    class Meta:
        model = Checklist
        fields = ["id", "slug", "version", "title", "language", "instrument", "published_at"]


class ChecklistDetailSerializer(ChecklistSerializer):
    """A published version of a checklist with its themes and items."""

    themes = ThemeSerializer(many=True, read_only=True)
    items = ItemSerializer(many=True, read_only=True)

    class Meta(ChecklistSerializer.Meta):
        fields = [*ChecklistSerializer.Meta.fields, "themes", "items"]


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """Evidence; a file is fetched at `download`, with the same session.

    `document` is the same wherever a document is used; what is "sighted" isn't uploaded: `place`
    says where it can be seen, and `sighted_at` when a reviewer saw it.
    """

    document = serializers.PrimaryKeyRelatedField[Document](read_only=True)
    kind = serializers.ChoiceField(
        source="document.kind", choices=Document.Kind.choices, read_only=True
    )
    title = serializers.CharField(source="document.title", read_only=True)
    url = serializers.CharField(source="document.url", read_only=True)
    place = serializers.CharField(source="document.place", read_only=True)
    file_name = serializers.CharField(source="document.file_name", read_only=True)
    content_type = serializers.CharField(source="document.content_type", read_only=True)
    size = serializers.IntegerField(source="document.size", read_only=True)
    dated_on = serializers.DateField(source="document.dated_on", read_only=True)
    valid_until = serializers.DateField(source="document.valid_until", read_only=True)
    download = serializers.HyperlinkedIdentityField(view_name="checklists:evidence")

    class Meta:
        model = Evidence
        fields = [
            "id",
            "document",
            "kind",
            "title",
            "url",
            "place",
            "file_name",
            "content_type",
            "size",
            "dated_on",
            "valid_until",
            "added_at",
            "sighted_at",
            "download",
        ]


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    """An office's answer to one item; `value` is "" while it is unanswered.

    `come_back` says that the office doesn't know yet; the item is as open as without.

    `figures` has a number for each cell of an indicator: {"total": 3}, or {"local.women": 3, …}.
    """

    item = serializers.SlugRelatedField[Item](slug_field="ref", read_only=True)
    evidence = EvidenceSerializer(many=True, read_only=True)

    class Meta:
        model = Answer
        fields = [
            "item",
            "value",
            "come_back",
            "figures",
            "justification",
            "not_applicable_reason",
            "version",
            "updated_at",
            "verdict",
            "evidence",
        ]


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    """An assessment with its progress, in numbers of items."""

    organization = serializers.CharField(source="office.organization.name", read_only=True)
    office = serializers.CharField(source="office.name", read_only=True)
    cycle = serializers.CharField(source="cycle.name", read_only=True)
    due_on = serializers.DateField(source="cycle.due_on", read_only=True)
    checklist = serializers.PrimaryKeyRelatedField[Checklist](
        source="cycle.checklist", read_only=True
    )
    item_count = serializers.IntegerField(read_only=True)
    answered_count = serializers.IntegerField(read_only=True)
    accepted_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Assessment
        fields = [
            "id",
            "organization",
            "office",
            "cycle",
            "due_on",
            "checklist",
            "status",
            "round",
            "submitted_at",
            "signed_off_at",
            "item_count",
            "answered_count",
            "accepted_count",
        ]


class AssessmentDetailSerializer(AssessmentSerializer):
    """An assessment with the answers that the caller may see."""

    answers = serializers.SerializerMethodField()

    class Meta(AssessmentSerializer.Meta):
        fields = [*AssessmentSerializer.Meta.fields, "answers"]

    @extend_schema_field(AnswerSerializer(many=True))
    def get_answers(self, assessment: Assessment) -> Any:
        """All answers, or for a contributor those delegated to them."""
        user = self.context["request"].user
        answers = visible_answers(user, assessment).prefetch_related("evidence__document")
        return AnswerSerializer(answers, many=True, context=self.context).data


class ChecklistViewSet(viewsets.ReadOnlyModelViewSet[Checklist]):
    """Published checklists."""

    queryset = Checklist.objects.filter(status=Checklist.Status.PUBLISHED).order_by(
        "slug", "-version"
    )
    lookup_value_converter = "int"
    filterset_fields = ["slug", "instrument__symbol"]

    def get_queryset(self) -> QuerySet[Checklist]:
        """With the items where they are shown."""
        checklists = super().get_queryset().select_related("instrument")
        if self.action == "retrieve":
            return checklists.prefetch_related("themes", "items__theme", "items__paragraph")
        return checklists

    def get_serializer_class(self) -> type[ChecklistSerializer]:
        """Items only in the detail."""
        return ChecklistDetailSerializer if self.action == "retrieve" else ChecklistSerializer


class PieceSerializer(serializers.Serializer[Piece]):
    """A run of text: "same", "deleted" or "inserted"."""

    kind = serializers.ChoiceField(["same", "deleted", "inserted"], read_only=True)
    text = serializers.CharField(read_only=True)


class PairSerializer(serializers.Serializer[ComparedPair]):
    """What became of a paragraph; `old` or `new` is null where the edition has none."""

    old = serializers.CharField(source="old.paragraph.number", default=None, read_only=True)
    new = serializers.CharField(source="new.paragraph.number", default=None, read_only=True)
    relation = serializers.ChoiceField(ParagraphPair.Relation.choices, read_only=True)
    similarity = serializers.FloatField(read_only=True)
    corrected_at = serializers.DateTimeField(source="row.corrected_at", read_only=True)
    diff = PieceSerializer(many=True, read_only=True)


class LineageSerializer(serializers.ModelSerializer[EditionLink]):
    """Two instruments of which the newer follows the older."""

    older = serializers.SlugRelatedField[Instrument](slug_field="symbol", read_only=True)
    newer = serializers.SlugRelatedField[Instrument](slug_field="symbol", read_only=True)

    class Meta:
        model = EditionLink
        fields = ["id", "older", "newer", "linked_at"]


class LineageDetailSerializer(LineageSerializer):
    """Two editions with the pairs of their operative paragraphs."""

    pairs = serializers.SerializerMethodField()

    class Meta(LineageSerializer.Meta):
        fields = [*LineageSerializer.Meta.fields, "pairs"]

    @extend_schema_field(PairSerializer(many=True))
    def get_pairs(self, link: EditionLink) -> Any:
        """In the order of the newer edition."""
        return [PairSerializer(pair).data for pair in stored_pairs(link)]


class LineageViewSet(viewsets.ReadOnlyModelViewSet[EditionLink]):
    """Linked editions, the newest first."""

    queryset = EditionLink.objects.select_related("older", "newer").order_by("-newer__adopted_on")
    lookup_value_converter = "int"
    filterset_fields = ["older__symbol", "newer__symbol"]

    def get_serializer_class(self) -> type[LineageSerializer]:
        """Pairs only in the detail."""
        return LineageDetailSerializer if self.action == "retrieve" else LineageSerializer


class AssessmentFilters(FilterSet):
    """What assessments can be picked by."""

    cycle = IdFilter()
    office = IdFilter()

    class Meta:
        model = Assessment
        fields = ["status", "cycle", "office"]


class AssessmentViewSet(viewsets.ReadOnlyModelViewSet[Assessment]):
    """The assessments in reach of the caller."""

    queryset = Assessment.objects.none()
    filterset_class = AssessmentFilters

    def get_queryset(self) -> QuerySet[Assessment]:
        """Those in reach."""
        user = self.request.user
        if not isinstance(user, User):
            return super().get_queryset()
        return with_progress(visible_assessments(user))

    def get_object(self) -> Assessment:
        """404 for an outsider and 403 for a member who may not, like the pages."""
        assert isinstance(self.request.user, User)
        pk: int = self.kwargs["pk"]
        get_assessment(self.request.user, pk, C.VIEW_ASSESSMENT, C.CONTRIBUTE)
        return self.get_queryset().get(pk=pk)

    def get_serializer_class(self) -> type[AssessmentSerializer]:
        """Answers only in the detail."""
        return AssessmentDetailSerializer if self.action == "retrieve" else AssessmentSerializer

    lookup_value_converter = "int"
