"""The file of a report: its row names it before it is written, so that no file is ever forgotten.

A worker that dies, or a disk that is full, leaves a file or a part of one. Whoever takes the report
up next removes it first; where nobody will, the sweep does (`retention`).
"""

import logging
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from reports.models import Report
from reports.services import claims

logger = logging.getLogger(__name__)


def store(report: Report, claim: uuid.UUID, pdf: bytes, sha256: str) -> str:
    """Store the file under its hash; returns its name. Raises OSError or ClaimLostError.

    Each try has a name of its own: two workers never write, nor remove, each other's file.
    """
    discard(report)
    name = f"reports/{sha256[:2]}/{sha256}-{claim.hex[:8]}.pdf"
    claims.enter(report, claim, Report.Step.STORING, file=name, removal_failed_at=None)
    report.file.name = name
    with claims.renewed_lease(report, claim):
        return default_storage.save(name, ContentFile(pdf))


def discard(report: Report) -> bool:
    """Remove the file that a try has left, if there is one. The row keeps its name.

    False where it could not be removed.
    """
    if not report.file.name:
        return True
    try:
        default_storage.delete(report.file.name)
    except OSError as error:
        logger.warning("What a try left of report %s stays: %s", report.pk, error)
        return False
    return True
