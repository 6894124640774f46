"""The home page, and the sign of life for load balancers."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from checklists.access import visible_assessments
from checklists.models import Answer, Assessment
from checklists.queries import with_progress
from checklists.scale import Outcome
from orgs.access import AuthenticatedRequest, holds, within_reach
from orgs.roles import Capability as C
from reports.access import visible_reports


@require_GET
def home(request: AuthenticatedRequest) -> HttpResponse:
    """What waits for this person: to answer, to review, and the latest reports."""
    user = request.user
    today = timezone.localdate()
    with_the_office = [Assessment.Status.OPEN, Assessment.Status.RETURNED]
    mine = visible_assessments(user).filter(
        within_reach(user, [C.ANSWER]), status__in=with_the_office
    )
    asked = (
        Answer.objects.filter(
            Q(value="") | Q(verdict=Outcome.RETURNED),
            within_reach(user, [C.CONTRIBUTE], "assessment__office"),
            delegated_to=user,
            assessment__status__in=with_the_office,
        )
        .select_related("item", "assessment__cycle", "assessment__office__organization")
        .order_by("assessment__cycle__due_on", "assessment", "item__position")
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
        status__in=with_the_office,
        cycle__due_on__lt=today,
    )
    context = {
        "to_answer": with_progress(mine).order_by("cycle__due_on", "office__path")[:10],
        "answers": holds(user, C.ANSWER),
        "asked": asked[:10],
        "contributes": holds(user, C.CONTRIBUTE),
        "to_review": waiting[:10],
        "reviews": holds(user, C.REVIEW),
        "late": with_progress(late).order_by("cycle__due_on", "office__path")[:10],
        "coordinates": holds(user, C.MANAGE_CYCLES),
        "latest_reports": visible_reports(user)[:5],
        "reads_reports": holds(user, C.VIEW_REPORTS),
        "today": today,
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
