"""How the audit trail reads what is done with reports and schedules, and where to look."""

import uuid
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orgs.audit_words import words_for
from reports.models import Report, Schedule


def _reports(keys: Iterable[str]) -> Mapping[str, str]:
    found = Report.objects.filter(pk__in=[uuid.UUID(key) for key in keys]).order_by()
    return {
        str(pk): reverse("reports:report", args=[pk]) for pk in found.values_list("pk", flat=True)
    }


def _schedules(keys: Iterable[str]) -> Mapping[str, str]:
    found = Schedule.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    return {
        str(pk): reverse("reports:schedule", args=[pk])
        for pk in found.order_by().values_list("pk", flat=True)
    }


ACTIONS = {
    "declaration.downloaded": _("Declaration downloaded"),
    "declaration.made": _("Declaration made"),
    "report.cancelled": _("Report cancelled"),
    "report.downloaded": _("Report downloaded"),
    "report.file_removed": _("File of a report removed"),
    "report.failed": _("Report failed"),
    "report.links_withdrawn": _("Links to a report withdrawn"),
    "report.made": _("Report made"),
    "report.requested": _("Report asked for"),
    "report.retried": _("Report tried again"),
    "report.scheduled": _("Report fell due"),
    "schedule.changed": _("Schedule changed"),
    "schedule.created": _("Schedule created"),
    "schedule.deleted": _("Schedule deleted"),
    "schedule.paused": _("Schedule paused"),
    "schedule.resumed": _("Schedule resumed"),
    "schedule.run": _("Schedule run by hand"),
}


def register() -> None:
    """Give the audit trail these words and pages."""
    words_for(ACTIONS, {"reports.report": _reports, "reports.schedule": _schedules})
