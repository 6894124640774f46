"""Which reports and schedules a person may see, and the one way to fetch each."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from checklists.models import Assessment, Checklist, Cycle, SignOff
from orgs.access import can, demand, holds, offices, people_with, within_reach
from orgs.models import Office, User
from orgs.roles import Capability as C
from reports.kinds import ACROSS, READ_WITH, Kind
from reports.models import Report, Schedule

_SHOWN_WITH = (
    "office__organization",
    "assessment__cycle",
    "cycle",
    "checklist",
    "requested_by",
    "schedule",
)


def visible_reports(user: User) -> QuerySet[Report]:
    """The reports that a person may read, newest first, without their data."""
    readable = Q(pk__in=[])
    for tier, capability in READ_WITH.items():
        readable |= Q(tier=tier) & within_reach(user, [capability])
    if not holds(user, C.REPORT_ACROSS):
        readable &= ~Q(kind__in=ACROSS)
    return (
        Report.objects.filter(readable)
        .select_related(*_SHOWN_WITH)
        .defer("data")
        .order_by("-created_at")
    )


def may(user: User, capability: C, office: Office | None) -> bool:
    """Whether a person may do something in an office, or with what is across all: `demand_to`."""
    if office is None:
        return holds(user, C.REPORT_ACROSS)
    return can(user, capability, office)


def may_read(user: User, report: Report) -> bool:
    """Whether a person may read a report of this kind and tier."""
    return may(user, READ_WITH[report.tier], report.office)


def sees_people(user: User, report: Report) -> bool:
    """Whether a person is told who asked for a report and who gets it: as in full reports."""
    return may(user, C.VIEW_FULL_REPORTS, report.office)


def kinds_for(user: User) -> list[Kind]:
    """The kinds of report that a person may ask for or schedule, those across all the last."""
    kinds = [kind for kind in Kind if kind not in ACROSS]
    return [*kinds, *ACROSS] if holds(user, C.REPORT_ACROSS) else kinds


def get_report(user: User, pk: uuid.UUID) -> Report:
    """A report. Raises Http404 for an outsider of its office, PermissionDenied for a member.

    A report across organizations is nobody's but the secretariat's: Http404 for everybody else.
    """
    report = get_object_or_404(
        Report.objects.select_related(*_SHOWN_WITH).defer("data"),
        pk=pk,
    )
    if report.office is None and not may_read(user, report):
        raise Http404
    demand_to(user, READ_WITH[report.tier], report.office)
    return report


def demand_to(user: User, capability: C, office: Office | None) -> None:
    """Ask for a capability in an office; where a report is across all, for that to make those.

    Raises Http404 or PermissionDenied.
    """
    if office is not None:
        demand(user, capability, office)
    elif not holds(user, C.REPORT_ACROSS):
        raise PermissionDenied


def demand_to_cancel(user: User, report: Report, office: Office | None = None) -> None:
    """Ask for the right to stop a report, or those of an office: to have asked for it oneself, or
    to manage schedules there. Raises Http404 or PermissionDenied.
    """
    if office is None and report.requested_by_id == user.pk:
        demand_to(user, C.REQUEST_REPORTS, report.office)
    else:
        demand_to(user, C.MANAGE_SCHEDULES, office or report.office)


def may_cancel(user: User, report: Report) -> bool:
    """Whether `demand_to_cancel` lets a reader of the report."""
    try:
        demand_to_cancel(user, report)
    except PermissionDenied:
        return False
    return True


def readers(people: QuerySet[User], tier: str, office: Office | None) -> list[User]:
    """Those of the people who may read reports of a tier on an office, or across all."""
    rows = list(people.filter(is_active=True))
    if office is None:
        return [person for person in rows if holds(person, C.REPORT_ACROSS)]
    members = set(people_with(READ_WITH[tier], office))
    return [person for person in rows if person.is_secretariat or person in members]


def get_sign_off(user: User, pk: int) -> SignOff:
    """A sign-off, its data left out. Raises Http404 for an outsider, else PermissionDenied."""
    signed = get_object_or_404(
        SignOff.objects.select_related("assessment__office__organization").defer("data"), pk=pk
    )
    # It names who signed.
    demand(user, C.VIEW_INTERNAL_REPORTS, signed.assessment.office)
    return signed


def reportable_assessments(user: User) -> QuerySet[Assessment]:
    """The assessments on which a person may ask for a report."""
    return (
        Assessment.objects.filter(within_reach(user, [C.REQUEST_REPORTS]))
        .select_related("office__organization", "cycle")
        .order_by("-cycle__starts_on", "office__path")
    )


def reportable_offices(user: User) -> QuerySet[Office]:
    """The offices on which, with all below them, a person may ask for a report."""
    return offices(user, C.REQUEST_REPORTS)


def reportable_cycles(user: User) -> QuerySet[Cycle]:
    """The cycles of the organizations of those offices, the latest first."""
    organizations = reportable_offices(user).order_by().values("organization")
    return (
        Cycle.objects.filter(organization__in=organizations)
        .select_related("organization")
        .order_by("-starts_on", "organization__name")
    )


def reportable_checklists() -> QuerySet[Checklist]:
    """The checklists that have been published, the latest first."""
    return Checklist.objects.filter(status=Checklist.Status.PUBLISHED).order_by("-published_at")


def visible_schedules(user: User) -> QuerySet[Schedule]:
    """The schedules that a person manages."""
    return (
        Schedule.objects.filter(_managed(user))
        .select_related("office__organization")
        .prefetch_related("recipients")
        .order_by("office__path", "pk")
    )


def get_schedule(user: User, pk: int) -> Schedule:
    """A schedule. Raises Http404 for an outsider of its office, PermissionDenied for a member."""
    schedule = get_object_or_404(Schedule.objects.select_related("office__organization"), pk=pk)
    if schedule.office is None and not holds(user, C.REPORT_ACROSS):
        raise Http404
    demand_to(user, C.MANAGE_SCHEDULES, schedule.office)
    return schedule


def _managed(user: User) -> Q:
    managed = within_reach(user, [C.MANAGE_SCHEDULES])
    return managed if holds(user, C.REPORT_ACROSS) else managed & ~Q(kind__in=ACROSS)
