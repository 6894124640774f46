"""The pages of reports and schedules."""

from django.urls import path

from reports.views import declarations, links, reports, schedules, status

app_name = "reports"
urlpatterns = [
    path("reports/", reports.report_list, name="report_list"),
    path("reports/new/", reports.report_new, name="report_new"),
    path("reports/<uuid:pk>/", reports.report, name="report"),
    path("reports/<uuid:pk>/retry/", reports.retry, name="retry"),
    path("reports/<uuid:pk>/cancel/", reports.cancel, name="cancel"),
    path("reports/<uuid:pk>/links/withdraw/", reports.withdraw_links, name="withdraw_links"),
    path("r/<slug:token>/", links.link, name="link"),
    path("reports/<uuid:pk>/download/", reports.download, name="download"),
    path("reports/<uuid:pk>/figures/<slug:as_>/", reports.figures, name="figures"),
    path("declarations/<int:pk>/", declarations.declaration, name="declaration"),
    path("schedules/", schedules.schedule_list, name="schedule_list"),
    path("schedules/new/", schedules.schedule_new, name="schedule_new"),
    path("schedules/<int:pk>/", schedules.schedule, name="schedule"),
    path("schedules/<int:pk>/pause/", schedules.pause, name="pause"),
    path("schedules/<int:pk>/run/", schedules.run, name="run"),
    path("schedules/<int:pk>/delete/", schedules.delete, name="schedule_delete"),
    path("status/", status.status, name="status"),
    path("metrics", status.metrics, name="metrics"),
]
