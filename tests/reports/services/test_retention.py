"""Old files go; one that can't be removed is told of, and holds up no other."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from checklists.models import Assessment
from reports.health import health
from reports.models import Report
from reports.services.production import make
from reports.services.retention import remove_leftovers, remove_old_files
from tests.factories import make_user
from tests.pages import visit
from tests.reports.subjects import about

pytestmark = pytest.mark.django_db

Status = Report.Status
NOW = timezone.now()
LONG_AGO = NOW - dt.timedelta(days=40)


@pytest.fixture(autouse=True)
def _thirty_days(settings: Settings) -> None:
    settings.REPORT_FILE_DAYS = 30


def _old(assessment: Assessment, count: int, **columns: object) -> list[Report]:
    """Reports of long ago, each with its file."""
    rows = [
        Report(
            **{"status": Status.DONE, "finished_at": LONG_AGO + dt.timedelta(minutes=n)}
            | about(assessment).columns
            | columns,
            file=default_storage.save("reports/ab/old.pdf", ContentFile(b"%PDF-")),
        )
        for n in range(count)
    ]
    return Report.objects.bulk_create(rows)


def _fasten(report: Report) -> Path:
    """Put what can't be removed in the place of a report's file: a folder with something in it."""
    path = Path(report.file.path)
    path.unlink()
    path.mkdir()
    (path / "in it").touch()
    return path / "in it"


def test_what_can_not_be_removed_holds_up_nothing_else(assessment: Assessment) -> None:
    reports = _old(assessment, 5)
    for report in reports[:3]:
        _fasten(report)
    assert remove_old_files(NOW, most=3) == 0
    assert remove_old_files(NOW, most=3) == 2
    assert health(NOW).files_staying == 3


def test_what_could_not_be_removed_is_tried_again_an_hour_later(assessment: Assessment) -> None:
    [report] = _old(assessment, 1)
    inside = _fasten(report)
    assert remove_old_files(NOW) == 0
    inside.unlink()
    assert remove_old_files(NOW + dt.timedelta(minutes=59)) == 0
    assert remove_old_files(NOW + dt.timedelta(minutes=61)) == 1
    assert health(NOW).files_staying == 0


def test_where_the_storage_is_away_the_rest_waits(
    assessment: Assessment, caplog: pytest.LogCaptureFixture
) -> None:
    for report in _old(assessment, 7):
        _fasten(report)
    assert remove_old_files(NOW) == 0
    assert caplog.text.count("could not be removed") == 5


def test_leftover_that_can_not_be_removed_is_not_forgotten(assessment: Assessment) -> None:
    first, _second = _old(assessment, 2, status=Status.CANCELLED)
    inside = _fasten(first)
    assert remove_leftovers(NOW, most=1) == 0
    assert remove_leftovers(NOW, most=1) == 1
    assert Report.objects.exclude(file="").get() == first
    inside.unlink()
    assert remove_leftovers(NOW + dt.timedelta(hours=2)) == 1


def test_report_that_is_made_after_all_has_no_file_too_many(assessment: Assessment) -> None:
    [report] = _old(assessment, 1, status=Status.FAILED)
    inside = _fasten(report)
    remove_leftovers(NOW)
    inside.unlink()
    Report.objects.update(status=Status.QUEUED, due_at=NOW)
    assert make(str(report.pk))
    assert health(NOW).files_staying == 0


def test_status_and_command_tell_of_files_that_stay(assessment: Assessment) -> None:
    _fasten(_old(assessment, 1)[0])
    said = StringIO()
    with pytest.raises(CommandError, match="1 could not be removed"):
        call_command("remove_old_report_files", stdout=said)
    assert said.getvalue() == "0 files of reports removed.\n"
    assert (
        "1 file of a report should be gone" in visit(make_user(secretariat=True), "/status/").text
    )
