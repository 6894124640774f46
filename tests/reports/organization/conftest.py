"""An organization with offices in a cycle, to be reported on."""

import datetime as dt
from dataclasses import dataclass

import pytest

from checklists.models import Answer, Assessment, Cycle
from checklists.scale import Outcome
from checklists.services.counting import recount
from orgs.models import Office, User
from orgs.roles import Role
from reports.kinds import Kind, Tier
from reports.models import Report
from tests.factories import make_checklist, make_cycle, make_member, make_office, make_organization

FROZEN_AT = dt.datetime(2026, 7, 20, 12, 0, tzinfo=dt.UTC)


@dataclass
class Tree:
    """Headquarters, a region with two offices below, and one office beside it."""

    root: Office
    region: Office
    lodwar: Office
    kakuma: Office
    lima: Office
    coordinator: User
    cycle: Cycle

    def assessment(self, office: Office) -> Assessment:
        return self.cycle.assessments.get(office=office)

    def report(self, office: Office | None = None, tier: str = Tier.FULL) -> Report:
        """A report on an office and all below it, asked for and not made."""
        return Report.objects.create(
            kind=Kind.ORGANIZATION,
            tier=tier,
            office=office or self.root,
            cycle=self.cycle,
            requested_by=self.coordinator,
        )


@pytest.fixture
def tree() -> Tree:
    root = make_office("Headquarters", organization=make_organization("Meridian"))
    region = make_office("East Africa", parent=root)
    lodwar = make_office("Lodwar", parent=region)
    kakuma = make_office("Kakuma", parent=region)
    lima = make_office("Lima", parent=root)
    coordinator = make_member(root, Role.COORDINATOR, "Carla Ortiz")
    checklist = make_checklist(8, indicators=[{"by": ["sex"]}, {}])
    cycle = make_cycle([root, lodwar, kakuma, lima], checklist=checklist)
    return Tree(root, region, lodwar, kakuma, lima, coordinator, cycle)


def answered(assessment: Assessment, *values: str, verdict: str = Outcome.PENDING) -> None:
    """Give the first answers these values, one each, as if the office had."""
    rows = assessment.answers.order_by("item__position")
    for row, value in zip(rows, values, strict=False):
        Answer.objects.filter(pk=row.pk).update(value=value, verdict=verdict)
    recount(Assessment.objects.filter(pk=assessment.pk))


def counted(assessment: Assessment, key: str, **figures: int) -> None:
    """Give an indicator figures."""
    assessment.answers.filter(item__key=key).update(value="reported", figures=figures)
    recount(Assessment.objects.filter(pk=assessment.pk))
