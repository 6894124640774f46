"""From the database to the frozen data of an action plan: four queries, however many offices."""

import datetime as dt
from collections import Counter
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

STATES = ("open", "overdue", "done", "dropped")
_ORDER = {"overdue": 0, "open": 1, "done": 2, "dropped": 3}


def collect(report: Report, frozen_at: dt.datetime, time_zone: str) -> ActionsReport:
    """Freeze the plan as it stands, as far as the report's tier tells it.

    With what was closed in the report's period, or in the year before. All actions are read by one
    query, so they are of one moment; they are overdue by the time zone's day.
    """
    assert report.office is not None
    top = report.office
    today = frozen_at.astimezone(ZoneInfo(time_zone)).date()
    since = report.period_start or today - relativedelta(years=1)
    rows = _actions(top, since)
    refs = _refs(rows, Answer.objects.all())
    lines = [(row, _line(row, refs.get(row.pk, ()), today)) for row in rows]
    counts: dict[str, Counter[str]] = {state: Counter() for state in STATES}
    for row, line in lines:
        counts[row.status][row.priority] += 1
        counts["overdue"][row.priority] += line.is_overdue
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
        language=settings.LANGUAGE_CODE,
        today=today,
        closed_since=since,
        in_tree=Office.objects.filter(path__startswith=top.path).count(),
        with_actions=len(offices),
        counts={state: dict(found) for state, found in counts.items()},
        offices=offices,
    )
    return at_tier(data, report.tier)


def open_lines(assessment: Assessment, today: dt.date) -> tuple[ActionLine, ...]:
    """The open actions of the assessment's office, the overdue ones first. Two queries.

    All of them, whichever cycle they were planned in; the items are those of this assessment.
    """
    rows = list(
        Action.objects.filter(office=assessment.office_id, status=Action.Status.OPEN)
        .select_related("responsible")
        .defer("details")
        .order_by("due_on", "pk")
    )
    refs = _refs(rows, assessment.answers.all())
    return tuple(sorted((_line(row, refs.get(row.pk, ()), today) for row in rows), key=_order))


def _actions(top: Office, since: dt.date) -> list[Action]:
    rows = Action.objects.filter(
        Q(status=Action.Status.OPEN) | Q(closed_at__date__gte=since),
        office__path__startswith=top.path,
    )
    return list(
        rows.select_related("office", "responsible")
        .defer("details")
        .order_by("office__path", "due_on", "pk")
    )


def _refs(rows: list[Action], answers: QuerySet[Answer]) -> dict[int, tuple[str, ...]]:
    """The references of the items that each action serves, each once. One query."""
    found: dict[int, dict[str, None]] = {}
    tied = answers.filter(actions__in=[row.pk for row in rows])
    for action, ref in tied.order_by("item__position").values_list("actions", "item__ref"):
        found.setdefault(action, {})[ref] = None
    return {action: tuple(refs) for action, refs in found.items()}


def _line(row: Action, items: tuple[str, ...], today: dt.date) -> ActionLine:
    return ActionLine(
        title=row.title,
        items=items,
        priority=row.priority,
        status=row.status,
        due_on=row.due_on,
        progress=row.progress,
        who=row.who,
        is_overdue=row.is_overdue(today),
        closed_on=row.closed_at.date() if row.closed_at else None,
    )


def _office_of(row: Action) -> tuple[int, str]:
    return row.office_id, row.office.name


def _order(line: ActionLine) -> tuple[int, dt.date]:
    return _ORDER["overdue" if line.is_overdue else line.status], line.due_on
