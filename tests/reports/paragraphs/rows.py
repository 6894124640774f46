"""Organizations that take part, and the reports on them."""

import datetime as dt
import itertools
from collections.abc import Sequence

from checklists.models import Answer, Assessment, Checklist, Cycle
from checklists.scale import Outcome
from orgs.models import Office, Organization
from reports.kinds import Kind, Tier
from reports.models import Report
from reports.paragraphs.collect import collect
from reports.paragraphs.data import ParagraphsReport
from tests.factories import make_user

NOW = dt.datetime(2026, 7, 20, 12, 0, tzinfo=dt.UTC)

_numbers = itertools.count(1)


def take_part(
    checklist: Checklist,
    *offices: Sequence[str],
    kind: str = "ingo",
    accepted: bool = False,
    figures: dict[str, int] | None = None,
    starts_on: dt.date = dt.date(2026, 1, 1),
    organization: Organization | None = None,
) -> Organization:
    """An organization whose offices have these answers to the items, in their order, and no row
    for further items. "reported" comes with the `figures`.
    """
    n = next(_numbers)
    organization = organization or Organization.objects.create(name=f"Secretive {n}", kind=kind)
    cycle = Cycle.objects.create(
        organization=organization,
        checklist=checklist,
        name=f"Confidential {n}",
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(180),
        due_on=starts_on + dt.timedelta(200),
        opened_by=make_user(f"Hidden Hand {n}"),
    )
    items = list(checklist.items.order_by("position"))
    for number, values in enumerate(offices):
        office: Office = Office.objects.add_root(
            {"organization": organization, "name": f"Kidal {n}.{number}", "country": "Mali"}
        )
        assessment = Assessment.objects.create(cycle=cycle, office=office)
        Answer.objects.bulk_create(
            Answer(
                assessment=assessment,
                item=item,
                value=value,
                justification="Unspeakable words." if value else "",
                figures=figures or {} if value == "reported" else {},
                verdict=Outcome.ACCEPTED if accepted and value else Outcome.PENDING,
            )
            for item, value in zip(items, values, strict=False)
        )
    return organization


def collected(checklist: Checklist, tier: Tier = Tier.SHAREABLE) -> ParagraphsReport:
    """The data frozen now."""
    return collect(Report(kind=Kind.PARAGRAPHS, tier=tier, checklist=checklist), NOW, "UTC")
