"""Rows for the tests of the pages of reports."""

from django.core.files.base import ContentFile
from django.utils import timezone

from checklists.models import Assessment
from reports.frozen import digest
from reports.kinds import Tier
from reports.models import Report

_PDF = b"%PDF-1.7"


def make_report(assessment: Assessment, **fields: object) -> Report:
    """A report that observers read too, waiting unless something else is said."""
    usual = {"assessment": assessment, "office": assessment.office, "tier": Tier.INTERNAL}
    return Report.objects.create(**usual | fields)


def make_done(assessment: Assessment, **fields: object) -> Report:
    """A report that is ready, with its file."""
    report = make_report(
        assessment,
        **{
            "status": Report.Status.DONE,
            "step": Report.Step.FINISHED,
            "data": b"{}",
            "data_sha256": digest(b"{}"),
            "file_sha256": digest(_PDF),
            "size": 184_320,
            "finished_at": timezone.now(),
        }
        | fields,
    )
    report.file.save("reports/b4.pdf", ContentFile(_PDF), save=True)
    return report
