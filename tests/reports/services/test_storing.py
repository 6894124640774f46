"""What a try leaves on the disk is removed: by the next try, or by the sweep."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.models import Report
from reports.services.production import make
from reports.services.retention import remove_leftovers

pytestmark = pytest.mark.django_db

Status = Report.Status


@pytest.fixture
def left(report: Report) -> Report:
    """A report whose worker died while it stored the file."""
    name = default_storage.save("reports/ab/abc-12345678.pdf", ContentFile(b"%PDF-cut off"))
    past = timezone.now() - dt.timedelta(hours=1)
    Report.objects.filter(pk=report.pk).update(
        status=Status.RUNNING, claim=uuid.uuid4(), file=name, due_at=past, finished_at=past
    )
    return Report.objects.get(pk=report.pk)


def _files() -> list[str]:
    root = Path(default_storage.path("reports"))
    return sorted(str(path.relative_to(root.parent)) for path in root.rglob("*.pdf"))


def test_next_try_removes_what_the_last_one_left(left: Report) -> None:
    assert make(str(left.pk))
    left.refresh_from_db()
    assert _files() == [left.file.name]
    assert left.file_sha256 in str(left.file.name)


@pytest.mark.parametrize(
    ("status", "removed"),
    [(Status.RUNNING, 0), (Status.DONE, 0), (Status.FAILED, 1), (Status.CANCELLED, 1)],
)
def test_sweep_removes_what_a_report_left_that_came_to_nothing(
    left: Report, status: Report.Status, removed: int
) -> None:
    Report.objects.update(status=status)
    assert remove_leftovers(timezone.now()) == removed
    assert len(_files()) == 1 - removed
    assert Report.objects.exclude(file="").count() == 1 - removed


def test_a_worker_that_stops_just_now_has_the_time_of_its_lease(left: Report) -> None:
    Report.objects.update(status=Status.CANCELLED, finished_at=timezone.now())
    assert remove_leftovers(timezone.now()) == 0
