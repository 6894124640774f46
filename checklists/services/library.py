"""Bringing checklists into the database, and publishing them."""

import hashlib
from collections import Counter
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.coverage import uncovered
from checklists.importers.checklist.file import (
    ChecklistFileError,
    ParsedChecklist,
    parse_checklist,
)
from checklists.models import Checklist, Disposition, Instrument, Item, Paragraph, Theme
from orgs import audit
from orgs.access import ConflictError
from orgs.models import User


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
    paragraphs = _paragraphs(checklist, parsed)
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
            key=item.key,
            position=position,
            dimension=item.dimension,
            question=item.question,
            guidance=item.guidance,
            evidence_examples=list(item.evidence),
            sources=list(item.sources),
            organizations=item.organizations,
            places=item.places,
            indicator=item.indicator and asdict(item.indicator),
            is_critical=item.critical,
        )
        for position, item in enumerate(parsed.items, start=1)
    )
    _create_dispositions(checklist, parsed, paragraphs)


def _paragraphs(checklist: Checklist, parsed: ParsedChecklist) -> dict[str, Paragraph]:
    """The operative paragraphs by number. Raises ChecklistFileError for a number without one."""
    rows = checklist.instrument.paragraphs.filter(kind=Paragraph.Kind.OPERATIVE, parent=None)
    paragraphs = {row.number: row for row in rows}
    occurrences = Counter(row.number for row in rows)
    named = [(item.line, item.paragraph) for item in parsed.items]
    named += [(entry.line, entry.paragraph) for entry in parsed.coverage]
    problems = [
        f"line {line}: {parsed.instrument} has"
        f" {'several' if occurrences[number] else 'no'} operative paragraph {number}"
        for line, number in sorted(named)
        if occurrences[number] != 1
    ]
    if problems:
        raise ChecklistFileError(problems)
    return paragraphs


def _create_dispositions(
    checklist: Checklist, parsed: ParsedChecklist, paragraphs: dict[str, Paragraph]
) -> None:
    """What the file says of each paragraph; one that has items, and no entry, is assessed."""
    said = {entry.paragraph: (entry.disposition, entry.duty) for entry in parsed.coverage}
    assessed = {item.paragraph: (Disposition.Kind.ASSESSED.value, "") for item in parsed.items}
    Disposition.objects.bulk_create(
        Disposition(checklist=checklist, paragraph=paragraphs[number], kind=kind, duty=duty)
        for number, (kind, duty) in (assessed | said).items()
    )


@transaction.atomic
def publish(actor: User | None, checklist_id: int) -> Checklist:
    """Publish a draft: from then on it is frozen. Publishing twice changes nothing."""
    checklist = Checklist.objects.select_for_update().get(pk=checklist_id)
    if checklist.is_published:
        return checklist
    if not checklist.items.exists():
        raise ConflictError(_("A checklist without items can't be published."))
    if passed_over := uncovered(checklist):
        raise ConflictError(
            _("It can't be published yet: it says nothing of the operative paragraphs %(numbers)s.")
            % {"numbers": ", ".join(passed_over)}
        )
    checklist.status = Checklist.Status.PUBLISHED
    checklist.published_at = timezone.now()
    checklist.published_by = actor
    checklist.save(update_fields=["status", "published_at", "published_by"])
    audit.record(actor, "checklist.published", checklist)
    return checklist
