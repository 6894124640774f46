"""Making a report: claimed once, frozen once, mailed once, whoever dies or comes back late."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import pytest
from celery import Celery
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.http import Http404
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from checklists.models import Assessment
from checklists.services.answers import Written, save_answer
from orgs.access import ConflictError
from orgs.models import AuditEvent, OutgoingMail, User
from orgs.roles import Role
from reports.data import digest, dump, load
from reports.models import Delivery, Report
from reports.services.production import (
    MAX_ATTEMPTS,
    RETRY_AFTER,
    download_name,
    due,
    make,
    request_report,
    retry,
)
from reports.tasks import make_report, sweep_reports
from tests.brokers import sent
from tests.factories import make_assessment, make_member, make_office
from tests.reports.report_data import office_report

pytestmark = pytest.mark.django_db

Status, Step = Report.Status, Report.Step


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Goma"), items=1)


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


@pytest.fixture
def report(assessment: Assessment, ana: User) -> Report:
    """A report that was asked for, with one recipient."""
    report = request_report(ana, assessment)
    Delivery.objects.create(report=report, recipient=ana)
    return report


def _now(report: Report) -> Report:
    """The report as it is stored now."""
    return Report.objects.get(pk=report.pk)


def _lease(report: Report, seconds: int) -> uuid.UUID:
    """Another worker is at it; its lease runs out in so many seconds."""
    claim = uuid.uuid4()
    Report.objects.filter(pk=report.pk).update(
        status=Status.RUNNING,
        claim=claim,
        attempts=1,
        due_at=timezone.now() + dt.timedelta(seconds=seconds),
    )
    return claim


def _fail(report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(status=Status.FAILED, attempts=1, error="No.")


# --- asking ---


def test_report_that_is_asked_for_waits(report: Report, assessment: Assessment, ana: User) -> None:
    assert (report.status, report.office, report.requested_by, report.schedule) == (
        Status.QUEUED,
        assessment.office,
        ana,
        None,
    )


def test_asking_again_while_it_is_being_made_gives_the_same(
    report: Report, assessment: Assessment, ana: User
) -> None:
    assert request_report(ana, assessment) == report
    _lease(report, 60)
    assert request_report(ana, assessment) == report


@pytest.mark.parametrize("status", [Status.DONE, Status.FAILED])
def test_asking_again_afterwards_gives_another(
    report: Report, assessment: Assessment, ana: User, status: Report.Status
) -> None:
    Report.objects.update(status=status)
    assert request_report(ana, assessment) != report


def test_two_people_who_ask_get_one_each(report: Report, assessment: Assessment) -> None:
    reviewer = make_member(assessment.office, Role.REVIEWER)
    assert request_report(reviewer, assessment) != report


def test_observer_asks_for_no_report(assessment: Assessment) -> None:
    with pytest.raises(PermissionDenied):
        request_report(make_member(assessment.office, Role.OBSERVER), assessment)


def test_stranger_asks_for_no_report(assessment: Assessment) -> None:
    with pytest.raises(Http404):
        request_report(make_member(make_office(), Role.REVIEWER), assessment)


def test_workers_hear_of_it_after_it_is_stored(
    assessment: Assessment,
    ana: User,
    broker: Celery,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = request_report(ana, assessment)
    [(task, arguments, _expires)] = sent(broker)
    assert (task, arguments) == ("reports.make_report", [str(report.pk)])


# --- making ---


def test_made_report_has_its_file(report: Report) -> None:
    assert make(str(report.pk))
    done = _now(report)
    with done.file.open() as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert (done.size, done.file_sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_made_report_is_finished(report: Report) -> None:
    make(str(report.pk))
    done = _now(report)
    assert (done.status, done.step, done.progress, done.attempts, done.error) == (
        Status.DONE,
        Step.FINISHED,
        100,
        1,
        "",
    )
    assert done.finished_at is not None


def test_made_report_keeps_the_data_that_it_says(report: Report, assessment: Assessment) -> None:
    make(str(report.pk))
    done = _now(report)
    raw = bytes(done.data)
    assert done.data_sha256 == digest(raw)
    assert load(raw).office == "Goma"


def test_report_is_made_once_however_often_it_is_asked_for(report: Report) -> None:
    assert [make(str(report.pk)) for _ in range(3)] == [True, False, False]
    assert _now(report).attempts == 1


def test_each_recipient_gets_one_mail_with_the_file(report: Report, ana: User) -> None:
    for _ in range(2):
        make(str(report.pk))
    [mail] = OutgoingMail.objects.filter(recipient=ana)
    assert (mail.attachment, mail.attachment_name) == (
        _now(report).file.name,
        f"report-goma-{report.created_at:%Y-%m-%d}.pdf",
    )
    assert f"/reports/{report.pk}/" in mail.body


@pytest.mark.parametrize("leave", ["office", "altogether"])
def test_recipient_who_has_left_since_gets_nothing(report: Report, ana: User, leave: str) -> None:
    if leave == "office":
        ana.memberships.all().delete()
    else:
        User.objects.filter(pk=ana.pk).update(is_active=False)
    make(str(report.pk))
    assert _now(report).status == Status.DONE
    assert not OutgoingMail.objects.filter(recipient=ana).exists()
    assert not Delivery.objects.exists()


def test_report_that_is_finished_a_second_time_sends_no_second_mail(
    report: Report, ana: User
) -> None:
    make(str(report.pk))
    Report.objects.update(status=Status.QUEUED, due_at=timezone.now())
    assert make(str(report.pk))
    assert OutgoingMail.objects.filter(recipient=ana).count() == 1


def test_same_pages_are_stored_once(report: Report) -> None:
    make(str(report.pk))
    before = _now(report).file.name
    Report.objects.update(status=Status.QUEUED, due_at=timezone.now())
    make(str(report.pk))
    assert _now(report).file.name == before


def test_making_is_on_the_audit_trail_with_both_hashes(report: Report) -> None:
    make(str(report.pk))
    event, done = AuditEvent.objects.get(action="report.made"), _now(report)
    assert event.data == {"data_sha256": done.data_sha256, "file_sha256": done.file_sha256}


def test_scheduled_report_says_its_period(report: Report) -> None:
    days = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
    Report.objects.update(period_start=days[0], period_end=days[1])
    make(str(report.pk))
    frozen = load(bytes(_now(report).data))
    assert (frozen.period_start, frozen.period_end) == days


def test_worker_makes_the_report_that_its_message_names(report: Report) -> None:
    make_report(str(report.pk))
    assert _now(report).status == Status.DONE


# --- frozen once ---


def test_second_try_says_what_the_first_one_read(
    report: Report, assessment: Assessment, ana: User
) -> None:
    make(str(report.pk))
    before = bytes(_now(report).data)
    save_answer(ana, assessment.answers.get().pk, Written("partly", "New.", ""), read_version=0)
    Report.objects.update(status=Status.QUEUED, due_at=timezone.now())
    make(str(report.pk))
    assert bytes(_now(report).data) == before


def test_finished_report_stays_when_the_answers_change(
    report: Report, assessment: Assessment, ana: User
) -> None:
    make(str(report.pk))
    save_answer(ana, assessment.answers.get().pk, Written("partly", "New.", ""), read_version=0)
    assert [item.answer for item in load(bytes(_now(report).data)).items] == ["unanswered"]


# --- leases ---


def test_report_in_other_hands_is_left_alone(report: Report) -> None:
    claim = _lease(report, 60)
    assert not make(str(report.pk))
    assert (_now(report).claim, _now(report).attempts) == (claim, 1)


def test_report_of_a_lost_worker_is_taken_over(report: Report) -> None:
    claim = _lease(report, -1)
    assert make(str(report.pk))
    done = _now(report)
    assert (done.status, done.attempts, done.claim != claim) == (Status.DONE, 2, True)


def test_report_that_loses_every_worker_fails_in_the_end(report: Report) -> None:
    _lease(report, -1)
    Report.objects.update(attempts=MAX_ATTEMPTS)
    assert make(str(report.pk))
    failed = _now(report)
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


def test_sweep_asks_again_for_a_report_whose_message_was_lost(
    report: Report, broker: Celery
) -> None:
    sweep_reports()
    [(task, arguments, _expires)] = sent(broker)
    assert (task, arguments) == ("reports.make_report", [str(report.pk)])


def test_sweep_leaves_a_report_in_other_hands(report: Report, broker: Celery) -> None:
    _lease(report, 60)
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
    with _when("checklists_answer", lambda: _lease(report, 60)):
        assert not make(str(report.pk))
    after = _now(report)
    assert (after.status, bytes(after.data), after.attempts) == (Status.RUNNING, b"", 1)


def test_worker_that_lost_its_lease_while_storing_finishes_nothing(
    report: Report, ana: User, storage: type[MeddlingStorage]
) -> None:
    storage.meanwhile = lambda: _lease(report, 60)
    assert not make(str(report.pk))
    after = _now(report)
    assert (after.status, after.file.name, after.finished_at) == (Status.RUNNING, "", None)
    assert not OutgoingMail.objects.filter(recipient=ana).exists()


def test_worker_that_comes_back_after_another_has_finished_changes_nothing(
    report: Report, ana: User, storage: type[MeddlingStorage]
) -> None:
    finished: list[Report] = []

    def another_makes_it() -> None:
        storage.meanwhile = lambda: None
        Report.objects.update(due_at=timezone.now())
        assert make(str(report.pk))
        finished.append(_now(report))

    storage.meanwhile = another_makes_it
    assert not make(str(report.pk))
    assert (_now(report).claim, _now(report).finished_at) == (
        finished[0].claim,
        finished[0].finished_at,
    )
    assert OutgoingMail.objects.filter(recipient=ana).count() == 1


def test_each_step_renews_the_lease(report: Report, settings: Settings) -> None:
    seen: list[dt.datetime] = []
    start = timezone.now()
    with _when("checklists_answer", lambda: seen.append(_now(report).due_at)):
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
    after = _now(report)
    assert (after.status, after.step, "No space left" in after.error) == (
        Status.QUEUED,
        Step.WAITING,
        True,
    )
    assert RETRY_AFTER <= after.due_at - start < RETRY_AFTER + dt.timedelta(seconds=20)


@pytest.mark.usefixtures("full")
def test_report_that_can_never_be_stored_fails_in_the_end(report: Report) -> None:
    Report.objects.update(attempts=MAX_ATTEMPTS - 1)
    make(str(report.pk))
    assert (_now(report).status, "No space left" in _now(report).error) == (Status.FAILED, True)


@pytest.mark.usefixtures("full")
def test_report_is_made_once_there_is_space_again(
    report: Report, storage: type[MeddlingStorage]
) -> None:
    make(str(report.pk))
    storage.meanwhile = lambda: None
    Report.objects.update(due_at=timezone.now())
    assert make(str(report.pk))
    assert (_now(report).status, _now(report).error) == (Status.DONE, "")


@pytest.fixture
def unwritable(report: Report) -> Report:
    """A report in a time zone that is none: setting the pages fails."""
    Report.objects.update(data=dump(office_report(time_zone="Mars/Olympus")))
    return report


def test_report_that_cannot_be_set_fails_at_once_and_says_why(unwritable: Report) -> None:
    assert make(str(unwritable.pk))
    failed = _now(unwritable)
    assert (failed.status, failed.attempts, bool(failed.error)) == (Status.FAILED, 1, True)
    assert failed.finished_at is not None


def test_failure_is_on_the_audit_trail_with_its_reason(unwritable: Report) -> None:
    make(str(unwritable.pk))
    event = AuditEvent.objects.get(action="report.failed")
    assert event.data == {"reason": _now(unwritable).error}


def test_failed_report_sends_no_mail(unwritable: Report, ana: User) -> None:
    make(str(unwritable.pk))
    assert not OutgoingMail.objects.filter(recipient=ana).exists()


# --- trying again ---


def test_failed_report_is_tried_again_from_the_start(report: Report, ana: User) -> None:
    _fail(report)
    retry(ana, report.pk)
    again = _now(report)
    assert (again.status, again.attempts, again.error, again.finished_at) == (
        Status.QUEUED,
        0,
        "",
        None,
    )
    assert due(timezone.now()).exists()


def test_report_that_was_tried_again_is_made(report: Report, ana: User) -> None:
    _fail(report)
    retry(ana, report.pk)
    make(str(report.pk))
    assert _now(report).status == Status.DONE


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.DONE])
def test_only_a_failed_report_is_tried_again(
    report: Report, ana: User, status: Report.Status
) -> None:
    Report.objects.update(status=status)
    with pytest.raises(ConflictError, match="that failed"):
        retry(ana, report.pk)


def test_observer_tries_nothing_again(report: Report) -> None:
    _fail(report)
    with pytest.raises(PermissionDenied):
        retry(make_member(report.office, Role.OBSERVER), report.pk)


def test_stranger_tries_nothing_again(report: Report) -> None:
    _fail(report)
    with pytest.raises(Http404):
        retry(make_member(make_office(), Role.COORDINATOR), report.pk)


# --- names ---


@pytest.mark.parametrize(
    ("office", "name"),
    [
        ("Goma Field Office", "report-goma-field-office-2026-07-20.pdf"),
        ("../../etc", "report-etc-2026-07-20.pdf"),
        ("مكتب غوما", "report-office-2026-07-20.pdf"),
    ],
)
def test_file_is_named_for_people_by_office_and_day(report: Report, office: str, name: str) -> None:
    report.assessment.office.name = office
    report.created_at = dt.datetime(2026, 7, 20, tzinfo=dt.UTC)
    assert download_name(report) == name
