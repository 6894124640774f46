"""`manage.py import_checklist FILE … [--publish]`: stores checklists from their YAML files."""

import functools
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from checklists.management.importing import import_all, import_checklist


class Command(BaseCommand):
    help = "Stores checklists from YAML: all of the files, or none where one is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE", nargs="+", help="a checklist's YAML, UTF-8")
        parser.add_argument("--publish", action="store_true", help="publish them: this is for good")

    def handle(
        self, *args: Any, files: list[str], publish: bool, verbosity: int, **options: Any
    ) -> None:
        done = import_all(files, functools.partial(import_checklist, publish=publish))
        if verbosity:
            self.stdout.write("\n".join(done))
