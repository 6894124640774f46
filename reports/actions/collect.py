"""From the database to the frozen data of an action plan: four queries, however many offices."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Q, QuerySet

from checklists.models import Action, Answer, Assessment
from orgs.models import Office
from reports.actions.data import ActionLine, ActionsReport, OfficeActions
from reports.actions.tiers import at_tier
from reports.models import Report
from reports.office_paths import path_of

STATES = ("open", "overdue", "critical", "done", "dropped")
_ORDER = {"overdue": 0, "open": 1, "done": 2, "dropped": 3}


def collect(report: Report, frozen_at: dt.datetime, time_zone: str) -> ActionsReport:
    """Freeze the plan as it stands, as far as the report's tier tells it.

    With what was closed in the report's period, or in the year before. All actions are read by one
    query, so they are of one moment; they are overdue, and were closed, by the time zone's days.
    """
    assert report.office is not None
    top = report.office
    zone = ZoneInfo(time_zone)
    today = frozen_at.astimezone(zone).date()
    since = report.period_start or today - relativedelta(years=1)
    rows = _actions(top, dt.datetime.combine(since, dt.time(), zone))
    served = _served(rows, Answer.objects.all())
    lines = [(row, _line(row, served.get(row.pk), today, zone)) for row in rows]
    counts: dict[str, Counter[str]] = {state: Counter() for state in STATES}
    for row, line in lines:
        counts[row.status][row.priority] += 1
        counts["overdue"][row.priority] += line.is_overdue
        counts["critical"][row.priority] += row.status == "open" and bool(line.critical)
    offices = tuple(
        OfficeActions(name, tuple(sorted((line for _row, line in some), key=_order)))
        for (_pk, name), some in groupby(lines, key=lambda each: _office_of(each[0]))
    )
    data = ActionsReport(
        organization=top.organization.name,
        office=top.name,
        office_path=path_of(top),
        frozen_at=frozen_at,
        time_zone=time_zone,
        language=report.language or settings.LANGUAGE_CODE,
        today=today,
        closed_since=since,
        in_tree=Office.objects.filter(path__startswith=top.path).count(),
        with_actions=len(offices),
        counts={state: dict(found) for state, found in counts.items()},
        offices=offices,
    )
    return at_tier(data, report.tier)


def open_lines(assessment: Assessment, today: dt.date, zone: ZoneInfo) -> tuple[ActionLine, ...]:
    """The open actions of the assessment's office, the overdue ones first. Two queries.

    All of them, whichever cycle they were planned in; the items are those of this assessment.
    """
    rows = list(
        Action.objects.filter(office=assessment.office_id, status=Action.Status.OPEN)
        .select_related("responsible")
        .defer("details")
        .order_by("due_on", "pk")
    )
    served = _served(rows, assessment.answers.all())
    lines = (_line(row, served.get(row.pk), today, zone) for row in rows)
    return tuple(sorted(lines, key=_order))


def _actions(top: Office, since: dt.datetime) -> list[Action]:
    rows = Action.objects.filter(
        Q(status=Action.Status.OPEN) | Q(closed_at__gte=since),
        office__path__startswith=top.path,
    )
    return list(
        rows.select_related("office", "responsible")
        .defer("details")
        .order_by("office__path", "due_on", "pk")
    )


@dataclass(frozen=True, slots=True)
class _Served:
    """What an action serves, each once: items by reference, which of them are critical, and
    paragraphs by symbol and number.
    """

    items: dict[str, None] = field(default_factory=dict)
    critical: dict[str, None] = field(default_factory=dict)
    cites: dict[tuple[str, str], None] = field(default_factory=dict)


def _served(rows: list[Action], answers: QuerySet[Answer]) -> dict[int, _Served]:
    """What each action serves. One query."""
    found: dict[int, _Served] = {}
    tied = answers.filter(actions__in=[row.pk for row in rows]).order_by("item__position")
    for action, ref, is_critical, symbol, number in tied.values_list(
        "actions",
        "item__ref",
        "item__is_critical",
        "item__paragraph__instrument__symbol",
        "item__paragraph__number",
    ):
        served = found.setdefault(action, _Served())
        served.items[ref] = None
        if is_critical:
            served.critical[ref] = None
        served.cites[symbol, number] = None
    return found


def _line(row: Action, served: _Served | None, today: dt.date, zone: ZoneInfo) -> ActionLine:
    served = served or _Served()
    return ActionLine(
        title=row.title,
        items=tuple(served.items),
        critical=tuple(served.critical),
        # By instrument, so that each is named once.
        cites=tuple(sorted(served.cites, key=lambda pair: pair[0])),
        priority=row.priority,
        status=row.status,
        due_on=row.due_on,
        progress=row.progress,
        who=row.who,
        is_overdue=row.is_overdue(today),
        closed_on=row.closed_at.astimezone(zone).date() if row.closed_at else None,
    )


def _office_of(row: Action) -> tuple[int, str]:
    return row.office_id, row.office.name


def _order(line: ActionLine) -> tuple[int, dt.date]:
    return _ORDER["overdue" if line.is_overdue else line.status], line.due_on
