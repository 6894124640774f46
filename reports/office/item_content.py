"""What the Typst source reads of each item of an office's report, in the active language."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from reports import pdf_labels
from reports.frozen import UNANSWERED
from reports.office import looking_back, wording
from reports.office.counts import count_table
from reports.office.data import EvidenceLine, ItemLine, OfficeReport
from reports.pdf_footnotes import Footnotes
from reports.pdf_wording import day
from reports.printable import Printer
from reports.textures import OTHERS, TEXTURES

Content = dict[str, Any]


class Items:
    """Words the items of one report; `repeats` is for what is said a second time.

    `answers` are the labels of the answers; `nothing` is said where there are no items.
    """

    def __init__(self, data: OfficeReport, printer: Printer, repeats: Printer) -> None:
        self.data = data
        self.printer = printer
        self.repeats = repeats
        self.labels = pdf_labels.fixed_labels()
        self.nothing = self.labels["no_items"]
        self.verdicts = pdf_labels.verdict_labels()
        self.footnotes = Footnotes(repeats, data.instrument_title)
        self.keys = [*data.scale, UNANSWERED]
        named = pdf_labels.answer_labels() | data.scale_labels
        self.answers = {
            key: printer.plain(named.get(key) or worded(key))
            for key in {**named, **dict.fromkeys(self.keys)}
        }
        self._textures = {
            key: TEXTURES.get(key, OTHERS[index % len(OTHERS)])
            for index, key in enumerate(self.keys)
        }

    def scale(self) -> list[Content]:
        """The answers in their order, with how they are drawn."""
        return [{"label": self.answers[key], "texture": self._textures[key]} for key in self.keys]

    def answer(self, key: str) -> str:
        """What an answer is called."""
        return self.answers.get(key) or self.printer.plain(worded(key))

    def texture(self, key: str) -> str:
        """How an answer is drawn."""
        return self._textures.get(key) or TEXTURES.get(key, "grey")

    def citation(self, item: ItemLine) -> str:
        """The paragraph that it serves, in full."""
        symbol = self.data.instrument_symbol
        if not item.paragraph:
            return self.repeats.plain(symbol)
        words = {"symbol": symbol, "paragraph": item.paragraph}
        return self.repeats.plain(_("%(symbol)s, para. %(paragraph)s") % words)

    def content(self, number: int, item: ItemLine, *, section: str) -> Content:
        """The item; each `section` cites a paragraph in a footnote once."""
        paragraphs = self.printer.paragraphs
        return {
            "anchor": f"item-{number}",
            "ref": self.printer.plain(item.ref),
            "question": self.printer.line(item.question),
            "paragraph": self.repeats.plain(
                _("Para. %(paragraph)s") % {"paragraph": item.paragraph} if item.paragraph else ""
            ),
            "note": self.footnotes.note([(self.data.instrument_symbol, item.paragraph)], section),
            "dimension": self.labels.get(item.dimension, item.dimension),
            "critical": item.is_critical,
            "answer": self.answer(item.answer),
            "texture": self.texture(item.answer),
            "count": count_table(item.count, self.printer) if item.count else None,
            "suppressed": wording.suppressed_words() if item.is_suppressed else "",
            "trend": looking_back.trend(item, self.data, self.answers),
            "verdict": self._verdict(item),
            "carried": wording.carried_note(item.carried),
            "returned": item.verdict == "returned",
            "justification": paragraphs(item.justification),
            "not_applicable_reason": paragraphs(item.not_applicable_reason),
            "verdict_reason": paragraphs(item.verdict_reason),
            "evidence": [self._evidence(line) for line in item.evidence],
        }

    def _verdict(self, item: ItemLine) -> str:
        """A verdict is of an answer: nothing is said of an item that has none, unless returned."""
        if item.answer == UNANSWERED and item.verdict == "pending":
            return ""
        return self.verdicts.get(item.verdict) or worded(item.verdict)

    def _evidence(self, evidence: EvidenceLine) -> Content:
        return {
            "title": self.printer.line(evidence.title),
            "detail": self.printer.line(evidence.detail, prose=True),
            "address": _linkable(evidence),
            "note": " · ".join(_notes_on(evidence)),
        }


def worded(key: str) -> str:
    """A key that has no label, as words."""
    return key.replace("_", " ").capitalize()


def _notes_on(evidence: EvidenceLine) -> Iterator[str]:
    """What is said of a piece of evidence besides its title: how it is given, and its dates."""
    kinds = {
        "file": _("File, added %(day)s"),
        "link": _("Link, added %(day)s"),
        "sighted": _("Shown to the reviewer, not uploaded, stated %(day)s"),
    }
    yield kinds.get(evidence.kind, _("Added %(day)s")) % {"day": day(evidence.added_on)}
    if evidence.sighted_on:
        yield _("seen by the reviewer %(day)s") % {"day": day(evidence.sighted_on)}
    elif evidence.kind == "sighted":
        yield _("not seen by the reviewer yet")
    if evidence.dated_on:
        yield _("dated %(day)s") % {"day": day(evidence.dated_on)}
    if evidence.valid_until:
        yield _("valid until %(day)s") % {"day": day(evidence.valid_until)}


def _linkable(evidence: EvidenceLine) -> str:
    """The address to link to, or nothing: only the web's, in the ASCII that a PDF asks for."""
    address = evidence.detail
    is_web = re.fullmatch(r"https?://[!-~]{1,2000}", address)
    return address if evidence.kind == "link" and is_web else ""
