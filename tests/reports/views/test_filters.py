"""Finding reports in the list: by words, kind, status, and round of a schedule."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from checklists.models import Assessment
from orgs.models import Office, User
from reports.models import Frequency, Report, Schedule
from reports.services.schedules import save_schedule
from tests.factories import make_assessment, make_office, make_user
from tests.pages import Page, visit
from tests.reports.views.rows import make_report

pytestmark = pytest.mark.django_db


def shown(page: Page) -> set[str]:
    """The reports that the page links to."""
    return {link for link in page.links() if link.startswith("/reports/") and len(link) > 40}


def address(report: Report) -> str:
    return f"/reports/{report.pk}/"


def test_finds_by_status(assessment: Assessment, coordinator: User) -> None:
    failed = make_report(assessment, status=Report.Status.FAILED)
    make_report(assessment)
    assert shown(visit(coordinator, "/reports/?status=failed")) == {address(failed)}


def test_finds_by_office(assessment: Assessment, coordinator: User) -> None:
    report = make_report(assessment)
    assert shown(visit(coordinator, "/reports/?q=kivu")) == {address(report)}
    page = visit(coordinator, "/reports/?q=goma")
    assert shown(page) == set()
    assert "No report fits" in page.text


def test_finds_by_kind(assessment: Assessment, coordinator: User) -> None:
    report = make_report(assessment)
    assert shown(visit(coordinator, "/reports/?kind=office")) == {address(report)}
    assert shown(visit(coordinator, "/reports/?kind=actions")) == set()


def test_finds_a_round(assessment: Assessment, coordinator: User, office: Office) -> None:
    schedule = save_schedule(
        coordinator,
        Schedule(office=office, frequency=Frequency.MONTHLY, first_on=dt.date(2099, 1, 31)),
        [coordinator],
        now=timezone.now(),
    )
    first = make_report(assessment, schedule=schedule, run=0)
    make_report(assessment, schedule=schedule, run=1)
    page = visit(coordinator, f"/reports/?round={first.pk}")
    assert shown(page) == {address(first)}
    assert "one round" in page.text


def test_round_of_a_report_out_of_reach_is_empty(coordinator: User) -> None:
    other = make_report(make_assessment(make_office(), items=1))
    assert shown(visit(coordinator, f"/reports/?round={other.pk}")) == set()


@pytest.mark.parametrize("query", ["status=lost", "kind=paragraphs", "round=7"])
def test_what_is_no_choice_is_refused(
    assessment: Assessment, coordinator: User, query: str
) -> None:
    make_report(assessment)
    assert shown(visit(coordinator, f"/reports/?{query}", 400)) == set()


def test_secretariat_finds_reports_across(assessment: Assessment) -> None:
    visit(make_user(secretariat=True), f"/reports/?kind=paragraphs&round={uuid.uuid4()}")
