"""Personal links to reports: what the mail tells, whom they open for, and how they end."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.http import Http404
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from checklists.models import Assessment
from orgs.mail import deliver
from orgs.models import AuditEvent, Membership, OutgoingMail, User
from orgs.roles import Role
from reports.kinds import Tier
from reports.models import Delivery, Report
from reports.services.deliveries import find_link, withdraw_links
from reports.services.production import make
from reports.services.retention import remove_old_files
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(report: Report) -> str:
    """That of a link to a report that is done."""
    Delivery.objects.update(link_days=7)
    make(str(report.pk))
    found = re.search(r"/r/([\w-]+)/", OutgoingMail.objects.get().body)
    assert found
    return found[1]


def test_mail_has_a_link_and_nothing_of_the_report(token: str, assessment: Assessment) -> None:
    mail = OutgoingMail.objects.get()
    assert mail.attachment == ""
    assert str(assessment.office) not in mail.subject + mail.body
    assert token not in str(list(Delivery.objects.values()))


def test_mail_of_a_shareable_report_names_no_office(report: Report, assessment: Assessment) -> None:
    Report.objects.update(tier=Tier.SHAREABLE)
    make(str(report.pk))
    mail = OutgoingMail.objects.get()
    told = mail.subject + mail.body + mail.attachment_name
    assert assessment.office.name not in told
    assert assessment.office.organization.name in mail.subject


@pytest.mark.parametrize("link_days", [0, 7])
@pytest.mark.parametrize(("zone", "day"), [("Pacific/Kiritimati", 2), ("Pacific/Pago_Pago", 1)])
def test_days_in_a_mail_are_those_of_its_recipient(
    report: Report, ana: User, link_days: int, zone: str, day: int
) -> None:
    noon = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    User.objects.filter(pk=ana.pk).update(time_zone=zone)
    Delivery.objects.update(link_days=link_days)
    Report.objects.update(created_at=noon, scheduled_for=noon, is_late=True)
    make(str(report.pk))
    assert f"it was due on {day} March 2026" in OutgoingMail.objects.get().body


def test_link_shows_a_page_and_gives_the_file_by_a_button(token: str, ana: User) -> None:
    client = Client()
    page = client.get(f"/r/{token}/")
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    assert not AuditEvent.objects.filter(action="report.downloaded").exists()
    answer = client.post(f"/r/{token}/")
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]  # a file
    assert AuditEvent.objects.get(action="report.downloaded").actor == ana


@pytest.mark.parametrize(
    "change",
    [
        lambda: Delivery.objects.update(expires_at=timezone.now()),
        lambda: Delivery.objects.update(withdrawn_at=timezone.now()),
        lambda: User.objects.update(is_active=False),
        lambda: Report.objects.update(status=Report.Status.CANCELLED),
        lambda: Report.objects.update(file=""),
        lambda: [m.delete() for u in User.objects.all() for m in u.memberships.all()],
    ],
)
def test_link_ends(token: str, change: object) -> None:
    assert callable(change)
    change()
    with pytest.raises(Http404):
        find_link(token)


def test_links_are_withdrawn_once(token: str, report: Report, assessment: Assessment) -> None:
    coordinator = make_member(assessment.office, Role.COORDINATOR)
    assert [withdraw_links(coordinator, report.pk) for _ in range(2)] == [1, 0]


def test_old_files_go_and_rows_stay(token: str, report: Report, settings: Settings) -> None:
    settings.REPORT_FILE_DAYS = 30
    now = timezone.now()
    assert remove_old_files(now + dt.timedelta(days=29)) == 0
    assert remove_old_files(now + dt.timedelta(days=31)) == 1
    report.refresh_from_db()
    assert (report.file.name, bool(report.file_sha256), bool(report.data)) == ("", True, True)


# --- while the mail waits ---


@pytest.fixture
def waiting(report: Report) -> OutgoingMail:
    """The mail that carries a report as a file, and has not gone out yet."""
    make(str(report.pk))
    return OutgoingMail.objects.get()


def test_report_goes_out_to_who_may_read_it(
    waiting: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    assert deliver(str(waiting.pk))
    assert len(mailoutbox[0].attachments) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda: Membership.objects.update(role=Role.OBSERVER), "may not read the report any more"),
        (lambda: Delivery.objects.update(withdrawn_at=timezone.now()), "link was withdrawn"),
        (lambda: Report.objects.update(file_sha256="c5" * 32), "altered or damaged"),
    ],
)
def test_mail_that_became_wrong_while_it_waited_stays_here(
    waiting: OutgoingMail, mailoutbox: list[EmailMessage], change: Callable[[], object], why: str
) -> None:
    change()
    assert deliver(str(waiting.pk))
    waiting.refresh_from_db()
    assert (mailoutbox, waiting.status, waiting.body) == ([], OutgoingMail.Status.FAILED, "")
    assert why in waiting.error
