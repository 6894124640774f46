"""Evidence that comes through a personal link."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from checklists.models import Assessment, DelegatedItem, Delegation, Document, ProposedEvidence
from checklists.services.answers import Written
from checklists.services.delegations import confirm, content, withdraw
from checklists.services.documents import NewDocument
from checklists.services.links import Kept, keep_text
from checklists.services.proposed_evidence import (
    ABANDONED,
    MAX_PROPOSED,
    Attached,
    remove_abandoned,
)
from checklists.services.register import Sent
from checklists.uploads import Upload
from orgs.access import ConflictError
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import make_assessment, make_delegation, make_document, make_member
from tests.sample_files import PDF

pytestmark = pytest.mark.django_db

TEXT = Written("partly", "Half of the cars.", "")
URL = "https://example.net/log"


def _pdf(content: bytes = PDF) -> Attached:
    return Attached(
        NewDocument("Fleet log"),
        sent=Sent(ContentFile(content), Upload("log.pdf", "application/pdf"), len(content)),
    )


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=2)


@pytest.fixture
def amina(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Amina")


@pytest.fixture
def asked(assessment: Assessment, amina: User) -> tuple[Delegation, str]:
    return make_delegation(assessment, amina, "1.1")


def _keep(
    asked: tuple[Delegation, str], attached: Attached, *, send: bool = False, text: Written = TEXT
) -> Kept:
    item = asked[0].items.get()
    return keep_text(
        asked[1], item.pk, text, read_version=item.version, send=send, attached=attached
    )


def _confirm(amina: User, item: DelegatedItem, *keep: uuid.UUID) -> None:
    seen = list(item.pieces.values_list("pk", flat=True))
    version = item.answer.version
    confirm(amina, item.pk, content(item), read_version=version, keep=keep, seen=seen)


def test_what_is_attached_is_no_document_of_the_office(asked: tuple[Delegation, str]) -> None:
    _keep(asked, _pdf())
    piece = ProposedEvidence.objects.get()
    with piece.file.open() as file:
        assert (piece.title, piece.size, file.read()) == ("Fleet log", len(PDF), PDF)
    assert not Document.objects.exists()


def test_its_name_never_becomes_a_path(asked: tuple[Delegation, str]) -> None:
    _keep(asked, _pdf())
    piece = ProposedEvidence.objects.get()
    assert piece.file.name == f"proposals/{piece.pk}"


def test_same_again_is_attached_once(asked: tuple[Delegation, str]) -> None:
    for attached in (_pdf(), _pdf(), Attached(url=URL), Attached(url=URL)):
        _keep(asked, attached)
    assert ProposedEvidence.objects.count() == 2


def test_sent_twice_is_sent_once(asked: tuple[Delegation, str]) -> None:
    assert [_keep(asked, _pdf(), send=True) for _time in range(2)] == [Kept.SENT, Kept.SENT]
    assert ProposedEvidence.objects.count() == 1


def test_it_is_taken_away_with_its_file(
    asked: tuple[Delegation, str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    _keep(asked, _pdf())
    piece = ProposedEvidence.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        _keep(asked, Attached(without=frozenset([piece.pk])))
    assert not ProposedEvidence.objects.exists()
    assert not default_storage.exists(f"proposals/{piece.pk}")


def test_another_link_takes_nothing_away(
    assessment: Assessment, amina: User, asked: tuple[Delegation, str]
) -> None:
    _keep(asked, _pdf())
    piece = ProposedEvidence.objects.get()
    other = make_delegation(assessment, amina, "2.1")
    _keep(other, Attached(without=frozenset([piece.pk])))
    assert ProposedEvidence.objects.filter(pk=piece.pk).exists()


def test_one_item_takes_so_many_pieces_and_no_more(asked: tuple[Delegation, str]) -> None:
    for n in range(MAX_PROPOSED):
        _keep(asked, Attached(url=f"{URL}/{n}"))
    with pytest.raises(ValidationError):
        _keep(asked, Attached(url=URL))


def test_dates_that_can_not_be_are_refused(asked: tuple[Delegation, str]) -> None:
    given = NewDocument("", dt.date(2026, 2, 1), dt.date(2026, 1, 1))
    with pytest.raises(ValidationError):
        _keep(asked, Attached(given, url=URL))


def test_ended_link_keeps_the_text_and_takes_no_evidence(
    amina: User, asked: tuple[Delegation, str]
) -> None:
    withdraw(amina, asked[0].pk)
    assert _keep(asked, _pdf()) is Kept.LATE
    assert not ProposedEvidence.objects.exists()


def test_what_is_sent_takes_no_more(asked: tuple[Delegation, str]) -> None:
    _keep(asked, Attached(), send=True)
    with pytest.raises(ConflictError):
        _keep(asked, _pdf(), text=Written("mostly", "All.", ""))


def test_conflict_of_texts_loses_no_evidence(asked: tuple[Delegation, str]) -> None:
    _keep(asked, Attached())
    item = asked[0].items.get()
    other = Written("mostly", "Other words.", "")
    kept = keep_text(asked[1], item.pk, other, read_version=0, send=False, attached=_pdf())
    assert kept is Kept.CONFLICT
    assert item.pieces.count() == 1


def test_confirmed_it_stands_by_the_answer_with_whom_it_came_from(
    amina: User,
    asked: tuple[Delegation, str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    _keep(asked, _pdf())
    _keep(asked, Attached(url=URL), send=True)
    item = asked[0].items.get()
    keys = list(item.pieces.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        _confirm(amina, item, *keys)
    found = item.answer.evidence.select_related("document")
    assert [(row.document.title, row.contributor, row.added_by) for row in found] == [
        ("Fleet log", "Kim Lee", amina),
        (URL, "Kim Lee", amina),
    ]
    with found[0].document.file.open() as file:
        assert file.read() == PDF
    assert not ProposedEvidence.objects.exists()
    assert not any(default_storage.exists(f"proposals/{key}") for key in keys)


def test_what_is_not_ticked_goes(amina: User, asked: tuple[Delegation, str]) -> None:
    _keep(asked, _pdf(), send=True)
    item = asked[0].items.get()
    _confirm(amina, item)
    assert not item.answer.evidence.exists()
    assert not ProposedEvidence.objects.exists()


def test_what_was_not_seen_is_not_confirmed(amina: User, asked: tuple[Delegation, str]) -> None:
    _keep(asked, _pdf(), send=True)
    item = asked[0].items.get()
    with pytest.raises(ConflictError):
        confirm(amina, item.pk, content(item), read_version=0)
    assert item.pieces.count() == 1


def test_document_that_the_office_has_is_used_again(
    assessment: Assessment, amina: User, asked: tuple[Delegation, str]
) -> None:
    there = make_document(assessment.office, amina, url=URL)
    _keep(asked, Attached(url=URL), send=True)
    item = asked[0].items.get()
    _confirm(amina, item, item.pieces.get().pk)
    assert item.answer.evidence.get().document == there


def test_attaching_is_on_the_audit_trail(asked: tuple[Delegation, str]) -> None:
    _keep(asked, _pdf())
    event = AuditEvent.objects.get(action="delegation.evidence")
    assert (event.actor, event.data["titles"]) == (None, ["Fleet log"])


def test_what_nobody_confirms_is_removed_in_the_end(asked: tuple[Delegation, str]) -> None:
    _keep(asked, _pdf(), send=True)
    now = timezone.now()
    assert remove_abandoned(now) == 0
    assert remove_abandoned(asked[0].expires_at + ABANDONED + dt.timedelta(seconds=1)) == 1


def test_signing_off_ends_it(asked: tuple[Delegation, str]) -> None:
    _keep(asked, _pdf(), send=True)
    Assessment.objects.update(status=Assessment.Status.SIGNED_OFF)
    assert remove_abandoned(timezone.now()) == 1
