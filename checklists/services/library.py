"""Bringing instruments and checklists into the database, and publishing checklists."""

import hashlib
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.importers.checklist_yaml import (
    ChecklistFileError,
    ParsedChecklist,
    parse_checklist,
)
from checklists.importers.resolution import ParsedResolution, ResolutionError
from checklists.importers.resolution_text import parse_resolution_text
from checklists.models import Checklist, Footnote, Instrument, Item, Paragraph, Theme
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
    parsed = parse_resolution_text(source)
    if parsed.adopted_on is None:
        raise ResolutionError(_("the date of adoption was not found"), 1)
    if existing := Instrument.objects.filter(symbol=parsed.symbol).first():
        if existing.source_sha256 == sha256:
            return existing
        raise ConflictError(
            _("%(symbol)s is there already, from another text.") % {"symbol": parsed.symbol}
        )
    instrument = Instrument.objects.create(
        symbol=parsed.symbol,
        title=parsed.title,
        session=parsed.session,
        agenda_item=parsed.agenda_item,
        meeting=parsed.meeting,
        adopted_on=parsed.adopted_on,
        distributed_on=parsed.distributed_on,
        source_name=source_name,
        source_sha256=sha256,
    )
    Paragraph.objects.bulk_create(_paragraphs(instrument, parsed))
    Footnote.objects.bulk_create(
        Footnote(instrument=instrument, mark=note.mark, text=note.text) for note in parsed.footnotes
    )
    audit.record(actor, "instrument.imported", instrument, source=source_name, sha256=sha256)
    return instrument


def _paragraphs(instrument: Instrument, parsed: ParsedResolution) -> Iterator[Paragraph]:
    parts = [
        *((Paragraph.Kind.PREAMBULAR, paragraph) for paragraph in parsed.preambular),
        *((Paragraph.Kind.OPERATIVE, paragraph) for paragraph in parsed.operative),
    ]
    for position, (kind, paragraph) in enumerate(parts, start=1):
        yield Paragraph(
            instrument=instrument,
            kind=kind,
            number=paragraph.number,
            position=position,
            text=paragraph.text,
            footnote_marks=list(paragraph.footnotes),
        )


@transaction.atomic
def import_checklist(actor: User | None, source: str) -> Checklist:
    """Store a checklist from its YAML as a draft. The same file again changes nothing.

    A draft is replaced by a newer file of the same version; a published version never is. Raises
    ChecklistFileError with the lines, ConflictError for a published version with another content.
    """
    sha256 = hashlib.sha256(source.encode()).hexdigest()
    parsed = parse_checklist(source)
    instrument = Instrument.objects.filter(symbol=parsed.instrument).first()
    if instrument is None:
        raise ChecklistFileError([f"line 1: {parsed.instrument} has not been imported"])
    existing = Checklist.objects.filter(slug=parsed.slug, version=parsed.version).first()
    if existing and existing.source_sha256 == sha256:
        return existing
    if existing and existing.is_published:
        raise ConflictError(
            _("%(checklist)s is published. Give the file the version %(next)d.")
            % {"checklist": existing, "next": existing.version + 1}
        )
    if existing:
        existing.items.all().delete()
        existing.delete()
    checklist = Checklist.objects.create(
        slug=parsed.slug,
        version=parsed.version,
        title=parsed.title,
        language=parsed.language,
        instrument=instrument,
        source=source,
        source_sha256=sha256,
    )
    _create_items(checklist, parsed)
    audit.record(actor, "checklist.imported", checklist, sha256=sha256)
    return checklist


def _create_items(checklist: Checklist, parsed: ParsedChecklist) -> None:
    paragraphs = {
        paragraph.number: paragraph
        for paragraph in checklist.instrument.paragraphs.filter(kind=Paragraph.Kind.OPERATIVE)
    }
    unknown = [
        f"line {item.line}: {parsed.instrument} has no operative paragraph {item.paragraph}"
        for item in parsed.items
        if item.paragraph not in paragraphs
    ]
    if unknown:
        raise ChecklistFileError(unknown)
    themes = {
        theme.slug: theme
        for theme in Theme.objects.bulk_create(
            Theme(checklist=checklist, slug=theme.id, title=theme.title, position=position)
            for position, theme in enumerate(parsed.themes, start=1)
        )
    }
    Item.objects.bulk_create(
        Item(
            checklist=checklist,
            theme=themes[item.theme],
            paragraph=paragraphs[item.paragraph],
            ref=item.id,
            key=f"op-{item.id.replace('.', '-')}",
            position=position,
            dimension=item.dimension,
            question=item.question,
            guidance=item.guidance,
            evidence_examples=list(item.evidence),
            sources=list(item.sources),
        )
        for position, item in enumerate(parsed.items, start=1)
    )


@transaction.atomic
def publish(actor: User | None, checklist_id: int) -> Checklist:
    """Publish a draft: from then on it is frozen. Publishing twice changes nothing."""
    checklist = Checklist.objects.select_for_update().get(pk=checklist_id)
    if checklist.is_published:
        return checklist
    if not checklist.items.exists():
        raise ConflictError(_("A checklist without items can't be published."))
    checklist.status = Checklist.Status.PUBLISHED
    checklist.published_at = timezone.now()
    checklist.published_by = actor
    checklist.save(update_fields=["status", "published_at", "published_by"])
    audit.record(actor, "checklist.published", checklist)
    return checklist
