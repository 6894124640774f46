"""Which workers make a report: long work has a queue of its own, so that short work goes on."""

from django.db.models import Q

from reports.kinds import Kind

# Kinds that are about many offices, or all that an office ever planned or filed.
HEAVY = frozenset({Kind.ORGANIZATION, Kind.PARAGRAPHS, Kind.ACTIONS, Kind.EVIDENCE})

SHORT_TASK = "reports.make_report"
HEAVY_TASK = "reports.make_heavy_report"

# The reports for which `task_for` names the heavy task.
IS_HEAVY = Q(kind__in=HEAVY) | Q(schedule__with_below=True)


def task_for(kind: str, fanned_out: bool) -> str:
    """The task that makes a report; one of a fan-out is one of many, and goes with the heavy."""
    return HEAVY_TASK if fanned_out or kind in HEAVY else SHORT_TASK
