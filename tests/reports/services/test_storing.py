"""What a try leaves on the disk is removed: by the next try, or by the sweep."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from orgs.models import User
from reports.models import Report
from reports.services.production import make
from reports.services.retention import remove_leftovers
from tests.s3_server import BUCKET, KEYS, S3Server

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


# --- files on a server ---


@pytest.fixture
def server(settings: Settings) -> Iterator[S3Server]:
    """S3-compatible storage in place of the disk, as the settings have it with S3_BUCKET."""
    server = S3Server()
    options = {
        "bucket_name": BUCKET,
        "endpoint_url": server.environment["S3_ENDPOINT_URL"],
        "region_name": "us-east-1",
        "access_key": KEYS["AWS_ACCESS_KEY_ID"],
        "secret_key": KEYS["AWS_SECRET_ACCESS_KEY"],
    }
    default = {"BACKEND": "config.s3_storage.S3Storage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": default}
    with server.listening():
        yield server


def test_a_report_in_s3_is_downloaded_while_the_server_answers(
    report: Report, ana: User, client: Client, server: S3Server
) -> None:
    assert make(str(report.pk))
    report.refresh_from_db()
    client.force_login(ana)
    response = client.get(f"/reports/{report.pk}/download/")
    assert [b"".join(response)] == list(server.objects.values())
    with server.refusing(403, "AccessDenied"):
        response = client.get(f"/reports/{report.pk}/download/")
    assert response.status_code == 409
    assert "Try again in a few minutes" in response.content.decode()


def test_s3_that_refuses_a_file_is_asked_again_like_a_full_disk(
    report: Report, server: S3Server
) -> None:
    with server.refusing(403, "AccessDenied"):
        assert make(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.attempts) == (Status.QUEUED, 1)
    assert report.error == "The file could not be stored; it is tried again."
    Report.objects.update(due_at=timezone.now())
    assert make(str(report.pk))
    report.refresh_from_db()
    assert report.status == Status.DONE
    assert list(server.objects) == [report.file.name]
