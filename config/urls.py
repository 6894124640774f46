"""All addresses. Whatever is added here needs a row in the access table (tests/test_access.py)."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import views
from orgs import audit_views
from orgs.views.invitations import join
from orgs.views.profile import profile

# One door for everybody: the admin's own would let anyone try passwords without end.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth says

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("checklists.urls")),
    path("", include("reports.urls")),
    path("people/", include("orgs.urls")),
    path("join/<str:token>/", join, name="join"),
    path("account/profile/", profile, name="profile"),
    path("account/", include("config.account_urls")),
    path("audit/", audit_views.audit_list, name="audit_list"),
    path("audit/export.csv", audit_views.export, name="audit_export"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api")),
]
