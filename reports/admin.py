"""The secretariat's view of schedules and reports. Both are worked with on their own pages."""

from django.contrib import admin

from orgs.admin import ReadOnlyAdmin
from reports.models import Report, Schedule


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    """Schedules."""

    list_display = ["office", "frequency", "next_due_at", "time_zone", "is_active"]
    list_filter = ["frequency", "is_active"]
    list_select_related = ["office"]
    search_fields = ["office__name", "office__organization__name"]


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Reports."""

    list_display = ["office", "status", "step", "attempts", "created_at", "finished_at"]
    list_filter = ["status"]
    list_select_related = ["office"]
    search_fields = ["office__name", "office__organization__name", "id"]
    exclude = ["data", "claim"]
