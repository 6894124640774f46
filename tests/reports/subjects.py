"""What the tests' reports are about."""

from checklists.models import Assessment
from reports.kinds import Kind
from reports.subjects import Subject


def about(assessment: Assessment) -> Subject:
    """The report of an office on one assessment."""
    return Subject(Kind.OFFICE, assessment=assessment)
