"""All addresses. Whatever is added here needs a row in the access table (tests/test_access.py)."""

from django.contrib import admin
from django.urls import include, path

from config import views
from orgs.views import profile

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("checklists.urls")),
    path("", include("reports.urls")),
    path("account/profile/", profile, name="profile"),
    path("account/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api")),
]
