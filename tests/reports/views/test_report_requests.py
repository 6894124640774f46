"""Asking for a report, trying again, and the download."""

import datetime as dt
from typing import cast

import pytest
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils import timezone

from checklists.models import Assessment
from orgs.models import AuditEvent, Office, User
from orgs.roles import Role
from reports.models import Frequency, Report, Schedule
from tests.factories import (
    make_assessment,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_user,
)
from tests.pages import Page, client_of, queries, read, visit
from tests.reports.views.rows import make_done, make_report

pytestmark = pytest.mark.django_db


def page_of(user: User, report: Report) -> Page:
    return visit(user, f"/reports/{report.pk}/")


# --- asking for one ------------------------------------------------------------------------------


def test_asks_for_a_report(assessment: Assessment, focal_point: User) -> None:
    response = client_of(focal_point).post(
        "/reports/new/", {"assessment": assessment.pk, "tier": "internal"}, follow=True
    )
    assert read(response).heading == "Report on Nord-Kivu"
    assert Report.objects.get().requested_by == focal_point


def test_form_sent_twice_asks_once(assessment: Assessment, focal_point: User) -> None:
    client = client_of(focal_point)
    addresses = {
        client.post("/reports/new/", {"assessment": assessment.pk, "tier": "internal"})["Location"]
        for _ in range(2)
    }
    assert addresses == {f"/reports/{Report.objects.get().pk}/"}


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (None, "Assessment: This field is required."),
        ("", "Assessment: This field is required."),
        ("x", "Assessment: Select a valid choice."),
    ],
)
def test_refuses_and_names_the_field(
    assessment: Assessment, focal_point: User, value: str | None, error: str
) -> None:
    data = {} if value is None else {"assessment": value}
    page = read(client_of(focal_point).post("/reports/new/", data), 400)
    assert page.errors()[0].startswith(error)


def test_assessment_of_another_organization_is_refused(
    assessment: Assessment, focal_point: User
) -> None:
    theirs = make_assessment(items=1)
    page = read(client_of(focal_point).post("/reports/new/", {"assessment": theirs.pk}), 400)
    assert page.errors()[0].startswith("Assessment: Select a valid choice.")
    assert not Report.objects.exists()


def test_assessment_of_the_address_is_chosen_already(
    assessment: Assessment, focal_point: User
) -> None:
    page = visit(focal_point, f"/reports/new/?assessment={assessment.pk}")
    chosen = page.all(".//select[@name='assessment']/option[@selected]")
    assert chosen == [str(assessment)]


def test_highest_office_and_latest_cycle_are_chosen_already(
    office: Office, assessment: Assessment
) -> None:
    make_office("Lodwar", parent=office)
    coordinator = make_member(office, Role.COORDINATOR)
    page = visit(coordinator, "/reports/new/?kind=organization")
    assert page.all(".//select[@name='office']/option[@selected]") == [office.name]
    assert page.all(".//select[@name='cycle']/option[@selected]") == [assessment.cycle.name]


def test_secretariat_reads_the_organization_with_each_assessment(assessment: Assessment) -> None:
    page = visit(make_user(secretariat=True), "/reports/new/")
    assert f"Médecins: {assessment}" in page.all(".//option")


def test_without_an_assessment_the_page_says_so(focal_point: User) -> None:
    page = visit(focal_point, "/reports/new/")
    assert "There is nothing to report on yet" in page.text


def test_observer_may_not_ask(observer: User) -> None:
    visit(observer, "/reports/new/", 403)


def test_form_costs_the_same_for_any_number_of_assessments(
    office: Office, focal_point: User
) -> None:
    checklist = make_checklist(1)
    for _ in range(2):
        make_cycle([office], checklist=checklist)
    few = queries(focal_point, "/reports/new/")
    for _ in range(18):
        make_cycle([office], checklist=checklist)
    assert queries(focal_point, "/reports/new/") == few <= 5


# --- trying again --------------------------------------------------------------------------------


def test_failed_report_is_tried_again(assessment: Assessment, focal_point: User) -> None:
    report = make_report(assessment, status=Report.Status.FAILED, attempts=5, error="line 12")
    response = client_of(focal_point).post(f"/reports/{report.pk}/retry/", follow=True)
    assert "The report is tried again." in read(response).text
    report.refresh_from_db()
    assert (report.status, report.attempts, report.error) == (Report.Status.QUEUED, 0, "")


def test_button_pressed_twice_tries_once(assessment: Assessment, focal_point: User) -> None:
    report = make_report(assessment, status=Report.Status.FAILED)
    client = client_of(focal_point)
    for _ in range(2):
        assert client.post(f"/reports/{report.pk}/retry/").status_code == 302
    assert AuditEvent.objects.filter(action="report.retried").count() == 1


def test_report_that_is_ready_is_not_tried_again(assessment: Assessment, focal_point: User) -> None:
    report = make_report(assessment, status=Report.Status.DONE)
    page = read(client_of(focal_point).post(f"/reports/{report.pk}/retry/"), 409)
    assert "Only a report that failed can be tried again." in page.text


def test_observer_can_not_try_again(assessment: Assessment, observer: User) -> None:
    report = make_report(assessment, status=Report.Status.FAILED)
    assert client_of(observer).post(f"/reports/{report.pk}/retry/").status_code == 403


# --- the download --------------------------------------------------------------------------------


def test_download_is_the_file(assessment: Assessment, observer: User) -> None:
    response = client_of(observer).get(f"/reports/{make_done(assessment).pk}/download/")
    assert b"".join(cast("FileResponse", response)) == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"


def test_download_is_named_after_office_and_day(assessment: Assessment, observer: User) -> None:
    report = make_done(assessment, created_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    response = client_of(observer).get(f"/reports/{report.pk}/download/")
    response.close()
    name = 'attachment; filename="report-office-nord-kivu-2026-03-01.pdf"'
    assert response["Content-Disposition"] == name


def test_download_is_recorded(assessment: Assessment, observer: User) -> None:
    list(client_of(observer).get(f"/reports/{make_done(assessment).pk}/download/"))
    assert AuditEvent.objects.get(action="report.downloaded").actor == observer


def test_unfinished_report_has_no_download(assessment: Assessment, observer: User) -> None:
    visit(observer, f"/reports/{make_report(assessment).pk}/download/", 404)


def test_lost_file_is_not_found(assessment: Assessment, observer: User) -> None:
    report = make_done(assessment)
    default_storage.delete(str(report.file.name))
    visit(observer, f"/reports/{report.pk}/download/", 404)


def test_report_outlives_its_schedule(
    assessment: Assessment, observer: User, office: Office
) -> None:
    schedule = Schedule.objects.create(
        office=office,
        frequency=Frequency.MONTHLY,
        first_on=dt.date(2026, 1, 1),
        next_due_at=timezone.now(),
        created_by=observer,
    )
    report = make_done(assessment, schedule=schedule, scheduled_for=timezone.now())
    schedule.delete()
    assert "by a schedule" in page_of(observer, report).text
