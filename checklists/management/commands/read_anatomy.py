"""`manage.py read_anatomy [SYMBOL …]`: runs the rules of the anatomy on what is stored."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from checklists.models import Instrument
from checklists.services.anatomy import read_instrument


class Command(BaseCommand):
    help = "Reads verbs, addressees and themes anew. Corrections by officers stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "symbols", metavar="SYMBOL", nargs="*", help="an instrument's symbol; none means all"
        )

    def handle(self, *args: Any, symbols: list[str], verbosity: int, **options: Any) -> None:
        instruments = Instrument.objects.defer("transcript").order_by("symbol")
        if symbols:
            instruments = instruments.filter(symbol__in=symbols)
        found = list(instruments)
        if missing := set(symbols) - {instrument.symbol for instrument in found}:
            raise CommandError(f"no such instrument: {', '.join(sorted(missing))}")
        for instrument in found:
            read = read_instrument(instrument)
            if verbosity:
                self.stdout.write(f"{instrument.symbol}: {read} paragraphs read")
