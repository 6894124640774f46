"""`manage.py parse_instrument FILE`: what is read in a resolution, as one JSON document."""

import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from checklists.importers.reading import MAX_BYTES, read_document
from checklists.importers.resolution.as_json import as_json
from checklists.importers.resolution.parsed import ResolutionError
from checklists.importers.resolution.text import parse_resolution_text
from checklists.importers.transcript import DocumentError
from checklists.management.files import read_bytes


class Command(BaseCommand):
    help = "Reads a resolution (PDF, DOCX or text) and prints it as JSON. Stores nothing."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the resolution: PDF, DOCX or text")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        content = read_bytes(file, at_most=MAX_BYTES)
        try:
            transcript = read_document(content, Path(file).name)
            resolution = parse_resolution_text(transcript.text)
        except DocumentError as error:
            raise CommandError(_one_line(str(error))) from error
        except ResolutionError as error:
            raise CommandError(_one_line(f"{file}, {error}")) from error
        doubts = sorted((*transcript.doubts, *resolution.doubts), key=lambda doubt: doubt.line)
        resolution = replace(resolution, doubts=tuple(doubts))
        # The JSON is UTF-8 whatever the terminal's encoding; a test's buffer has none.
        if reconfigure := getattr(self.stdout, "reconfigure", None):
            reconfigure(encoding="utf-8")
        self.stdout.write(json.dumps(as_json(resolution), ensure_ascii=False, indent=2))


def _one_line(message: str) -> str:
    return " ".join(message.split())
