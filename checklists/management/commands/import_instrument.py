"""`manage.py import_instrument FILE …`: stores resolutions from their texts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from checklists.management.importing import import_all, import_instrument


class Command(BaseCommand):
    help = "Stores resolutions from their texts: all of the files, or none where one is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE", nargs="+", help="a resolution's text, UTF-8")

    def handle(self, *args: Any, files: list[str], verbosity: int, **options: Any) -> None:
        done = import_all(files, import_instrument)
        if verbosity:
            self.stdout.write("\n".join(done))
