"""What the benches make reports of: one office's assessment, with as many items as wanted."""

from checklists.models import Answer, Assessment
from checklists.services.counting import recount
from orgs.models import User
from reports.kinds import Kind, Tier
from reports.models import Report
from tests.factories import make_assessment, make_user

_TEXT = (
    "The plan of this office is kept up by the security adviser and rehearsed twice a year with all"
    " who travel, drivers and visitors among them. The last rehearsal was in May; what it showed"
    " was put right within the month, except for the second radio of the two cars that are rented."
)
_VALUES = ["in_place", "mostly", "partly", "not_in_place", "in_place", "in_place"]


def make_office_report(items: int, by: User | None = None) -> Report:
    """A report that waits, on an assessment with all kinds of answers."""
    by = by or make_user(secretariat=True)
    assessment = make_assessment(items=items)
    for place, answer in enumerate(assessment.answers.order_by("item__position")):
        answer.value = _VALUES[place % len(_VALUES)]
        answer.justification = _TEXT
        answer.verdict = "accepted" if place % 3 else "pending"
        answer.save(update_fields=["value", "justification", "verdict"])
    recount(Assessment.objects.filter(pk=assessment.pk))
    assert not Answer.objects.filter(value="").exists()
    return _waiting(assessment, by)


def once_more(report: Report) -> Report:
    """Another report on the same assessment, that waits."""
    assert report.assessment is not None
    assert report.requested_by is not None
    return _waiting(report.assessment, report.requested_by)


def _waiting(assessment: Assessment, by: User) -> Report:
    return Report.objects.create(
        kind=Kind.OFFICE,
        tier=Tier.FULL,
        assessment=assessment,
        office=assessment.office,
        requested_by=by,
    )
