"""Reports whose worker is lost, comes back late or can't do its work: nothing is made twice."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import pytest
from celery import Celery
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from orgs.models import AuditEvent, OutgoingMail, User
from reports.frozen import dump
from reports.models import Report
from reports.services.production import MAX_ATTEMPTS, MAX_STORING, RETRY_AFTER, due, make
from reports.tasks import sweep_reports
from tests.brokers import sent
from tests.reports.report_data import office_report
from tests.reports.services.rows import lease, stored

pytestmark = pytest.mark.django_db

Status, Step = Report.Status, Report.Step


# --- leases ---


def test_report_in_other_hands_is_left_alone(report: Report) -> None:
    claim = lease(report, 60)
    assert not make(str(report.pk))
    assert (stored(report).claim, stored(report).attempts) == (claim, 1)


def test_report_of_a_lost_worker_is_taken_over(report: Report) -> None:
    claim = lease(report, -1)
    assert make(str(report.pk))
    done = stored(report)
    assert (done.status, done.attempts, done.claim != claim) == (Status.DONE, 2, True)


def test_report_that_loses_every_worker_fails_in_the_end(report: Report) -> None:
    lease(report, -1)
    Report.objects.update(attempts=MAX_ATTEMPTS)
    assert make(str(report.pk))
    failed = stored(report)
    assert failed.status == Status.FAILED
    assert f"lost {MAX_ATTEMPTS} times" in failed.error


@pytest.mark.parametrize(
    ("status", "is_due"),
    [
        (Status.QUEUED, True),
        (Status.RUNNING, True),
        (Status.DONE, False),
        (Status.FAILED, False),
    ],
)
def test_due_is_what_waits_and_what_ran_out_of_its_lease(
    report: Report, status: Report.Status, *, is_due: bool
) -> None:
    Report.objects.update(status=status)
    assert due(timezone.now()).exists() is is_due


def test_report_of_later_is_not_due(report: Report) -> None:
    Report.objects.update(due_at=timezone.now() + dt.timedelta(seconds=30))
    assert not make(str(report.pk))


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING])
def test_report_of_a_clock_that_was_wrong_waits_no_longer(
    report: Report, status: Report.Status
) -> None:
    Report.objects.update(status=status, due_at=timezone.now() + dt.timedelta(hours=1))
    assert make(str(report.pk))


def test_sweep_asks_again_for_a_report_whose_message_was_lost(
    report: Report, broker: Celery
) -> None:
    sweep_reports()
    [(task, arguments, _expires)] = sent(broker)
    assert (task, arguments) == ("reports.make_report", [str(report.pk)])


def test_sweep_leaves_a_report_in_other_hands(report: Report, broker: Celery) -> None:
    lease(report, 60)
    sweep_reports()
    assert sent(broker) == []


# --- a worker that comes back late ---


@contextmanager
def _when(reading: str, deed: Callable[[], object]) -> Iterator[None]:
    """Do something just before the first query of this table, as another worker would."""
    waiting = [deed]

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if waiting and reading in sql:
            waiting.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield


class MeddlingStorage(FileSystemStorage):
    """A storage during whose saving something else happens."""

    meanwhile: Callable[[], object]

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        """Store the file, after whatever else."""
        type(self).meanwhile()
        return super().save(name, content, max_length)


@pytest.fixture
def storage(settings: Settings) -> type[MeddlingStorage]:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": f"{__name__}.{MeddlingStorage.__name__}"}
    }
    return MeddlingStorage


def test_worker_that_lost_its_lease_while_collecting_writes_nothing(report: Report) -> None:
    with _when("checklists_answer", lambda: lease(report, 60)):
        assert not make(str(report.pk))
    after = stored(report)
    assert (after.status, bytes(after.data), after.attempts) == (Status.RUNNING, b"", 1)


def test_worker_that_lost_its_lease_while_storing_finishes_nothing(
    report: Report, ana: User, storage: type[MeddlingStorage]
) -> None:
    storage.meanwhile = lambda: lease(report, 60)
    assert not make(str(report.pk))
    after = stored(report)
    assert (after.status, after.finished_at) == (Status.RUNNING, None)
    assert not default_storage.exists(str(after.file.name))
    assert not OutgoingMail.objects.filter(recipient=ana).exists()


def test_worker_that_comes_back_after_another_has_finished_changes_nothing(
    report: Report, ana: User, storage: type[MeddlingStorage]
) -> None:
    finished: list[Report] = []

    def another_makes_it() -> None:
        storage.meanwhile = lambda: None
        Report.objects.update(due_at=timezone.now())
        assert make(str(report.pk))
        finished.append(stored(report))

    storage.meanwhile = another_makes_it
    assert not make(str(report.pk))
    assert (stored(report).claim, stored(report).finished_at) == (
        finished[0].claim,
        finished[0].finished_at,
    )
    assert OutgoingMail.objects.filter(recipient=ana).count() == 1


def test_each_step_renews_the_lease(report: Report, settings: Settings) -> None:
    seen: list[dt.datetime] = []
    start = timezone.now()
    with _when("checklists_answer", lambda: seen.append(stored(report).due_at)):
        make(str(report.pk))
    assert seen[0] >= start + dt.timedelta(seconds=settings.LEASE_SECONDS)


# --- failing ---


def _raise(error: Exception) -> None:
    raise error


@pytest.fixture
def full(storage: type[MeddlingStorage]) -> None:
    """A disk without space."""
    storage.meanwhile = lambda: _raise(OSError(28, "No space left on device"))


@pytest.mark.usefixtures("full")
def test_report_that_could_not_be_stored_waits_and_says_why(report: Report) -> None:
    start = timezone.now()
    assert make(str(report.pk))
    after = stored(report)
    assert (after.status, after.step, after.error) == (
        Status.QUEUED,
        Step.WAITING,
        "The file could not be stored; it is tried again.",
    )
    assert RETRY_AFTER <= after.due_at - start < RETRY_AFTER + dt.timedelta(seconds=20)


@pytest.mark.usefixtures("full")
def test_report_that_can_never_be_stored_fails_in_the_end(report: Report) -> None:
    for attempts in (MAX_STORING - 1, MAX_STORING):
        Report.objects.update(
            status=Status.QUEUED, attempts=attempts, error="Once more.", due_at=timezone.now()
        )
        make(str(report.pk))
        after = stored(report)
        assert (after.status, after.error) == (Status.FAILED, "The file could not be stored.")


@pytest.mark.usefixtures("full")
def test_a_disk_that_is_full_for_an_hour_is_waited_for(report: Report) -> None:
    waited = dt.timedelta()
    while waited < dt.timedelta(hours=1):
        make(str(report.pk))
        waited += stored(report).due_at - timezone.now()
        Report.objects.update(due_at=timezone.now())
    assert stored(report).status == Status.QUEUED
    assert stored(report).attempts > MAX_ATTEMPTS


@pytest.mark.usefixtures("full")
def test_report_is_made_once_there_is_space_again(
    report: Report, storage: type[MeddlingStorage]
) -> None:
    make(str(report.pk))
    storage.meanwhile = lambda: None
    Report.objects.update(due_at=timezone.now())
    assert make(str(report.pk))
    assert (stored(report).status, stored(report).error) == (Status.DONE, "")


@pytest.fixture
def unwritable(report: Report) -> Report:
    """A report in a time zone that is none: setting the pages fails."""
    Report.objects.update(data=dump(office_report(time_zone="Mars/Olympus")))
    return report


def test_report_that_cannot_be_set_fails_at_once_and_says_why(unwritable: Report) -> None:
    assert make(str(unwritable.pk))
    failed = stored(unwritable)
    assert (failed.status, failed.attempts, bool(failed.error)) == (Status.FAILED, 1, True)
    assert failed.finished_at is not None


def test_failure_is_on_the_audit_trail_with_its_reason(unwritable: Report) -> None:
    make(str(unwritable.pk))
    event = AuditEvent.objects.get(action="report.failed")
    assert event.data == {"reason": stored(unwritable).error}


def test_failed_report_sends_no_mail(unwritable: Report, ana: User) -> None:
    make(str(unwritable.pk))
    assert not OutgoingMail.objects.filter(recipient=ana).exists()


def test_frozen_data_that_was_altered_is_not_rendered(report: Report) -> None:
    Report.objects.update(data=dump(office_report()), data_sha256="c5" * 32)
    assert make(str(report.pk))
    failed = stored(report)
    assert (failed.status, failed.file.name) == (Status.FAILED, "")
    assert "altered or damaged" in failed.error
