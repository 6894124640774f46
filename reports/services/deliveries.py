"""How a finished report reaches its recipients: attached to a mail, or by a personal link.

A link opens for whoever reads the recipient's mail, without signing in, as an attachment would; but
only until it expires or is withdrawn, and only while its recipient may read the report.
"""

import datetime as dt
import secrets
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from checklists.models.delegations import token_digest
from orgs import audit
from orgs.mail import address, queue_mail
from orgs.models import OutgoingMail, User
from reports.access import demand_to_cancel, may_read
from reports.kinds import Tier
from reports.models import Delivery, Report
from reports.services.intact import AlteredError, AwayError, opened


def mail_report(report: Report, delivery: Delivery, file_name: str) -> None:
    """Put the mail that carries a finished report into the outbox, in the language asked for.

    Its days are those of the recipient, as on the page of the link.
    """
    mail = _link_mail if delivery.link_days else _attached_mail
    language = report.language or settings.LANGUAGE_CODE
    with override(language), timezone.override(delivery.recipient.time_zone):
        mail(report, delivery, file_name)
    delivery.save(update_fields=["mail", "token_sha256", "expires_at"])


def _attached_mail(report: Report, delivery: Delivery, file_name: str) -> None:
    subject = _told_subject(report)
    delivery.mail = queue_mail(
        delivery.recipient,
        _("%(kind)s: %(subject)s") % {"kind": report.get_kind_display(), "subject": subject},
        [
            _("Dear %(name)s,") % {"name": delivery.recipient},
            _("the report of %(subject)s of %(date)s is attached. You also find it here:")
            % {"subject": subject, "date": _day(report.created_at)},
            address(reverse("reports:report", args=[report.pk])),
            *_lateness(report),
        ],
        attachment=report.file.name or "",
        attachment_name=file_name,
    )


def _told_subject(report: Report) -> str:
    """What the mail says that the report is about: no more than its tier tells.

    Whoever passes a mail on passes its subject on too.
    """
    if report.tier == Tier.SHAREABLE and report.organization is not None:
        return str(report.organization)
    return report.subject


def _link_mail(report: Report, delivery: Delivery, _file_name: str) -> None:
    """The mail tells nothing but that there is a report: neither an office's name nor a figure."""
    token = secrets.token_urlsafe(32)
    delivery.token_sha256 = token_digest(token)
    delivery.expires_at = timezone.now() + dt.timedelta(days=delivery.link_days)
    delivery.mail = queue_mail(
        delivery.recipient,
        _("A report is ready for you"),
        [
            _("Dear %(name)s,") % {"name": delivery.recipient},
            _("a report is ready for you. Until %(date)s this link opens it:")
            % {"date": _day(delivery.expires_at)},
            address(reverse("reports:link", args=[token])),
            _("The link is yours alone: please don't pass it on."),
            *_lateness(report),
        ],
    )


def _lateness(report: Report) -> list[str]:
    if not report.is_late or report.scheduled_for is None:
        return []
    day = _day(report.scheduled_for)
    return [_("This report comes late: it was due on %(date)s.") % {"date": day}]


def _day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def why_not_to_send(mail: OutgoingMail) -> str:
    """What became of a report while its mail waited, for the ledger: "" where it may go out.

    A server that is away can keep it for hours, in which its recipient may have left the office.
    """
    rows = Delivery.objects.select_related("recipient", "report__office__organization")
    delivery = rows.defer("report__data").filter(mail=mail.pk).first()
    if delivery is None:
        return ""
    if not may_read(delivery.recipient, delivery.report):
        return "The recipient may not read the report any more."
    if delivery.withdrawn_at:
        return "The link was withdrawn."
    try:
        if mail.attachment:
            opened(delivery.report.file, delivery.report.file_sha256)
    except AlteredError:
        return "The file was altered or damaged since it was made."
    except (AwayError, FileNotFoundError):
        return ""  # whether it comes back, the attempt itself will tell
    return ""


def live_links(now: dt.datetime) -> QuerySet[Delivery]:
    """The deliveries whose link still opens, as far as the row tells."""
    return Delivery.objects.filter(
        ~Q(token_sha256=""),
        withdrawn_at=None,
        expires_at__gt=now,
        report__status=Report.Status.DONE,
    )


def find_link(token: str) -> Delivery:
    """The delivery that a token opens now. Raises Http404 for every other token alike."""
    rows = live_links(timezone.now()).select_related(
        "recipient",
        "report__office__organization",
        "report__checklist",
        "report__assessment__cycle",
    )
    delivery = rows.defer("report__data").filter(token_sha256=token_digest(token)).first()
    if delivery is None or not delivery.recipient.is_active:
        raise Http404
    if not may_read(delivery.recipient, delivery.report) or not delivery.report.file:
        raise Http404
    return delivery


def find_sent_link(token: str) -> Delivery:
    """The delivery whose link a token ever was, open or not. Raises Http404 for every other one."""
    rows = Delivery.objects.select_related("recipient").exclude(token_sha256="")
    return get_object_or_404(rows, token_sha256=token_digest(token))


@transaction.atomic
def note_download(delivery: Delivery) -> None:
    """Note that the report was downloaded by a link."""
    delivery.opened_at = timezone.now()
    delivery.save(update_fields=["opened_at"])
    audit.record(
        delivery.recipient,
        "report.downloaded",
        delivery.report,
        organization=delivery.report.organization,
        by_link=True,
    )


@transaction.atomic
def withdraw_links(actor: User, report_id: uuid.UUID) -> int:
    """Close all links to a report for good; returns how many were open. Twice is as once."""
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("office__organization")
        .defer("data")
        .get(pk=report_id)
    )
    demand_to_cancel(actor, report)
    now = timezone.now()
    count = live_links(now).filter(report=report).update(withdrawn_at=now)
    if count:
        audit.record(
            actor, "report.links_withdrawn", report, organization=report.organization, links=count
        )
    return count
