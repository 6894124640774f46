"""A report that was altered together with its hash is found by the audit trail."""

import hashlib
import uuid
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import frozen
from reports.models import Report
from reports.services.production import make
from reports.services.verifying import differences

pytestmark = pytest.mark.django_db

FORGED = b"%PDF-forged"


@pytest.fixture
def made(report: Report) -> Report:
    assert make(str(report.pk))
    return Report.objects.get(pk=report.pk)


def _forge_data(report: Report) -> None:
    data = bytes(report.data) + b" "
    Report.objects.update(data=data, data_sha256=frozen.digest(data))


def _forge_file(report: Report) -> None:
    Path(report.file.path).write_bytes(FORGED)
    Report.objects.update(file_sha256=hashlib.sha256(FORGED).hexdigest())


def _lay_under(report: Report) -> None:
    """A finished report that was never made."""
    report.pk = uuid.uuid4()
    report.save(force_insert=True)


def test_what_was_made_is_found_so(made: Report) -> None:
    said = StringIO()
    call_command("verify_reports", stdout=said)
    assert said.getvalue() == "All finished reports are what was made.\n"


@pytest.mark.parametrize(
    ("deed", "sentences"),
    [
        (_forge_data, ["has other hashes", "the data of report"]),
        (_forge_file, ["has other hashes", "isn't what was made"]),
        (lambda report: Path(report.file.path).unlink(), ["is missing"]),
        (lambda _report: Report.objects.update(status=Report.Status.FAILED), ["is gone or not"]),
        (_lay_under, ["doesn't know that it was made"]),
    ],
)
def test_what_was_altered_with_its_hash_is_told(
    made: Report, deed: Callable[[Report], None], sentences: list[str]
) -> None:
    deed(made)
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_reports", stderr=said)
    told = said.getvalue().splitlines()
    assert len(told) == len(sentences)
    assert all(part in line for part, line in zip(sentences, told, strict=True))


def test_without_files_none_is_read(made: Report) -> None:
    Path(made.file.path).unlink()
    assert list(differences(with_files=False)) == []


def test_a_file_that_went_by_the_rule_is_no_difference(made: Report) -> None:
    Report.objects.update(file="")
    with CaptureQueriesContext(connection) as captured:
        assert list(differences(with_files=True)) == []
    assert len(captured) == 2
