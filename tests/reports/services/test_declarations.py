"""Making declarations: once, whatever dies, and with the same bytes for the same data."""

import datetime as dt
import hashlib

import pypdfium2
import pytest
from celery import Celery
from django.utils import timezone
from pytest_django import Settings

from checklists.models import SignOff
from orgs.models import AuditEvent
from orgs.roles import Role
from reports.pdf_declaration import render_declaration
from reports.services import declarations
from reports.tasks import sweep_reports
from tests.brokers import sent
from tests.factories import answer_all, make_assessment, make_member, make_sign_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed() -> SignOff:
    """One whose declaration is yet to be made."""
    assessment = make_assessment(items=3)
    answer_all(assessment, make_member(assessment.office, Role.FOCAL_POINT))
    row = make_sign_off(assessment, make_member(assessment.office, Role.REVIEWER, "Ingrid Berg"))
    row.file = ""
    row.save(update_fields=["file"])
    return row


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) <= 2
    return " ".join(" ".join(pages).split())


def test_declaration_says_who_signed_what(signed: SignOff) -> None:
    text = _text(render_declaration(signed.data, sha256=signed.sha256))
    for words in (
        signed.data["office"],
        signed.data["cycle"],
        signed.data["instrument_symbol"],
        "I have reviewed it.",
        "Ingrid Berg",
        "1 July 2026, 12:00 (UTC)",
        "3 items, 0 pieces of evidence",
        signed.sha256,
    ):
        assert words in text


def test_same_data_gives_the_same_bytes(signed: SignOff) -> None:
    first = render_declaration(signed.data, sha256=signed.sha256)
    assert render_declaration(signed.data, sha256=signed.sha256) == first


def test_declaration_is_made_once_and_noted(signed: SignOff) -> None:
    assert declarations.make(signed.pk)
    assert not declarations.make(signed.pk)
    signed.refresh_from_db()
    assert hashlib.sha256(signed.file.read()).hexdigest() == signed.file_sha256
    signed.file.close()
    event = AuditEvent.objects.get(action="declaration.made")
    assert event.data == {"data_sha256": signed.sha256, "file_sha256": signed.file_sha256}


def test_sweep_sends_what_waits_and_nothing_that_is_made(signed: SignOff, broker: Celery) -> None:
    sweep_reports()
    assert ("reports.make_declaration", [signed.pk]) in [
        (name, list(arguments)) for name, arguments, _expires in sent(broker)
    ]
    declarations.make(signed.pk)
    sweep_reports()
    assert sent(broker) == []


def test_one_that_a_lost_worker_held_falls_due_again(signed: SignOff, settings: Settings) -> None:
    now = timezone.now()
    SignOff.objects.update(file_due_at=now + dt.timedelta(seconds=settings.LEASE_SECONDS))
    assert not declarations.make(signed.pk)
    assert list(declarations.due(now + dt.timedelta(seconds=settings.LEASE_SECONDS + 1))) == [
        signed
    ]
