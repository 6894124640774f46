"""Bringing instruments into the database, paragraph by paragraph, word for word."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from checklists.importers.resolution import (
    Doubt,
    ParsedParagraph,
    ParsedResolution,
    ResolutionError,
)
from checklists.importers.resolution_text import parse_resolution_text
from checklists.models import Footnote, Instrument, Paragraph
from orgs import audit
from orgs.access import ConflictError
from orgs.models import User


@transaction.atomic
def import_instrument(actor: User | None, source: str, *, source_name: str) -> Instrument:
    """Store a resolution from its text. The same file again changes nothing.

    Raises ResolutionError where the text can't be read, ConflictError where the symbol is there
    already with another text: what is imported is never rewritten.
    """
    sha256 = hashlib.sha256(source.encode()).hexdigest()
    return store_instrument(actor, source, source_name=source_name, source_sha256=sha256)


@transaction.atomic
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
    parsed = parse_resolution_text(transcript)
    if existing := Instrument.objects.filter(symbol=parsed.symbol).first():
        if existing.source_sha256 == source_sha256:
            return existing
        raise ConflictError(
            _("%(symbol)s is there already, from another text.") % {"symbol": parsed.symbol}
        )
    if parsed.adopted_on is None:
        raise ResolutionError("the date of adoption was not found", 1)
    instrument = Instrument.objects.create(
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
        transcript=transcript,
        doubts=[asdict(doubt) for doubt in (*reading_doubts, *parsed.doubts)],
        source_name=source_name,
        source_sha256=source_sha256,
    )
    _store_paragraphs(instrument, parsed)
    Footnote.objects.bulk_create(
        Footnote(instrument=instrument, mark=note.mark, text=note.text) for note in parsed.footnotes
    )
    audit.record(actor, "instrument.imported", instrument, source=source_name, sha256=source_sha256)
    return instrument


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
