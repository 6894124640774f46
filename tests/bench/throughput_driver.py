"""What the bench of throughput does inside an installation, called by `tests.inside`."""

from django.core.management import call_command

from orgs.queue import send_now
from reports.models import Report
from reports.queues import SHORT_TASK
from tests.bench.office import ITEMS
from tests.bench.reports import make_office_report, once_more


def seed() -> None:
    """An assessment to report on."""
    call_command("migrate", verbosity=0)
    Report.objects.filter(pk=make_office_report(ITEMS).pk).update(status=Report.Status.CANCELLED)


def ask(count: str) -> None:
    """So many reports, each with its message; those of before are forgotten."""
    first = Report.objects.select_related("assessment", "requested_by").latest("created_at")
    reports = [once_more(first) for _n in range(int(count))]
    Report.objects.exclude(pk__in=[report.pk for report in reports]).delete()
    for report in reports:
        send_now(SHORT_TASK, str(report.pk))
