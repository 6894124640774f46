"""Which reports and schedules a person may see, and the one way to fetch each."""

import uuid

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from checklists.models import Assessment, SignOff
from orgs.access import demand, within_reach
from orgs.models import User
from orgs.roles import Capability as C
from reports.models import Report, Schedule


def visible_reports(user: User) -> QuerySet[Report]:
    """The reports on offices where a person may read them, newest first, without their data."""
    return (
        Report.objects.filter(within_reach(user, [C.VIEW_REPORTS]))
        .select_related("office__organization", "assessment__cycle", "requested_by", "schedule")
        .defer("data")
        .order_by("-created_at")
    )


def get_report(user: User, pk: uuid.UUID) -> Report:
    """A report. Raises Http404 for an outsider of its office, PermissionDenied for a member."""
    report = get_object_or_404(
        Report.objects.select_related(
            "office__organization", "assessment__cycle", "requested_by", "schedule"
        ).defer("data"),
        pk=pk,
    )
    demand(user, C.VIEW_REPORTS, report.office)
    return report


def get_sign_off(user: User, pk: int) -> SignOff:
    """A sign-off, its data left out. Raises Http404 for an outsider, else PermissionDenied."""
    signed = get_object_or_404(
        SignOff.objects.select_related("assessment__office__organization").defer("data"), pk=pk
    )
    demand(user, C.VIEW_REPORTS, signed.assessment.office)
    return signed


def reportable_assessments(user: User) -> QuerySet[Assessment]:
    """The assessments on which a person may ask for a report."""
    return (
        Assessment.objects.filter(within_reach(user, [C.REQUEST_REPORTS]))
        .select_related("office__organization", "cycle")
        .order_by("-cycle__starts_on", "office__path")
    )


def visible_schedules(user: User) -> QuerySet[Schedule]:
    """The schedules that a person manages."""
    return (
        Schedule.objects.filter(within_reach(user, [C.MANAGE_SCHEDULES]))
        .select_related("office__organization")
        .prefetch_related("recipients")
        .order_by("office__path", "pk")
    )


def get_schedule(user: User, pk: int) -> Schedule:
    """A schedule. Raises Http404 for an outsider of its office, PermissionDenied for a member."""
    schedule = get_object_or_404(Schedule.objects.select_related("office__organization"), pk=pk)
    demand(user, C.MANAGE_SCHEDULES, schedule.office)
    return schedule
