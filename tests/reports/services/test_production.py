"""Making a report: claimed once, frozen once, mailed once, whoever dies or comes back late."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from celery import Celery
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from checklists.models import Assessment
from checklists.services.answers import Written, save_answer
from orgs.access import ConflictError
from orgs.models import AuditEvent, OutgoingMail, User
from orgs.roles import Role
from reports.frozen import digest, load
from reports.kinds import Tier
from reports.models import Delivery, Report, Schedule
from reports.office.data import OfficeReport
from reports.services.production import (
    MOST_WAITING,
    download_name,
    due,
    make,
    request_report,
    retry,
)
from reports.tasks import make_report
from tests.brokers import sent
from tests.factories import make_member, make_office
from tests.reports.services.rows import lease, stored
from tests.reports.subjects import about

pytestmark = pytest.mark.django_db

Status, Step = Report.Status, Report.Step


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
    assert request_report(ana, about(assessment)) == report
    lease(report, 60)
    assert request_report(ana, about(assessment)) == report


@pytest.mark.parametrize("status", [Status.DONE, Status.FAILED])
def test_asking_again_afterwards_gives_another(
    report: Report, assessment: Assessment, ana: User, status: Report.Status
) -> None:
    Report.objects.update(status=status)
    assert request_report(ana, about(assessment)) != report


def test_two_people_who_ask_get_one_each(report: Report, assessment: Assessment) -> None:
    reviewer = make_member(assessment.office, Role.REVIEWER)
    assert request_report(reviewer, about(assessment)) != report


def test_nobody_has_more_than_twenty_of_their_own_being_made(
    report: Report, assessment: Assessment, ana: User
) -> None:
    copies = [
        Report(**about(assessment).columns, requested_by=ana) for _n in range(MOST_WAITING - 1)
    ]
    Report.objects.bulk_create(copies)
    with pytest.raises(ConflictError, match="cancel one"):
        request_report(ana, about(assessment), Tier.SHAREABLE)
    assert request_report(ana, about(assessment)) in [report, *copies]  # it is there already
    Report.objects.filter(pk=copies[0].pk).update(status=Status.DONE)
    assert request_report(ana, about(assessment), Tier.SHAREABLE).tier == Tier.SHAREABLE


def test_observer_asks_for_no_report(assessment: Assessment) -> None:
    with pytest.raises(PermissionDenied):
        request_report(make_member(assessment.office, Role.OBSERVER), about(assessment))


def test_stranger_asks_for_no_report(assessment: Assessment) -> None:
    with pytest.raises(Http404):
        request_report(make_member(make_office(), Role.REVIEWER), about(assessment))


def test_workers_hear_of_it_after_it_is_stored(
    assessment: Assessment,
    ana: User,
    broker: Celery,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = request_report(ana, about(assessment))
    [(task, arguments, _expires)] = sent(broker)
    assert (task, arguments) == ("reports.make_report", [str(report.pk)])


# --- making ---


def test_made_report_has_its_file(report: Report) -> None:
    assert make(str(report.pk))
    done = stored(report)
    with done.file.open() as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert (done.size, done.file_sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_made_report_is_finished(report: Report) -> None:
    make(str(report.pk))
    done = stored(report)
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
    done = stored(report)
    raw = bytes(done.data)
    assert done.data_sha256 == digest(raw)
    assert load(raw, OfficeReport).office == "Goma"


def test_report_is_made_once_however_often_it_is_asked_for(report: Report) -> None:
    assert [make(str(report.pk)) for _ in range(3)] == [True, False, False]
    assert stored(report).attempts == 1


def test_each_recipient_gets_one_mail_with_the_file(report: Report, ana: User) -> None:
    for _ in range(2):
        make(str(report.pk))
    [mail] = OutgoingMail.objects.filter(recipient=ana)
    assert (mail.attachment, mail.attachment_name) == (
        stored(report).file.name,
        f"report-office-goma-{report.created_at:%Y-%m-%d}.pdf",
    )
    assert f"/reports/{report.pk}/" in mail.body


@pytest.mark.parametrize("leave", ["office", "altogether"])
def test_recipient_who_has_left_since_gets_nothing(report: Report, ana: User, leave: str) -> None:
    if leave == "office":
        ana.memberships.all().delete()
    else:
        User.objects.filter(pk=ana.pk).update(is_active=False)
    make(str(report.pk))
    assert stored(report).status == Status.DONE
    assert not OutgoingMail.objects.filter(recipient=ana).exists()
    assert not Delivery.objects.exists()


def test_report_that_is_finished_a_second_time_sends_no_second_mail(
    report: Report, ana: User
) -> None:
    make(str(report.pk))
    Report.objects.update(status=Status.QUEUED, due_at=timezone.now())
    assert make(str(report.pk))
    assert OutgoingMail.objects.filter(recipient=ana).count() == 1


def test_what_a_full_disk_left_is_never_taken_for_the_report(report: Report) -> None:
    make(str(report.pk))
    whole = stored(report)
    Path(whole.file.path).write_bytes(b"%PDF-cut off")
    Report.objects.update(status=Status.QUEUED, due_at=timezone.now())
    make(str(report.pk))
    with stored(report).file.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == whole.file_sha256


def test_making_is_on_the_audit_trail_with_both_hashes(report: Report) -> None:
    make(str(report.pk))
    event, done = AuditEvent.objects.get(action="report.made"), stored(report)
    assert event.data == {"data_sha256": done.data_sha256, "file_sha256": done.file_sha256}


def test_scheduled_report_says_its_period(report: Report) -> None:
    days = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
    Report.objects.update(period_start=days[0], period_end=days[1])
    make(str(report.pk))
    frozen = load(bytes(stored(report).data), OfficeReport)
    assert (frozen.period_start, frozen.period_end) == days


def test_worker_makes_the_report_that_its_message_names(report: Report) -> None:
    make_report(str(report.pk))
    assert stored(report).status == Status.DONE


# --- frozen once ---


def test_second_try_says_what_the_first_one_read(
    report: Report, assessment: Assessment, ana: User
) -> None:
    make(str(report.pk))
    before = bytes(stored(report).data)
    save_answer(ana, assessment.answers.get().pk, Written("partly", "New.", ""), read_version=0)
    Report.objects.update(status=Status.QUEUED, due_at=timezone.now())
    make(str(report.pk))
    assert bytes(stored(report).data) == before


def test_finished_report_stays_when_the_answers_change(
    report: Report, assessment: Assessment, ana: User
) -> None:
    make(str(report.pk))
    save_answer(ana, assessment.answers.get().pk, Written("partly", "New.", ""), read_version=0)
    assert [item.answer for item in load(bytes(stored(report).data), OfficeReport).items] == [
        "unanswered"
    ]


# --- trying again ---


def test_failed_report_is_tried_again_from_the_start(report: Report, ana: User) -> None:
    _fail(report)
    retry(ana, report.pk)
    again = stored(report)
    assert (again.status, again.attempts, again.error, again.finished_at) == (
        Status.QUEUED,
        0,
        "",
        None,
    )
    assert due(timezone.now()).exists()


def test_one_of_a_fan_out_is_tried_again_among_the_long_ones(
    report: Report,
    ana: User,
    broker: Celery,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    _fail(report)
    schedule = Schedule.objects.create(
        office=report.office,
        with_below=True,
        frequency="monthly",
        first_on=dt.date(2026, 1, 1),
        created_by=ana,
    )
    Report.objects.update(schedule=schedule)
    with django_capture_on_commit_callbacks(execute=True):
        retry(ana, report.pk)
    assert [task for task, _arguments, _expires in sent(broker)] == ["reports.make_heavy_report"]


def test_report_that_was_tried_again_is_made(report: Report, ana: User) -> None:
    _fail(report)
    retry(ana, report.pk)
    make(str(report.pk))
    assert stored(report).status == Status.DONE


@pytest.mark.parametrize("status", [Status.DONE, Status.CANCELLED])
def test_only_a_failed_report_is_tried_again(
    report: Report, ana: User, status: Report.Status
) -> None:
    Report.objects.update(status=status)
    with pytest.raises(ConflictError, match="that failed"):
        retry(ana, report.pk)


def test_trying_again_twice_is_trying_once(report: Report, ana: User) -> None:
    _fail(report)
    for _time in range(2):
        retry(ana, report.pk)
    assert stored(report).status == Status.QUEUED
    assert AuditEvent.objects.filter(action="report.retried").count() == 1


def test_observer_tries_nothing_again(report: Report) -> None:
    _fail(report)
    assert report.office is not None
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
        ("Goma Field Office", "report-office-goma-field-office-2026-07-20.pdf"),
        ("../../etc", "report-office-etc-2026-07-20.pdf"),
        ("مكتب غوما", "report-office-2026-07-20.pdf"),
    ],
)
def test_file_is_named_for_people_by_office_and_day(report: Report, office: str, name: str) -> None:
    assert report.office is not None
    report.office.name = office
    report.created_at = dt.datetime(2026, 7, 20, tzinfo=dt.UTC)
    assert download_name(report) == name
