"""Whether finished reports are what the audit trail noted when they were made.

A download is held against the hash in its row. Whoever can write to the database can alter a report
together with that hash: the trail, which is a chain of hashes, still has the true one.
"""

import uuid
from collections.abc import Iterator

from orgs.audit import reference
from orgs.models import AuditEvent
from reports import frozen
from reports.models import Report
from reports.services.intact import AlteredError, AwayError, opened

_AT_ONCE = 50


def differences(*, with_files: bool) -> Iterator[str]:
    """What differs, a sentence for each. `with_files` reads each stored PDF, too."""
    noted = dict(_noted())
    for report in Report.objects.filter(status=Report.Status.DONE).iterator(_AT_ONCE):
        # One that was finished since the trail was read is asked for anew.
        hashes = noted.pop(report.pk, None) or dict(_noted(report)).get(report.pk)
        if hashes is None:
            yield f"report {report.pk} is finished, and the trail doesn't know that it was made"
        else:
            if hashes != (report.data_sha256, report.file_sha256):
                yield f"report {report.pk} has other hashes than were noted when it was made"
            if frozen.digest(bytes(report.data)) != hashes[0]:
                yield f"the data of report {report.pk} isn't what was made"
            if with_files and report.file and (wrong := _wrong_with_file(report, hashes[1])):
                yield f"the file of report {report.pk} {wrong}"
    for pk in noted:
        yield f"report {pk} was made, and is gone or not finished any more"


def _noted(report: Report | None = None) -> Iterator[tuple[uuid.UUID, tuple[str, str]]]:
    """Each report that was made, or this one, and the hashes of its data and of its file."""
    events = AuditEvent.objects.filter(action="report.made").order_by("pk")
    if report is not None:
        events = events.filter(target__startswith=f"{reference(report)}:")
    for target, data in events.values_list("target", "data").iterator():
        key = target.split()[1].rstrip(":")  # "reports.report KEY: NAME"
        yield uuid.UUID(key), (data["data_sha256"], data["file_sha256"])


def _wrong_with_file(report: Report, sha256: str) -> str:
    try:
        opened(report.file, sha256)
    except AlteredError:
        return "isn't what was made"
    except AwayError:
        return "can't be read"
    except FileNotFoundError:
        return "is missing"
    return ""
