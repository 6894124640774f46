"""From a document to an instrument: uploaded, checked, mended in place, saved or discarded."""

import datetime as dt
import functools
import hashlib
import uuid
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.importers.doubts import carried
from checklists.importers.reading import MAX_BYTES, read_document
from checklists.importers.resolution.parsed import Doubt, ParsedResolution, ResolutionError
from checklists.importers.resolution.text import parse_resolution_text
from checklists.importers.transcript import DocumentError
from checklists.models import Instrument, InstrumentDraft
from checklists.services.instruments import DoubtsError, Source, store_parsed, there_already
from checklists.uploads import safe_name
from orgs import audit
from orgs.access import ConflictError, demand_anywhere
from orgs.models import User
from orgs.roles import Capability

KEPT_DAYS = 30
# In bytes as a browser sends it, with two for each line's end: Django reads 2.5 MB of a form.
# That is some 700 pages.
TRANSCRIPT_LIMIT = 2_400_000
# A preview of hundreds of pages is read for seconds, and the next request is for the same text.
_parse = functools.lru_cache(maxsize=2)(parse_resolution_text)


class DraftChangedError(ConflictError):
    """Somebody else mended the transcript meanwhile: neither text is lost, and none is stored."""


@dataclass(frozen=True, slots=True)
class DraftReading:
    """A draft as it is read now: its resolution, or else the error that says why it is none."""

    resolution: ParsedResolution | None
    error: ResolutionError | None
    doubts: tuple[Doubt, ...]


def read_draft(draft: InstrumentDraft) -> DraftReading:
    """Read a draft's transcript: its document's doubts and the parser's, in order of lines."""
    doubts = [Doubt(**doubt) for doubt in draft.reading_doubts]
    try:
        resolution = _parse(draft.transcript)
    except ResolutionError as error:
        return DraftReading(None, error, tuple(doubts))
    # The document's reader and the parser may doubt the same.
    every = dict.fromkeys([*doubts, *resolution.doubts])
    return DraftReading(resolution, None, tuple(sorted(every, key=lambda doubt: doubt.line)))


def upload(actor: User, name: str, content: bytes) -> InstrumentDraft:
    """Put a document under preview. The same file sent twice by a person is one draft.

    Raises DocumentError or ResolutionError where no resolution can be read from it; then nothing
    is stored.
    """
    demand_anywhere(actor, Capability.MANAGE_LIBRARY)
    name = safe_name(name)
    if len(content) > MAX_BYTES:
        raise DocumentError(too_large(name))
    sha256 = hashlib.sha256(content).hexdigest()
    same = InstrumentDraft.objects.filter(uploaded_by=actor, file_sha256=sha256, version=0)
    if draft := same.first():
        return draft
    transcript = read_document(content, name)
    _check_length(transcript.text)
    _parse(transcript.text)
    with transaction.atomic():
        _sweep()
        draft = InstrumentDraft.objects.create(
            file_name=name,
            file_sha256=sha256,
            transcript=transcript.text,
            reading_doubts=[asdict(doubt) for doubt in transcript.doubts],
            uploaded_by=actor,
        )
        audit.record(actor, "instrument_draft.uploaded", draft, sha256=sha256)
    return draft


def too_large(name: str) -> str:
    """What to say of a file over the limit."""
    return _("“%(name)s” is larger than %(limit)d MB.") % {
        "name": safe_name(name),
        "limit": MAX_BYTES // 1_000_000,
    }


def mend(
    actor: User, draft_id: uuid.UUID, transcript: str, *, read_version: int
) -> InstrumentDraft:
    """Store a transcript that was mended on top of version `read_version`.

    The same text is no change. Raises ResolutionError where it isn't read as a resolution any
    more, DraftChangedError where another saved meanwhile, ConflictError where the draft is gone.
    """
    demand_anywhere(actor, Capability.MANAGE_LIBRARY)
    _check_length(transcript)
    _parse(transcript)
    with transaction.atomic():
        draft = _lock(draft_id)
        if draft.transcript == transcript:
            return draft
        _check_version(draft, read_version)
        doubts = [Doubt(**doubt) for doubt in draft.reading_doubts]
        kept = carried(doubts, draft.transcript, transcript)
        draft.reading_doubts = [asdict(doubt) for doubt in kept]
        draft.transcript = transcript
        draft.version += 1
        draft.save(update_fields=["reading_doubts", "transcript", "version"])
        audit.record(actor, "instrument_draft.mended", draft, version=draft.version)
    return draft


def save(actor: User, draft_id: uuid.UUID, *, accept_doubts: bool, read_version: int) -> Instrument:
    """Make the instrument of a draft, which is then gone.

    Raises DoubtsError where doubts are left and aren't accepted, ConflictError where the symbol is
    there already, DraftChangedError where another mended the text meanwhile.
    """
    demand_anywhere(actor, Capability.MANAGE_LIBRARY)
    draft = _find(draft_id)
    _check_version(draft, read_version)
    reading = read_draft(draft)
    if reading.error:
        raise reading.error
    parsed, doubts = reading.resolution, reading.doubts
    assert parsed is not None
    if doubts and not accept_doubts:
        raise DoubtsError(parsed.symbol, doubts)
    with transaction.atomic():
        _check_version(_lock(draft_id), read_version)
        if Instrument.objects.filter(symbol=parsed.symbol).exists():
            raise there_already(parsed.symbol)
        source = Source(
            draft.transcript,
            draft.file_name,
            draft.file_sha256,
            tuple(doubt for doubt in doubts if doubt not in parsed.doubts),
            mended=draft.version > 0,
        )
        instrument = store_parsed(actor, parsed, source)
        InstrumentDraft.objects.filter(pk=draft_id).delete()
    return instrument


def saved_from(transcript: str) -> Instrument | None:
    """The instrument that was saved from a transcript: a form may be sent twice."""
    return Instrument.objects.filter(transcript=transcript).first()


@transaction.atomic
def discard(actor: User, draft_id: uuid.UUID) -> None:
    """Throw a draft away. One that is gone already stays so."""
    demand_anywhere(actor, Capability.MANAGE_LIBRARY)
    if draft := InstrumentDraft.objects.filter(pk=draft_id).first():
        audit.record(actor, "instrument_draft.discarded", draft, sha256=draft.file_sha256)
        draft.delete()


def _find(draft_id: uuid.UUID) -> InstrumentDraft:
    return _demand(InstrumentDraft.objects.filter(pk=draft_id).first())


def _lock(draft_id: uuid.UUID) -> InstrumentDraft:
    return _demand(InstrumentDraft.objects.select_for_update().filter(pk=draft_id).first())


def _demand(draft: InstrumentDraft | None) -> InstrumentDraft:
    if draft is None:
        raise ConflictError(_("This document was saved or discarded meanwhile."))
    return draft


def _check_version(draft: InstrumentDraft, read_version: int) -> None:
    if draft.version != read_version:
        raise DraftChangedError(_("Somebody else changed the transcript meanwhile."))


def _check_length(transcript: str) -> None:
    if len(transcript.encode()) + transcript.count("\n") > TRANSCRIPT_LIMIT:
        raise DocumentError(
            _("The text is too long to be checked here: %(limit).1f MB is the most.")
            % {"limit": TRANSCRIPT_LIMIT / 1_000_000}
        )


def _sweep() -> None:
    """Delete what nobody has saved or discarded for a month."""
    oldest = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    InstrumentDraft.objects.filter(uploaded_at__lt=oldest).delete()
