"""The addresses of the API, below /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from checklists.api import (
    AssessmentViewSet,
    ChecklistViewSet,
    LineageViewSet,
)
from checklists.library_api import InstrumentViewSet, ParagraphViewSet
from checklists.overview_api import OverviewViewSet
from reports.api import ReportViewSet

app_name = "api"
router = SimpleRouter(use_regex_path=False)
router.register("instruments", InstrumentViewSet, basename="instrument")
router.register("paragraphs", ParagraphViewSet, basename="paragraph")
router.register("lineage", LineageViewSet, basename="lineage")
router.register("checklists", ChecklistViewSet, basename="checklist")
router.register("assessments", AssessmentViewSet, basename="assessment")
router.register("overview", OverviewViewSet, basename="overview")
router.register("reports", ReportViewSet, basename="report")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    *router.urls,
]
