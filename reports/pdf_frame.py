"""What stands around the figures of a report: its title, cover, heads and last page, ready to be
set (see typst/frame.typ). No queries.
"""

import datetime as dt
import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import translation
from django.utils.translation import gettext as _

from reports import pdf_labels
from reports.kinds import Tier
from reports.pdf_wording import frozen_sentence, moment, substitution_note
from reports.printable import Printer
from reports.punctuation import named

Content = dict[str, Any]
# A label on the cover, and its lines.
Fact = tuple[str, list[str]]
# A title on the last page, and its paragraphs.
Section = tuple[str, list[str]]

_HEAD, _HEAD_END = 64, 36  # characters of the running head


class ContentError(ValueError):
    """Data that no report can be made of: an unknown time zone, language or theme."""


class Framed(Protocol):
    """What the frame asks of a report's data."""

    @property
    def organization(self) -> str: ...
    @property
    def office(self) -> str: ...
    @property
    def office_path(self) -> tuple[str, ...]: ...
    @property
    def frozen_at(self) -> dt.datetime: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def tier(self) -> str: ...


class Frame:
    """Words the frame in the language that is active; `printer` makes the texts printable."""

    def __init__(self, data: Framed, sha256: str) -> None:
        self.data = data
        self.sha256 = sha256
        self.frozen = moment(data.frozen_at, zone_of(data.time_zone))
        self.printer = Printer(rtl=translation.get_language_bidi())
        # For what is said a second time: a character that is missing there is counted already.
        self.repeats = Printer(rtl=self.printer.rtl)

    @property
    def title(self) -> str:
        """What the report is about: the office, or where it isn't told, the organization."""
        return self.data.office or self.data.organization

    def content(
        self, kind: str, *, facts: Iterable[Fact], head: Sequence[str], about: str = ""
    ) -> Content:
        """All but the notes; `head` stands at the end of the running head, `about` in the title."""
        return {
            **self._document(kind, about),
            "cover": self._cover([*facts, *self._last_facts()]),
            "head": {
                "start": self.repeats.line(shortened(self._names(), _HEAD)),
                "end": [self.repeats.line(shortened(part, _HEAD_END)) for part in head if part],
            },
            "foot": _("Data frozen %(when)s") % {"when": self.frozen},
            "frozen": {"sentence": frozen_sentence(self.frozen), "sha256": self.sha256},
        }

    def notes(self, *sections: Section) -> list[Content]:
        """The sections of the last page. Ask last: they say how many characters are missing."""
        found = list(sections)
        if self.data.tier != Tier.FULL:
            found.append((_("What this report leaves out"), [_left_out(self.data.tier)]))
        return last_page(found, self.printer)

    def _document(self, kind: str, about: str) -> Content:
        plain = self.repeats.plain
        title = named(self.title, about or kind)
        return {
            **language_of_document(),
            "title": plain(title),
            "author": plain(self.data.organization),
            "description": plain(f"{kind}. {self.data.organization}."),
            "kind": kind,
        }

    def _cover(self, facts: list[Fact]) -> Content:
        line, data = self.printer.line, self.data
        # The path may end in the office itself, whose name already stands above it.
        above = (
            data.office_path[:-1] if data.office_path[-1:] == (data.office,) else data.office_path
        )
        return {
            "organization": line(data.organization if data.office else ""),
            "office": line(self.title),
            # A long name has to leave room for the rest of the cover.
            "size": 30 if len(self.title) <= 40 else 22 if len(self.title) <= 100 else 15,
            "path": [line(name) for name in above],
            "facts": [(label, [line(text) for text in texts if text]) for label, texts in facts],
        }

    def _last_facts(self) -> list[Fact]:
        return [
            (_("How much it tells"), [str(Tier(self.data.tier).label)]),
            (_("Data frozen"), [self.frozen]),
        ]

    def _names(self) -> str:
        data = self.data
        return " — ".join(dict.fromkeys(name for name in (data.organization, data.office) if name))


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name. Raises ContentError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ContentError(f"“{name}” is not a time zone.") from error


def language_of_document() -> Content:
    """The language that is active, as the Typst sources set it, and its direction."""
    language, _separator, variant = (translation.get_language() or "en").partition("-")
    return {
        "lang": language,
        "region": variant.upper() if re.fullmatch(r"[A-Za-z]{2}", variant) else None,
        "rtl": translation.get_language_bidi(),
    }


def last_page(sections: Iterable[Section], printer: Printer) -> list[Content]:
    """The sections of the last page, and one on the characters that couldn't be drawn so far."""
    found = list(sections)
    if printer.substituted:
        lost = substitution_note(printer.substituted)
        found.append((_("Characters that could not be shown"), [lost]))
    return [
        {"title": title, "paragraphs": paragraphs, "scores": [], "score_head": []}
        for title, paragraphs in found
    ]


def labels(kind: str, **own: str) -> dict[str, str]:
    """The fixed words of every report with those of one kind."""
    return pdf_labels.fixed_labels() | {"kind": kind} | own


def shortened(text: str, width: int) -> str:
    """Whole words up to `width` characters, then an ellipsis; a single long word is cut."""
    if len(text) <= width:
        return text
    short = textwrap.shorten(text, width, placeholder="…")
    return short if len(short) > 1 else text[: width - 1] + "…"


def _left_out(tier: str) -> str:
    if tier == Tier.INTERNAL:
        return _("No person is named in it.")
    return _(
        "It names no person, no office and no other place, and has nothing that somebody wrote in "
        "an answer. Numbers of one to four persons are left out."
    )
