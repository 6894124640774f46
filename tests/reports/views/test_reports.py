"""Reports: the list, and one report while it is being made and afterwards."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from checklists.models import Assessment
from orgs.mail import queue_mail
from orgs.models import Office, OutgoingMail, User
from orgs.roles import Role
from reports.kinds import Tier
from reports.models import Report
from tests.factories import (
    make_assessment,
    make_member,
    make_office,
)
from tests.pages import Page, client_of, queries, visit
from tests.reports.views.rows import make_done, make_report

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def page_of(user: User, report: Report) -> Page:
    return visit(user, f"/reports/{report.pk}/")


# --- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", Report.Status)
def test_list_shows_where_a_report_is(
    assessment: Assessment, observer: User, status: Report.Status
) -> None:
    report = make_report(assessment, status=status)
    page = visit(observer, "/reports/")
    assert f"/reports/{report.pk}/" in page.links()
    assert page.statuses() == [(status.value, str(status.label))]


def test_list_says_who_asked(assessment: Assessment, focal_point: User) -> None:
    make_report(assessment, requested_by=focal_point)
    assert "by Jean Mukendi" in visit(focal_point, "/reports/").text


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.OUTSIDE_OBSERVER])
def test_observers_are_told_of_nobody_but_themselves(
    assessment: Assessment, focal_point: User, role: Role
) -> None:
    report = make_done(assessment, tier=Tier.SHAREABLE, requested_by=focal_point)
    reader = make_member(assessment.office, role, "Dora Weber")
    for person in (focal_point, reader):
        deliver(report, person)
    pages = [visit(reader, "/reports/"), page_of(reader, report)]
    assert not any("Mukendi" in page.text for page in pages)
    assert "Dora Weber" in pages[1].text


def test_list_says_that_a_schedule_asked(assessment: Assessment, observer: User) -> None:
    make_report(assessment)
    assert "by a schedule" in visit(observer, "/reports/").text


def test_list_shows_the_newest_first(assessment: Assessment, observer: User) -> None:
    now = timezone.now()
    old = make_report(assessment, created_at=now - dt.timedelta(days=1))
    new = make_report(assessment, created_at=now)
    links = visit(observer, "/reports/").links()
    assert links.index(f"/reports/{new.pk}/") < links.index(f"/reports/{old.pk}/")


def test_list_keeps_other_organizations_out(observer: User) -> None:
    make_report(make_assessment(items=1))
    assert "No reports yet" in visit(observer, "/reports/").text


def test_empty_list_leads_to_making_one(focal_point: User) -> None:
    assert "/reports/new/" in visit(focal_point, "/reports/").links()


def test_observer_is_not_led_to_making_one(assessment: Assessment, observer: User) -> None:
    empty = visit(observer, "/reports/")
    make_report(assessment)
    assert "/reports/new/" not in empty.links() + visit(observer, "/reports/").links()


def test_coordinator_is_led_to_the_schedules(assessment: Assessment, office: Office) -> None:
    make_report(assessment)
    page = visit(make_member(office, Role.COORDINATOR), "/reports/")
    assert page.links().count("/schedules/") == 2


@pytest.mark.parametrize("url", ["/reports/", "/reports/new/"])
def test_contributor_may_not(office: Office, url: str) -> None:
    visit(make_member(office, Role.CONTRIBUTOR), url, 403)


def test_list_costs_the_same_for_any_number(
    assessment: Assessment, observer: User, focal_point: User
) -> None:
    for _ in range(2):
        make_report(assessment, requested_by=focal_point)
    few = queries(observer, "/reports/")
    for _ in range(18):
        make_report(assessment, requested_by=focal_point)
    assert queries(observer, "/reports/") == few <= 5


def test_list_goes_on_another_page(assessment: Assessment, observer: User) -> None:
    for _ in range(51):
        make_report(assessment)
    assert "Page 2 of 2" in visit(observer, "/reports/?page=2").text


# --- one report ----------------------------------------------------------------------------------


def test_ready_report_is_offered_with_its_size(assessment: Assessment, observer: User) -> None:
    report = make_done(assessment)
    page = page_of(observer, report)
    assert "The report is ready" in page.text
    assert "Download the PDF (180.0\xa0KB)" in page.html
    assert f"/reports/{report.pk}/download/" in page.links()


def test_ready_report_shows_the_hash_of_its_data(assessment: Assessment, observer: User) -> None:
    report = make_done(assessment, data_sha256="a3" * 32, file_sha256="b4" * 32)
    assert page_of(observer, report).all(".//code") == ["a3" * 32, "b4" * 32]


@pytest.mark.parametrize("status", [Report.Status.DONE, Report.Status.FAILED])
def test_finished_report_is_not_asked_for_again(
    assessment: Assessment, observer: User, status: Report.Status
) -> None:
    html = page_of(
        observer, make_report(assessment, status=status, finished_at=timezone.now())
    ).html
    assert "hx-trigger" not in html
    assert 'http-equiv="refresh"' not in html


@pytest.mark.parametrize("status", [Report.Status.QUEUED, Report.Status.RUNNING])
def test_unfinished_report_is_asked_for_again(
    assessment: Assessment, observer: User, status: Report.Status
) -> None:
    report = make_report(assessment, status=status)
    section = page_of(observer, report).root.find(".//section[@id='progress']")
    assert section is not None
    assert section.get("hx-trigger") == "every 2s"
    assert section.get("hx-get", "").startswith(f"/reports/{report.pk}/?seen=")


def test_unfinished_report_is_loaded_again_without_javascript(
    assessment: Assessment, observer: User
) -> None:
    html = page_of(observer, make_report(assessment)).html
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html


def test_changes_are_read_out(assessment: Assessment, observer: User) -> None:
    page = page_of(observer, make_report(assessment))
    assert page.root.find(".//div[@aria-live='polite']/section[@id='progress']") is not None


def test_steps_show_how_far_it_is(assessment: Assessment, observer: User) -> None:
    report = make_report(assessment, status=Report.Status.RUNNING, step=Report.Step.RENDERING)
    page = page_of(observer, report)
    assert page.all(".//ol[@class='items']/li") == [
        "1 Waiting for a worker Done",
        "2 Collecting the answers Done",
        "3 Setting the pages Now",
        "4 Storing the file To come",
        "5 Finished To come",
    ]
    assert page.all(".//li[@aria-current='step']/div/strong") == ["Setting the pages"]


def test_bar_shows_how_far_it_is(assessment: Assessment, observer: User) -> None:
    report = make_report(assessment, status=Report.Status.RUNNING, step=Report.Step.RENDERING)
    bar = page_of(observer, report).root.find(".//progress")
    assert bar is not None
    assert (bar.get("value"), bar.get("max")) == ("50", "100")


def test_waiting_report_says_why(assessment: Assessment, observer: User) -> None:
    page = page_of(observer, make_report(assessment))
    assert "It begins as soon as a worker is free" in page.text


def test_report_that_could_not_be_stored_says_when_it_is_tried_again(
    assessment: Assessment, observer: User
) -> None:
    due_at = dt.datetime(2026, 3, 1, 6, 30, tzinfo=dt.UTC)
    report = make_report(assessment, error="OSError: disk full", due_at=due_at)
    text = page_of(observer, report).text
    assert (
        "The file could not be stored. Nothing is lost: it is tried again 1 March 2026, 06:30"
        in text
    )
    assert "OSError" not in text


def test_failed_report_says_what_to_do(assessment: Assessment, focal_point: User) -> None:
    report = make_report(
        assessment,
        status=Report.Status.FAILED,
        step=Report.Step.RENDERING,
        error="line 12: unknown variable",
    )
    page = page_of(focal_point, report)
    assert "The report could not be made" in page.text
    assert "Try again; if it fails once more, send the details to the secretariat." in page.text
    assert "line 12: unknown variable" in page.text
    assert "3 Setting the pages Failed" in page.text


def test_who_may_ask_for_reports_may_try_again(assessment: Assessment, focal_point: User) -> None:
    report = make_report(assessment, status=Report.Status.FAILED)
    page = page_of(focal_point, report)
    assert page.root.find(f".//form[@action='/reports/{report.pk}/retry/']") is not None


def test_observer_may_not_try_again(assessment: Assessment, observer: User) -> None:
    report = make_report(assessment, status=Report.Status.FAILED)
    page = page_of(observer, report)
    assert page.root.find(f".//form[@action='/reports/{report.pk}/retry/']") is None
    assert "Somebody who may ask for reports on this office can try it again." in page.text


def test_time_is_the_readers_own(assessment: Assessment, observer: User) -> None:
    User.objects.filter(pk=observer.pk).update(time_zone="Asia/Kathmandu")
    created_at = dt.datetime(2026, 3, 1, 18, 30, tzinfo=dt.UTC)
    assert (
        "2 March 2026, 00:15"
        in page_of(observer, make_done(assessment, created_at=created_at)).text
    )


def test_language_that_was_asked_for_is_shown(assessment: Assessment, observer: User) -> None:
    report = make_done(assessment, language="fr")
    for page in (visit(observer, "/reports/"), page_of(observer, report)):
        assert page.all(".//*[@lang='fr']") == ["français"]


def test_period_of_a_scheduled_report_is_shown(assessment: Assessment, observer: User) -> None:
    report = make_done(
        assessment, period_start=dt.date(2026, 1, 31), period_end=dt.date(2026, 2, 27)
    )
    assert "31 January 2026 – 27 February 2026" in page_of(observer, report).text


def test_assessment_is_linked_for_who_may_see_it(
    assessment: Assessment, observer: User, focal_point: User
) -> None:
    report, link = make_done(assessment), f"/assessments/{assessment.pk}/"
    assert link in page_of(focal_point, report).links()
    assert link not in page_of(observer, report).links()


def deliver(report: Report, user: User, **mail: object) -> None:
    """A delivery whose mail is in some state."""
    queued = queue_mail(user, "Report", ["Here it is."])
    OutgoingMail.objects.filter(pk=queued.pk).update(**mail)
    report.deliveries.create(recipient=user, mail=queued)


def test_delivery_waits_for_the_report(assessment: Assessment, observer: User) -> None:
    report = make_report(assessment)
    report.deliveries.create(recipient=observer)
    assert ("pending", "Waits for the report") in page_of(observer, report).statuses()


@pytest.mark.parametrize("status", OutgoingMail.Status)
def test_delivery_shows_its_mail(
    assessment: Assessment, observer: User, status: OutgoingMail.Status
) -> None:
    report = make_done(assessment)
    deliver(report, observer, status=status)
    assert page_of(observer, report).statuses() == [(status.value, str(status.label))]


def test_mail_that_failed_says_what_to_do(assessment: Assessment, observer: User) -> None:
    report = make_done(assessment)
    deliver(report, observer, status=OutgoingMail.Status.FAILED, error="SMTPRecipientsRefused: 550")
    text = page_of(observer, report).text
    assert "Check the address with the secretariat." in text
    assert "SMTP" not in text


def test_report_costs_the_same_for_any_number_of_deliveries(
    assessment: Assessment, focal_point: User, office: Office
) -> None:
    def report(recipients: int) -> Report:
        made = make_done(assessment)
        for _recipient in range(recipients):
            deliver(made, make_member(office, Role.OBSERVER))
        return made

    costs = [queries(focal_point, f"/reports/{report(n).pk}/") for n in (2, 20)]
    assert costs[0] == costs[1] <= 5


def test_report_is_not_found_by_an_outsider(assessment: Assessment) -> None:
    outsider = make_member(make_office(), Role.OBSERVER)
    visit(outsider, f"/reports/{make_done(assessment).pk}/", 404)


def test_unknown_report_is_not_found(observer: User) -> None:
    visit(observer, f"/reports/{uuid.uuid4()}/", 404)


# --- what htmx gets ------------------------------------------------------------------------------


def test_htmx_gets_the_progress_alone(assessment: Assessment, observer: User) -> None:
    report = make_report(assessment)
    response = client_of(observer).get(f"/reports/{report.pk}/", headers=HTMX)
    html = response.content.decode().strip()
    assert html.startswith('<section id="progress"')
    assert html.endswith("</section>")


def test_htmx_gets_nothing_while_nothing_changes(assessment: Assessment, observer: User) -> None:
    report = make_report(
        assessment, status=Report.Status.RUNNING, step=Report.Step.RENDERING, attempts=1
    )
    url = f"/reports/{report.pk}/?seen=running.rendering.1"
    response = client_of(observer).get(url, headers=HTMX)
    assert (response.status_code, response.content) == (204, b"")


def test_htmx_is_told_when_it_is_ready(assessment: Assessment, observer: User) -> None:
    report = make_done(assessment, attempts=1)
    url = f"/reports/{report.pk}/?seen=running.storing.1"
    html = client_of(observer).get(url, headers=HTMX).content.decode()
    assert f"/reports/{report.pk}/download/" in html
    assert "hx-trigger" not in html


def test_the_way_to_cancel_goes_with_what_waits(assessment: Assessment) -> None:
    """It stands in what htmx replaces: a page that was open meanwhile doesn't keep it."""
    coordinator = make_member(assessment.office, Role.COORDINATOR)
    report = make_report(assessment)
    section = page_of(coordinator, report).root.find(".//section[@id='progress']")
    assert section is not None
    assert section.find(f".//a[@href='/reports/{report.pk}/cancel/']") is not None
    done = make_done(assessment, attempts=1)
    assert f"/reports/{done.pk}/cancel/" not in page_of(coordinator, done).links()


def test_page_asks_with_what_it_shows(assessment: Assessment, observer: User) -> None:
    """What the page sends as `seen` is what keeps the answer empty."""
    report = make_report(
        assessment, status=Report.Status.RUNNING, step=Report.Step.STORING, attempts=2
    )
    section = page_of(observer, report).root.find(".//section[@id='progress']")
    assert section is not None
    response = client_of(observer).get(section.get("hx-get", ""), headers=HTMX)
    assert response.status_code == 204


def test_without_htmx_the_whole_page_comes(assessment: Assessment, observer: User) -> None:
    report = make_report(assessment)
    visit(observer, f"/reports/{report.pk}/?seen=queued.waiting.0")
