"""`manage.py anatomy_accuracy`: how far the rules agree with the readings by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from checklists.anatomy.accuracy import as_table, compare, differences
from checklists.anatomy.paragraph import read_operative
from checklists.importers.hand_reading import HELD_OUT, PINNED, load_readings


class Command(BaseCommand):
    help = "Prints how far the rules of the anatomy agree with the readings by hand, as Markdown."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--differences",
            action="store_true",
            help="also print what is read otherwise, and where",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for path in (PINNED, HELD_OUT):
            pairs = [
                (hand, read_operative(hand.text, organ=hand.organ)) for hand in load_readings(path)
            ]
            self.stdout.write(
                f"{path.name}: {len(pairs)} paragraphs\n\n{as_table(compare(pairs))}\n"
            )
            if options["differences"]:
                lines = [
                    f"{hand.paragraph}: {line}"
                    for hand, rules in pairs
                    for line in differences(hand, rules)
                ]
                self.stdout.write("\n".join(lines))
