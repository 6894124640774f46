"""Personal links to reports: what opens, what has ended, and withdrawing them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from checklists.models import Assessment
from checklists.models.delegations import token_digest
from orgs.models import Office, User
from orgs.roles import Role
from reports.models import Delivery, Report
from tests.factories import make_member
from tests.pages import Page, client_of, read, visit
from tests.reports.views.rows import make_done

pytestmark = pytest.mark.django_db

TOKEN = "a-token-that-was-mailed"


@pytest.fixture
def delivery(assessment: Assessment, office: Office) -> Delivery:
    """A link that was mailed to an observer in Lubumbashi, and is open."""
    observer = make_member(office, Role.OBSERVER, "Dora Weber")
    User.objects.filter(pk=observer.pk).update(time_zone="Africa/Lubumbashi")
    return make_done(assessment).deliveries.create(
        recipient=observer,
        link_days=7,
        token_sha256=token_digest(TOKEN),
        expires_at=dt.datetime(2099, 1, 8, 6, tzinfo=dt.UTC),
    )


def opened(status: int = 200) -> Page:
    return read(Client().get(f"/r/{TOKEN}/"), status)


def test_file_that_is_not_what_was_made_stays_here(delivery: Delivery) -> None:
    Report.objects.update(file_sha256="c5" * 32)
    page = read(Client().post(f"/r/{TOKEN}/"), 409)
    assert "altered or damaged since it was made" in page.text
    delivery.refresh_from_db()
    assert delivery.opened_at is None


def test_link_says_for_whom_and_until_when_in_their_zone(delivery: Delivery) -> None:
    page = opened()
    assert page.heading == "A report for Dora Weber"
    assert "8 January 2099, 08:00 (Africa/Lubumbashi)" in page.text


def test_expired_link_says_so(delivery: Delivery) -> None:
    Delivery.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    assert "The time for which the link was good is over" in opened(410).text


def test_withdrawn_link_says_so(delivery: Delivery) -> None:
    Delivery.objects.update(withdrawn_at=timezone.now())
    assert "The link was withdrawn." in opened(410).text


def test_link_that_never_was_is_not_found(delivery: Delivery) -> None:
    read(Client().get("/r/another-token/"), 404)


def test_ended_link_names_no_office(delivery: Delivery) -> None:
    Delivery.objects.update(withdrawn_at=timezone.now())
    assert "Nord-Kivu" not in opened(410).html


def test_asks_before_it_withdraws(delivery: Delivery, coordinator: User) -> None:
    page = visit(coordinator, f"/reports/{delivery.report_id}/links/withdraw/")
    assert page.all(".//main//ul/li") == ["Dora Weber"]
    opened()


def test_withdraws(delivery: Delivery, coordinator: User) -> None:
    client_of(coordinator).post(f"/reports/{delivery.report_id}/links/withdraw/")
    opened(410)


def test_says_that_no_link_is_open(assessment: Assessment, coordinator: User) -> None:
    page = visit(coordinator, f"/reports/{make_done(assessment).pk}/links/withdraw/")
    assert "No link to this report is open." in page.text
