"""`manage.py load_library`: the instruments and checklists that come with Operative."""

import functools
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from checklists.management.importing import import_all, import_checklist, import_instrument

DATA = Path(__file__).parent.parent.parent / "data"


class Command(BaseCommand):
    help = "Stores the instruments and checklists that come with Operative, and publishes them."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        # A checklist needs its instrument, so the instruments come first.
        done = import_all(_files("instruments", "*.txt"), import_instrument)
        done += import_all(
            _files("checklists", "*.yaml"), functools.partial(import_checklist, publish=True)
        )
        if verbosity:
            self.stdout.write("\n".join(done))


def _files(folder: str, pattern: str) -> list[str]:
    return sorted(str(file) for file in (DATA / folder).glob(pattern))
