"""The footnotes that cite paragraphs, worded and ready to be set (see typst/citing.typ). Pure."""

from typing import Any

from django.utils.translation import gettext as _

from reports.printable import Printer


class Footnotes:
    """Cites the paragraphs of an instrument: its title stands in the first note alone.

    A section of a report cites a paragraph once; further items of the section bear the same mark.
    """

    def __init__(self, symbol: str, title: str, repeats: Printer) -> None:
        self._symbol = symbol
        self._title = title
        self._repeats = repeats
        self._ids: dict[tuple[str, str], str] = {}

    def note(self, paragraph: str, section: str) -> dict[str, Any] | None:
        """The note's `id`, and its `text` where it is the section's first; None without a number.

        The text is plain, as it may be drawn.
        """
        if not paragraph:
            return None
        key = (section, paragraph)
        if key in self._ids:
            return {"id": self._ids[key], "text": None}
        words = {"symbol": self._symbol, "title": self._title, "paragraph": paragraph}
        if self._ids or not self._title:
            said = _("%(symbol)s, para. %(paragraph)s.") % words
        else:
            said = _("%(symbol)s, %(title)s, para. %(paragraph)s.") % words
        self._ids[key] = f"note-{len(self._ids) + 1}"
        return {"id": self._ids[key], "text": self._repeats.plain(said)}
