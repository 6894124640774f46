"""`manage.py compare_instruments OLDER NEWER`: what became of each operative paragraph."""

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from checklists.editions import Whole
from checklists.models import Instrument
from checklists.services.lineage import ComparedPair, compare_editions

_MARKS = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}


class Command(BaseCommand):
    help = "Compares the operative paragraphs of two instruments. Stores nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("older", metavar="OLDER", help="the older edition's symbol")
        parser.add_argument("newer", metavar="NEWER", help="the newer edition's symbol")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, older: str, newer: str, **options: Any) -> None:
        pairs = compare_editions(_instrument(older), _instrument(newer))
        # UTF-8 whatever the terminal's encoding; a test's buffer has none.
        if reconfigure := getattr(self.stdout, "reconfigure", None):
            reconfigure(encoding="utf-8")
        if options["json"]:
            document = as_json(older, newer, pairs)
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_table(older, newer, pairs))


def _instrument(symbol: str) -> Instrument:
    """The instrument of a symbol; CommandError with those that there are."""
    instrument = Instrument.objects.filter(symbol=symbol).first()
    if instrument is None:
        known = ", ".join(Instrument.objects.order_by("symbol").values_list("symbol", flat=True))
        raise CommandError(f"{symbol}: no such instrument; imported are: {known or 'none yet'}")
    return instrument


def as_json(older: str, newer: str, pairs: list[ComparedPair]) -> dict[str, Any]:
    """The comparison in the shape of comparison.schema.json."""
    return {
        "from": older,
        "to": newer,
        "pairs": [
            {
                "old": pair.old and pair.old.paragraph.number,
                "new": pair.new and pair.new.paragraph.number,
                "relation": pair.relation.value,
                "similarity": pair.similarity,
                "diff": [{"kind": piece.kind, "text": piece.text} for piece in pair.diff()],
            }
            for pair in pairs
        ],
    }


def as_table(older: str, newer: str, pairs: list[ComparedPair]) -> str:
    """A line for each pair, the counts, and below them the wording of what was amended."""
    lines = [f"{older} → {newer}", "", "  old    new  relation   similarity"]
    for pair in pairs:
        old, new = _number(pair.old), _number(pair.new)
        similarity = f"{pair.similarity:.4f}" if pair.old and pair.new else "–"
        lines.append(f"{old:>5}  {new:>5}  {pair.relation:<9}  {similarity:>10}")
    counts = Counter(pair.relation.value for pair in pairs)
    lines += ["", ", ".join(f"{count} {relation}" for relation, count in sorted(counts.items()))]
    for pair in pairs:
        pieces = pair.diff()
        if len(pieces) > 1:
            text = "".join(_MARKS[piece.kind].format(piece.text) for piece in pieces)
            lines += ["", f"{_number(pair.old)} → {_number(pair.new)}: {text}"]
    return "\n".join(lines)


def _number(side: Whole | None) -> str:
    return side.paragraph.number if side else "–"
