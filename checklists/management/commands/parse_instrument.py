"""`manage.py parse_instrument FILE`: what the importer reads in a resolution, as JSON."""

import json
import stat
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from checklists.importers.resolution import ParsedResolution, ResolutionError
from checklists.importers.resolution_text import parse_resolution_text

# The longest resolutions have some 500 kB of text.
MAX_BYTES = 5_000_000


class Command(BaseCommand):
    help = "Reads the text of a resolution and prints its paragraphs as JSON. Stores nothing."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the resolution's text, UTF-8")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        source = read_source(file)
        try:
            resolution = parse_resolution_text(source)
        except ResolutionError as error:
            raise CommandError(f"{file}, {error}") from error
        # The JSON is UTF-8 whatever the terminal's encoding; a test's buffer has none.
        if reconfigure := getattr(self.stdout, "reconfigure", None):
            reconfigure(encoding="utf-8")
        self.stdout.write(json.dumps(as_json(resolution), ensure_ascii=False, indent=2))


def read_source(file: str) -> str:
    """The text of a file; a file that isn't UTF-8 text is a CommandError that says why."""
    path = Path(file)
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # opening a directory says what it is
            raise CommandError(f"{file}: not a regular file, and others may have no end")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a zero byte
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(f"{file}: {reason}") from error
    if len(content) > MAX_BYTES:
        raise CommandError(f"{file}: larger than {MAX_BYTES // 1_000_000} MB, so not a resolution")
    if content.startswith((b"%PDF-", b"PK\x03\x04")) or b"\x00" in content:
        raise CommandError(f"{file}: a binary file; this command reads plain text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CommandError(f"{file}, line {line}: not UTF-8 text") from error


def as_json(resolution: ParsedResolution) -> dict[str, Any]:
    """The resolution in the shape that the command prints."""
    adopted_on, distributed_on = resolution.adopted_on, resolution.distributed_on
    return {
        "symbol": resolution.symbol,
        "title": resolution.title,
        "adopted_on": adopted_on.isoformat() if adopted_on else None,
        "distributed_on": distributed_on.isoformat() if distributed_on else None,
        "session": resolution.session,
        "agenda_item": resolution.agenda_item,
        "meeting": resolution.meeting,
        "draft_symbols": list(resolution.draft_symbols),
        "preambular": [{"text": paragraph.text} for paragraph in resolution.preambular],
        "operative": [
            {"number": paragraph.number, "text": paragraph.text}
            for paragraph in resolution.operative
        ],
        "footnotes": [{"mark": note.mark, "text": note.text} for note in resolution.footnotes],
    }
