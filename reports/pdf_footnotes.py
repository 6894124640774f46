"""The footnotes that cite paragraphs, worded and ready to be set (see typst/citing.typ). Pure."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.printable import Printer
from reports.punctuation import listed, strung

# A paragraph's number and the symbol of its instrument.
Cited = tuple[str, str]


class Footnotes:
    """Cites paragraphs; the title of the instrument, where one is given, in the first note alone.

    A section of a report cites the same paragraphs once; what cites them again bears the same mark.
    """

    def __init__(self, repeats: Printer, title: str = "") -> None:
        self._title = title
        self._repeats = repeats
        self._ids: dict[tuple[str, tuple[Cited, ...]], str] = {}

    def note(self, cited: Iterable[Cited], section: str) -> dict[str, Any] | None:
        """The note's `id`, and its `text` where it is the section's first; None without a number.

        `cited` are symbols and numbers. The text is plain, as it may be drawn.
        """
        pairs = tuple(pair for pair in cited if pair[1])
        if not pairs:
            return None
        key = (section, pairs)
        if key in self._ids:
            return {"id": self._ids[key], "text": None}
        title = "" if self._ids else self._title
        self._ids[key] = f"note-{len(self._ids) + 1}"
        said = strung(
            _citation(symbol, [number for _symbol, number in some], title)
            for symbol, some in groupby(pairs, key=lambda pair: pair[0])
        )
        return {"id": self._ids[key], "text": self._repeats.plain(f"{said}.")}


def _citation(symbol: str, numbers: list[str], title: str) -> str:
    said = ngettext("para. %(numbers)s", "paras. %(numbers)s", len(numbers))
    # A number never stands alone on the next line.
    paragraphs = (said % {"numbers": listed(numbers)}).replace(" ", "\N{NO-BREAK SPACE}")
    if len(numbers) > 4:
        comma = listed(["", ""])
        paragraphs = paragraphs.replace(comma.replace(" ", "\N{NO-BREAK SPACE}"), comma)
    words = {"symbol": symbol, "title": title, "paragraphs": paragraphs}
    if title:
        return _("%(symbol)s, %(title)s, %(paragraphs)s") % words
    return _("%(symbol)s, %(paragraphs)s") % words
