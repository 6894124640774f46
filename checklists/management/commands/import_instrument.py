"""`manage.py import_instrument FILE … [--accept-doubts]`: stores resolutions from documents."""

import functools
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from checklists.management.importing import import_all, import_instrument


class Command(BaseCommand):
    help = (
        "Stores resolutions from PDF, DOCX or text: all of the files, or none where one is wrong "
        "or leaves doubts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", metavar="FILE", nargs="+", help="a resolution: PDF, DOCX, or text in UTF-8"
        )
        parser.add_argument(
            "--accept-doubts",
            action="store_true",
            help="store what could not be read for sure as well, once you have checked it",
        )

    def handle(
        self, *args: Any, files: list[str], accept_doubts: bool, verbosity: int, **options: Any
    ) -> None:
        import_one = functools.partial(import_instrument, accept_doubts=accept_doubts)
        done = import_all(files, import_one)
        if verbosity:
            self.stdout.write("\n".join(done))
