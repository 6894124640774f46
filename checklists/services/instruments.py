"""Bringing instruments into the database, paragraph by paragraph, word for word."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from checklists.importers.reading import read_document
from checklists.importers.resolution.parsed import (
    Doubt,
    ParsedParagraph,
    ParsedResolution,
    ResolutionError,
)
from checklists.importers.resolution.text import parse_resolution_text
from checklists.models import Footnote, Instrument, Paragraph, ParagraphReading
from checklists.services.anatomy import read_instrument
from orgs import audit
from orgs.access import ConflictError
from orgs.models import User


class DoubtsError(Exception):
    """What was read leaves doubts, and nobody has accepted them: nothing is stored."""

    def __init__(self, symbol: str, doubts: Sequence[Doubt]) -> None:
        super().__init__(symbol, doubts)
        self.symbol = symbol
        self.doubts = tuple(doubts)


@dataclass(frozen=True, slots=True)
class Source:
    """What a resolution was read from: its transcript, and the file from which that was made.

    `doubts` are those of the document's reader; `mended` says whether an officer changed the text.
    """

    transcript: str
    name: str
    sha256: str
    doubts: tuple[Doubt, ...] = ()
    mended: bool = False


def import_instrument(actor: User | None, source: str, *, source_name: str) -> Instrument:
    """Store a resolution from its text, whatever doubts are left. The same text changes nothing.

    Raises ResolutionError where the text can't be read, ConflictError where the symbol is there
    already with another text: what is imported is never rewritten.
    """
    sha256 = hashlib.sha256(source.encode()).hexdigest()
    return store_instrument(actor, source, source_name=source_name, source_sha256=sha256)


def import_document(
    actor: User | None, content: bytes, name: str, *, accept_doubts: bool
) -> Instrument:
    """Store a resolution from a file of any format that is read. The same file changes nothing.

    Raises DocumentError where it is no document that can be read, DoubtsError where doubts are
    left and aren't accepted, and what `import_instrument` raises.
    """
    read = read_document(content, name)
    source = Source(read.text, name, hashlib.sha256(content).hexdigest(), read.doubts)
    parsed = parse_resolution_text(read.text)
    doubts = (*read.doubts, *parsed.doubts)
    if doubts and not accept_doubts and not _there(parsed.symbol, source.sha256):
        raise DoubtsError(parsed.symbol, doubts)
    return store_parsed(actor, parsed, source)


def store_instrument(
    actor: User | None,
    transcript: str,
    *,
    source_name: str,
    source_sha256: str,
    reading_doubts: Sequence[Doubt] = (),
) -> Instrument:
    """Store what is read from a transcript. `source_sha256` is that of the file it was made from.

    The doubts that are left are stored with it: whoever calls this has shown them. Raises as
    `import_instrument` does, and ResolutionError where no date of adoption was found.
    """
    source = Source(transcript, source_name, source_sha256, tuple(reading_doubts))
    return store_parsed(actor, parse_resolution_text(transcript), source)


@transaction.atomic
def store_parsed(actor: User | None, parsed: ParsedResolution, source: Source) -> Instrument:
    """Store what was read from `source.transcript`, which may have taken a while: no row is locked
    until then. Returns what is there where it was read from the same file. Raises as
    `store_instrument` does.
    """
    if existing := _there(parsed.symbol, source.sha256):
        if not ParagraphReading.objects.filter(paragraph__instrument=existing).exists():
            read_instrument(existing)  # stored before there were rules
        return existing
    instrument = _create(parsed, source)
    _store_paragraphs(instrument, parsed)
    Footnote.objects.bulk_create(
        Footnote(instrument=instrument, mark=note.mark, text=note.text) for note in parsed.footnotes
    )
    read_instrument(instrument)
    audit.record(
        actor,
        "instrument.imported",
        instrument,
        source=source.name,
        sha256=source.sha256,
        doubts_accepted=len(instrument.doubts),
        mended=source.mended,
    )
    return instrument


def _there(symbol: str, sha256: str) -> Instrument | None:
    """The instrument, where it is there already from this very file; ConflictError from another."""
    existing = Instrument.objects.filter(symbol=symbol).first()
    if existing and existing.source_sha256 != sha256:
        raise there_already(symbol)
    return existing


def there_already(symbol: str) -> ConflictError:
    """What to raise where another text of an instrument is stored."""
    return ConflictError(_("%(symbol)s is there already, from another text.") % {"symbol": symbol})


def _create(parsed: ParsedResolution, source: Source) -> Instrument:
    if parsed.adopted_on is None:
        raise ResolutionError("the date of adoption was not found", 1)
    for name, value in (("symbol", parsed.symbol), ("title", parsed.title)):
        limit = getattr(Instrument._meta.get_field(name), "max_length", None)
        if limit is not None and len(value) > limit:
            raise ResolutionError(f"the {name} has more than {limit} characters", 1)
    doubts = [asdict(doubt) for doubt in (*source.doubts, *parsed.doubts)]
    try:
        with transaction.atomic():
            return Instrument.objects.create(
                symbol=parsed.symbol,
                organ=parsed.organ,
                title=parsed.title,
                session=parsed.session,
                agenda_item=parsed.agenda_item,
                meeting=parsed.meeting,
                adopted_on=parsed.adopted_on,
                distributed_on=parsed.distributed_on,
                draft_symbols=list(parsed.draft_symbols),
                references=[asdict(reference) for reference in parsed.references],
                transcript=source.transcript,
                doubts=doubts,
                source_name=source.name,
                source_sha256=source.sha256,
            )
    except IntegrityError as error:  # somebody stored the same symbol at the same moment
        raise there_already(parsed.symbol) from error


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph stands: its part and section, its depth, and its parent's position."""

    paragraph: ParsedParagraph
    kind: Paragraph.Kind
    section: str
    depth: int
    parent: int


def _store_paragraphs(instrument: Instrument, parsed: ParsedResolution) -> None:
    """Parents before children, so that each child knows its parent's key."""
    places = list(_places(parsed))
    rows: dict[int, Paragraph] = {}
    for depth in range(1 + max(place.depth for place in places)):
        level = {
            position: Paragraph(
                instrument=instrument,
                parent=rows.get(place.parent),
                kind=place.kind,
                section=place.section,
                number=place.paragraph.number,
                position=position,
                text=place.paragraph.text,
                footnote_marks=list(place.paragraph.footnotes),
            )
            for position, place in enumerate(places, start=1)
            if place.depth == depth
        }
        Paragraph.objects.bulk_create(level.values())
        rows |= level


def _places(parsed: ParsedResolution) -> Iterator[_Place]:
    """Every paragraph in the order of reading; a position is its place in this order, from 1."""
    waiting = [
        *(
            _Place(each, Paragraph.Kind.PREAMBULAR, each.section, 0, 0)
            for each in parsed.preambular
        ),
        *(_Place(each, Paragraph.Kind.OPERATIVE, each.section, 0, 0) for each in parsed.operative),
        *(
            _Place(
                each, Paragraph.Kind.ANNEX, _joined(annex.label, annex.title, each.section), 0, 0
            )
            for annex in parsed.annexes
            for each in annex.paragraphs
        ),
    ][::-1]
    position = 0
    while waiting:
        place = waiting.pop()
        position += 1
        yield place
        waiting += (
            _Place(child, place.kind, place.section, place.depth + 1, position)
            for child in reversed(place.paragraph.children)
        )


def _joined(*headings: str) -> str:
    return " / ".join(heading for heading in headings if heading)
