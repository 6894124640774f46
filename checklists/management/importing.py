"""What the import commands share: all files or none, and every problem with its file and line."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from checklists.importers.checklist.file import ChecklistFileError
from checklists.importers.reading import MAX_BYTES
from checklists.importers.resolution.parsed import Doubt, ResolutionError
from checklists.importers.transcript import DocumentError
from checklists.management.files import read_bytes, read_source
from checklists.models import Checklist, Instrument
from checklists.services import library
from checklists.services.instruments import DoubtsError, import_document
from orgs.access import ConflictError


def import_all(files: Iterable[str], import_one: Callable[[str], str]) -> list[str]:
    """Import the files, or none of them where one has a problem; returns a line for each.

    Raises CommandError with the problems of all files.
    """
    done: list[str] = []
    problems: list[str] = []
    with transaction.atomic():
        for file in files:
            try:
                done.append(import_one(file))
            except CommandError as error:
                problems.append(str(error))
            except ChecklistFileError as error:
                problems.extend(f"{file}, {problem}" for problem in error.problems)
            except ResolutionError as error:
                problems.append(f"{file}, {error}")
            except DoubtsError as error:
                problems.extend(f"{file}, {_doubt(doubt)}" for doubt in error.doubts)
            except (ConflictError, DocumentError) as error:
                problems.append(f"{file}: {error}")
        if problems:
            raise CommandError("\n".join(problems))
    return done


def _doubt(doubt: Doubt) -> str:
    place = f"line {doubt.line}" if doubt.page is None else f"page {doubt.page}, line {doubt.line}"
    return f"{place}: {doubt.message}"


def import_instrument(file: str, *, accept_doubts: bool) -> str:
    """Import one resolution; returns what was done."""
    known = set(Instrument.objects.values_list("pk", flat=True))
    content = read_bytes(file, at_most=MAX_BYTES)
    instrument = import_document(None, content, Path(file).name, accept_doubts=accept_doubts)
    if instrument.pk in known:
        return f"{instrument.symbol}: there already"
    done = f"{instrument.symbol}: imported, {instrument.paragraphs.count()} paragraphs"
    return f"{done}, {len(instrument.doubts)} doubts accepted" if instrument.doubts else done


def import_checklist(file: str, *, publish: bool) -> str:
    """Import one checklist and publish it where asked to; returns what was done."""
    known = set(Checklist.objects.values_list("pk", flat=True))
    checklist = library.import_checklist(None, read_source(file))
    name = f"{checklist.slug} version {checklist.version}"
    done = (
        "there already" if checklist.pk in known else f"imported, {checklist.items.count()} items"
    )
    if publish and not checklist.is_published:
        library.publish(None, checklist.pk)
        done += ", published"
    return f"{name}: {done}"
