"""What a report is about, and what a schedule's next report is about on its day."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from checklists.models import Assessment, Checklist, Cycle
from orgs.models import Office
from reports.kinds import Kind
from reports.models import Schedule

Row = TypeVar("Row", bound=Model)


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
    to report on yet.
    """
    kind = Kind(schedule.kind)
    if kind == Kind.OFFICE:
        assessment = _running(Assessment.objects.filter(office=schedule.office), day, "cycle__")
        return [Subject(kind, assessment=assessment)] if assessment else []
    if kind == Kind.ORGANIZATION:
        cycle = _running(Cycle.objects.filter(organization=schedule.organization), day)
        return [Subject(kind, office=schedule.office, cycle=cycle)] if cycle else []
    if kind == Kind.PARAGRAPHS:
        published = Checklist.objects.filter(status=Checklist.Status.PUBLISHED)
        checklist = published.order_by("-published_at", "-pk").first()
        return [Subject(kind, checklist=checklist)] if checklist else []
    return [Subject(kind, office=schedule.office)]


def _running(rows: QuerySet[Row], day: dt.date, cycle: str = "") -> Row | None:
    """That of the cycle that runs on the day, or of the latest that has begun."""
    begun = rows.filter(**{f"{cycle}starts_on__lte": day}).order_by(f"-{cycle}starts_on", "-pk")
    return begun.filter(**{f"{cycle}ends_on__gte": day}).first() or begun.first()
