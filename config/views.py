"""The home page, and the sign of life for load balancers."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from checklists.access import visible_assessments
from checklists.models import Assessment
from checklists.queries import with_progress
from orgs.access import AuthenticatedRequest, holds, within_reach
from orgs.roles import Capability as C
from reports.access import visible_reports


@require_GET
def home(request: AuthenticatedRequest) -> HttpResponse:
    """What waits for this person: to answer, to review, and the latest reports."""
    user = request.user
    mine = visible_assessments(user).filter(
        within_reach(user, [C.ANSWER, C.CONTRIBUTE]),
        status__in=[Assessment.Status.OPEN, Assessment.Status.RETURNED],
    )
    waiting = (
        Assessment.objects.filter(
            within_reach(user, [C.REVIEW]), status=Assessment.Status.SUBMITTED
        )
        .select_related("cycle", "office__organization")
        .order_by("submitted_at")
    )
    late = visible_assessments(user).filter(
        within_reach(user, [C.MANAGE_CYCLES]),
        status__in=[Assessment.Status.OPEN, Assessment.Status.RETURNED],
        cycle__due_on__lt=timezone.localdate(),
    )
    context = {
        "to_answer": with_progress(mine)[:10],
        "answers": holds(user, C.ANSWER, C.CONTRIBUTE),
        "to_review": waiting[:10],
        "reviews": holds(user, C.REVIEW),
        "late": with_progress(late)[:10],
        "coordinates": holds(user, C.MANAGE_CYCLES),
        "latest_reports": visible_reports(user)[:5],
        "reads_reports": holds(user, C.VIEW_REPORTS),
        "today": timezone.localdate(),
    }
    return render(request, "home.html", context)


@login_not_required
@never_cache
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers 200 while this process reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
