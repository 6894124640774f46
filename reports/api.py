"""Read access to reports, scoped like the pages."""

from django.db.models import QuerySet
from django_filters.rest_framework.filterset import FilterSet
from rest_framework import serializers, viewsets

from checklists.api import IdFilter
from orgs.models import User
from reports.access import get_report, visible_reports
from reports.models import Report


class ReportSerializer(serializers.ModelSerializer[Report]):
    """A report; the PDF is fetched at `download`, with the same session, once it is done."""

    organization = serializers.CharField(
        source="office.organization.name", read_only=True, allow_null=True
    )
    office = serializers.CharField(source="office.name", read_only=True, allow_null=True)
    progress = serializers.IntegerField(read_only=True)
    download = serializers.HyperlinkedIdentityField(view_name="reports:download")

    class Meta:
        model = Report
        fields = [
            "id",
            "kind",
            "tier",
            "language",
            "organization",
            "office",
            "cycle",
            "checklist",
            "assessment",
            "schedule",
            "scheduled_for",
            "period_start",
            "period_end",
            "status",
            "step",
            "progress",
            "created_at",
            "finished_at",
            "data_sha256",
            "file_sha256",
            "size",
            "error",
            "download",
        ]


class ReportFilters(FilterSet):
    """What reports can be picked by."""

    office = IdFilter()
    assessment = IdFilter()
    schedule = IdFilter()

    class Meta:
        model = Report
        fields = ["status", "kind", "tier", "office", "assessment", "schedule"]


class ReportViewSet(viewsets.ReadOnlyModelViewSet[Report]):
    """The reports that the caller may read, newest first."""

    queryset = Report.objects.none()
    serializer_class = ReportSerializer
    filterset_class = ReportFilters
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Report]:
        """Those in reach."""
        user = self.request.user
        return visible_reports(user) if isinstance(user, User) else super().get_queryset()

    def get_object(self) -> Report:
        """404 for an outsider and 403 for a member who may not, like the pages."""
        assert isinstance(self.request.user, User)
        return get_report(self.request.user, self.kwargs["pk"])
