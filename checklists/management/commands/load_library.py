"""`manage.py load_library`: the instruments and checklists that come with Operative."""

import functools
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from checklists.management.importing import import_all, import_checklist, import_instrument
from checklists.models import EditionLink, Instrument
from checklists.services.lineage import link_editions

DATA = Path(__file__).parent.parent.parent / "data"
# Which of the instruments follows which, the older first.
EDITIONS = [("A/RES/75/125", "A/RES/78/118")]


class Command(BaseCommand):
    help = "Stores the instruments and checklists that come with Operative, and publishes them."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        # A checklist needs its instrument, so the instruments come first.
        # Their doubts, should there be any, were looked at before they came with the product.
        done = import_all(
            _files("instruments", "*.txt"), functools.partial(import_instrument, accept_doubts=True)
        )
        done += [_link(older, newer) for older, newer in EDITIONS]
        done += import_all(
            _files("checklists", "*.yaml"), functools.partial(import_checklist, publish=True)
        )
        if verbosity:
            self.stdout.write("\n".join(done))


def _files(folder: str, pattern: str) -> list[str]:
    return sorted(str(file) for file in (DATA / folder).glob(pattern))


def _link(older: str, newer: str) -> str:
    """Link two editions, or compare them anew; returns what was done."""
    by_symbol = Instrument.objects.in_bulk([older, newer], field_name="symbol")
    known = EditionLink.objects.filter(older=by_symbol[older]).exists()
    link = link_editions(None, by_symbol[older], by_symbol[newer])
    done = "there already" if known else f"linked, {link.pairs.count()} pairs"
    return f"{older} → {newer}: {done}"
