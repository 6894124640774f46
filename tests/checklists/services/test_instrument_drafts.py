"""From a document to an instrument: nothing is stored unseen, and no mended word is lost."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from checklists.importers.resolution.parsed import ResolutionError
from checklists.importers.transcript import DocumentError
from checklists.models import Instrument, InstrumentDraft
from checklists.services import instrument_drafts as service
from checklists.services.instrument_drafts import DraftChangedError
from checklists.services.instruments import DoubtsError, import_instrument
from orgs.access import ConflictError
from orgs.models import AuditEvent, User
from tests.checklists.importers.sources import resolution
from tests.factories import make_draft, make_user

pytestmark = pytest.mark.django_db

TEXT = resolution("1. *Urges* all States;\n\n2. *Requests* the Secretary-General to act.")


@pytest.fixture
def officer() -> User:
    return make_user(secretariat=True)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# --- uploading -----------------------------------------------------------------------------------


def test_an_upload_is_read_and_waits(officer: User) -> None:
    draft = service.upload(officer, "A_RES_78_118.txt", TEXT.encode())
    assert (draft.file_name, draft.transcript) == ("A_RES_78_118.txt", TEXT)
    assert draft.file_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert not Instrument.objects.exists()
    assert actions() == ["instrument_draft.uploaded"]


def test_the_same_file_sent_twice_is_one_draft(officer: User) -> None:
    first = service.upload(officer, "a.txt", TEXT.encode())
    assert service.upload(officer, "a.txt", TEXT.encode()) == first


def test_a_name_never_becomes_a_path(officer: User) -> None:
    draft = service.upload(officer, "../../etc/<b>r.txt", TEXT.encode())
    assert draft.file_name == "br.txt"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\ntrailer\n<<>>\n%%EOF\n",
        b"PK\x03\x04" + bytes(50),
        b"MZ\x90\x00" + bytes(60),
        b"<html><script>alert(1)</script></html>",
        "protégé".encode("latin-1"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
    ids=["empty", "zeros", "pdf", "zip", "program", "html", "latin", "doc"],
)
def test_what_is_no_document_is_refused_and_nothing_stored(officer: User, content: bytes) -> None:
    with pytest.raises(DocumentError):
        service.upload(officer, "a.pdf", content)
    assert not InstrumentDraft.objects.exists()


def test_what_is_no_resolution_is_refused_and_nothing_stored(officer: User) -> None:
    with pytest.raises(ResolutionError):
        service.upload(officer, "letter.txt", b"Dear Sir or Madam,\n")
    assert not InstrumentDraft.objects.exists()


def test_a_file_over_the_limit_is_not_read(officer: User) -> None:
    with pytest.raises(DocumentError, match="larger than 20 MB"):
        service.upload(officer, "a.txt", bytes(20_000_001))


def test_a_text_that_no_form_can_hold_is_refused(officer: User) -> None:
    with pytest.raises(DocumentError, match="too long"):
        service.upload(officer, "a.txt", resolution("1. Urges.\n" + "é" * 1_300_000).encode())


def test_drafts_that_nobody_saves_go_after_a_month(officer: User) -> None:
    old = make_draft()
    recent = make_draft()
    long_ago = timezone.now() - dt.timedelta(days=31)
    InstrumentDraft.objects.filter(pk=old.pk).update(uploaded_at=long_ago)
    draft = service.upload(officer, "a.txt", TEXT.encode())
    assert set(InstrumentDraft.objects.all()) == {recent, draft}


# --- mending -------------------------------------------------------------------------------------


def test_a_mended_transcript_is_stored_and_its_doubt_gone(officer: User) -> None:
    draft = make_draft("1. *Urges* al States.", doubts=1)
    line = draft.transcript.split("\n").index("1. *Urges* al States.") + 1
    draft.reading_doubts = [{"message": "is this a word?", "line": line, "page": None}]
    draft.save()
    text = draft.transcript.replace("al States", "all States")
    mended = service.mend(officer, draft.pk, text, read_version=0)
    assert (mended.version, mended.reading_doubts) == (1, [])


def test_the_same_text_twice_is_no_change(officer: User) -> None:
    draft = make_draft()
    text = draft.transcript.replace("all States", "States")
    service.mend(officer, draft.pk, text, read_version=0)
    assert service.mend(officer, draft.pk, text, read_version=0).version == 1


def test_a_text_on_top_of_an_older_one_does_not_replace_it(officer: User) -> None:
    draft = make_draft()
    theirs = draft.transcript.replace("all States", "States")
    service.mend(officer, draft.pk, theirs, read_version=0)
    with pytest.raises(DraftChangedError):
        service.mend(officer, draft.pk, draft.transcript + "\n", read_version=0)
    draft.refresh_from_db()
    assert draft.transcript == theirs


def test_a_text_that_is_no_resolution_any_more_is_not_stored(officer: User) -> None:
    draft = make_draft()
    with pytest.raises(ResolutionError):
        service.mend(officer, draft.pk, "Nothing", read_version=0)
    draft.refresh_from_db()
    assert draft.version == 0


# --- saving --------------------------------------------------------------------------------------


def test_a_draft_becomes_an_instrument_and_is_gone(officer: User) -> None:
    draft = service.upload(officer, "a.txt", TEXT.encode())
    instrument = service.save(officer, draft.pk, accept_doubts=False, read_version=0)
    assert (instrument.source_name, instrument.source_sha256) == ("a.txt", draft.file_sha256)
    assert instrument.transcript == TEXT
    assert not InstrumentDraft.objects.exists()
    event = AuditEvent.objects.get(action="instrument.imported")
    assert event.data == {
        "source": "a.txt",
        "sha256": draft.file_sha256,
        "doubts_accepted": 0,
        "mended": False,
    }


def test_doubts_must_be_accepted(officer: User) -> None:
    draft = make_draft(doubts=2)
    with pytest.raises(DoubtsError) as caught:
        service.save(officer, draft.pk, accept_doubts=False, read_version=0)
    assert len(caught.value.doubts) == 2
    assert not Instrument.objects.exists()


def test_accepted_doubts_are_stored_with_the_instrument(officer: User) -> None:
    draft = make_draft(doubts=2)
    instrument = service.save(officer, draft.pk, accept_doubts=True, read_version=0)
    assert [doubt["page"] for doubt in instrument.doubts] == [2, 2]
    assert AuditEvent.objects.get(action="instrument.imported").data["doubts_accepted"] == 2


def test_the_audit_trail_says_that_a_text_was_mended(officer: User) -> None:
    draft = make_draft()
    text = draft.transcript.replace("all States", "States")
    service.mend(officer, draft.pk, text, read_version=0)
    service.save(officer, draft.pk, accept_doubts=False, read_version=1)
    assert actions() == ["instrument_draft.mended", "instrument.imported"]
    assert AuditEvent.objects.get(action="instrument.imported").data["mended"] is True


def test_a_text_that_nobody_has_seen_is_not_saved(officer: User) -> None:
    draft = make_draft()
    service.mend(officer, draft.pk, draft.transcript + "\n", read_version=0)
    with pytest.raises(DraftChangedError):
        service.save(officer, draft.pk, accept_doubts=True, read_version=0)


def test_a_symbol_that_is_there_is_not_saved_again(officer: User) -> None:
    import_instrument(None, TEXT, source_name="a.txt")
    draft = make_draft()
    with pytest.raises(ConflictError, match="A/RES/78/118 is there already"):
        service.save(officer, draft.pk, accept_doubts=True, read_version=0)
    assert InstrumentDraft.objects.exists()


def test_a_draft_that_is_gone_is_a_conflict(officer: User) -> None:
    draft = make_draft()
    service.discard(officer, draft.pk)
    with pytest.raises(ConflictError):
        service.save(officer, draft.pk, accept_doubts=True, read_version=0)
    with pytest.raises(ConflictError):
        service.mend(officer, draft.pk, TEXT, read_version=0)


def test_discarding_twice_is_discarding_once(officer: User) -> None:
    draft = make_draft()
    service.discard(officer, draft.pk)
    service.discard(officer, draft.pk)
    assert actions() == ["instrument_draft.discarded"]


def test_nobody_but_the_secretariat_may() -> None:
    user, draft = make_user(), make_draft()
    with pytest.raises(PermissionDenied):
        service.upload(user, "a.txt", TEXT.encode())
    with pytest.raises(PermissionDenied):
        service.mend(user, draft.pk, TEXT, read_version=0)
    with pytest.raises(PermissionDenied):
        service.save(user, draft.pk, accept_doubts=True, read_version=0)
    with pytest.raises(PermissionDenied):
        service.discard(user, draft.pk)
