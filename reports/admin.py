"""The secretariat's view of schedules and reports. Both are worked with on their own pages."""

from django.contrib import admin

from orgs.admin import ReadOnlyAdmin
from reports.models import Report, Schedule


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    """Schedules."""

    list_display = ["kind", "office", "tier", "frequency", "next_due_at", "time_zone", "is_active"]
    list_filter = ["kind", "tier", "frequency", "is_active"]
    list_select_related = ["office"]
    search_fields = ["office__name", "office__organization__name"]


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Reports."""

    list_display = [
        *("kind", "office", "checklist", "tier"),
        *("status", "step", "attempts", "created_at", "finished_at"),
    ]
    list_filter = ["status", "kind", "tier"]
    list_select_related = ["office", "checklist"]
    search_fields = ["office__name", "office__organization__name", "checklist__title", "id"]
    exclude = ["data", "claim"]
