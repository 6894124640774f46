"""What a report is about, and what a schedule's next report is about on its day."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet

from checklists.models import Assessment, Checklist, Cycle
from orgs.models import Office
from reports.kinds import Kind
from reports.models import Schedule


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about, as far as its kind asks (see `Report`)."""

    kind: Kind
    assessment: Assessment | None = None
    office: Office | None = None
    cycle: Cycle | None = None
    checklist: Checklist | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The fields of a report about it."""
        row = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.assessment is not None:
            row["office"] = self.assessment.office
        return row


def subjects_on(schedule: Schedule, day: dt.date) -> list[Subject]:
    """What the reports of a schedule are about that fall due on a day; none where there is nothing
    to report on yet. An office that has no assessment yet gets no report. At most two queries.
    """
    kind = Kind(schedule.kind)
    if kind == Kind.OFFICE:
        return [Subject(kind, assessment=row) for row in _assessments(schedule, day)]
    if kind == Kind.ORGANIZATION:
        cycle = _running(Cycle.objects.filter(organization=schedule.organization), day)
        return [Subject(kind, office=schedule.office, cycle=cycle)] if cycle else []
    if kind == Kind.PARAGRAPHS:
        published = Checklist.objects.filter(status=Checklist.Status.PUBLISHED)
        checklist = published.order_by("-published_at", "-pk").first()
        return [Subject(kind, checklist=checklist)] if checklist else []
    return [Subject(kind, office=schedule.office)]


def _running(cycles: QuerySet[Cycle], day: dt.date) -> Cycle | None:
    """The cycle that runs on the day, or the latest that has begun."""
    begun = cycles.filter(starts_on__lte=day).order_by("-starts_on", "-pk")
    return begun.filter(ends_on__gte=day).first() or begun.first()


def _assessments(schedule: Schedule, day: dt.date) -> list[Assessment]:
    """Of the office, or of each in its tree, the assessment of the cycle as in `_running`."""
    assert schedule.office is not None  # a constraint of the database
    rows = Assessment.objects.filter(cycle__starts_on__lte=day)
    if schedule.with_below:
        rows = rows.filter(office__path__startswith=schedule.office.path)
    else:
        rows = rows.filter(office=schedule.office)
    found: dict[int, Assessment] = {}
    rows = rows.select_related("office__organization", "cycle")
    for row in rows.order_by("office__path", "-cycle__starts_on", "-pk"):
        best = found.get(row.office_id)
        if best is None or (best.cycle.ends_on < day <= row.cycle.ends_on):
            found[row.office_id] = row
    return list(found.values())
