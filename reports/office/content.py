"""What the Typst source of an office's report reads: every word, date and number ready to be set.

The Typst source knows where things go; this module knows what they say, in the report's language.
"""

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import translation
from django.utils.translation import gettext as _

from reports import pdf_labels
from reports.frozen import digest, dump
from reports.office.counts import count_table
from reports.office.data import EvidenceLine, ItemLine, OfficeReport, ThemeSummary
from reports.pdf_wording import (
    caveats,
    day,
    figure_rows,
    frozen_sentence,
    moment,
    open_points_lead,
    period,
    substitution_note,
)
from reports.printable import Printer

Content = dict[str, Any]

# How the answers of the default scale are drawn, and what the answers of other scales take in turn.
_TEXTURES = {
    "in_place": "solid",
    "mostly": "tint",
    "partly": "hatched",
    "not_in_place": "dotted",
    "not_applicable": "grey",
    "unanswered": "empty",
    "reported": "solid",
    "not_collected": "empty",
}
_OTHER_TEXTURES = ("solid", "tint", "hatched", "dotted", "grey")

# Longest texts, in characters, of the running head and of a reason repeated in the open points.
_HEAD, _HEAD_CYCLE, _REPEATED_REASON = 64, 32, 280


class ContentError(ValueError):
    """Data that no report can be made of: an unknown language, time zone or theme."""


def office_content(data: OfficeReport, *, sha256: str = "") -> Content:
    """The report as a JSON-ready mapping. Raises ContentError, FontMissingError."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", data.language):
        raise ContentError(f"“{data.language}” is not a language code.")
    try:
        zone = ZoneInfo(data.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ContentError(f"“{data.time_zone}” is not a time zone.") from error
    known = {theme.id for theme in data.themes}
    for item in data.items:
        # Such an item would silently be missing from the report.
        if item.count is None and item.theme not in known:
            raise ContentError(f"Item {item.ref} belongs to no theme of the report.")
    with translation.override(data.language):
        return _OfficeContent(data, zone, sha256).build()


class _OfficeContent:
    """Builds the content of one report, inside the report's language."""

    def __init__(self, data: OfficeReport, zone: ZoneInfo, sha256: str) -> None:
        self.data = data
        self.zone = zone
        self.frozen = moment(data.frozen_at, zone)
        self.sha256 = sha256 or _own_digest(data)
        self.printer = Printer(rtl=translation.get_language_bidi())
        # For what is said a second time: a character that is missing there is counted already.
        self.repeats = Printer(rtl=self.printer.rtl)
        self.labels = pdf_labels.fixed_labels()
        self.verdicts = pdf_labels.verdict_labels()
        keys = [*data.scale, "unanswered"]
        named = pdf_labels.answer_labels() | data.scale_labels
        self.answers = {key: self.printer.plain(named.get(key) or _worded(key)) for key in keys}
        self.named = named
        self.has_indicators = any(item.count for item in data.items)
        self.textures = {
            key: _TEXTURES.get(key, _OTHER_TEXTURES[index % len(_OTHER_TEXTURES)])
            for index, key in enumerate(keys)
        }

    def build(self) -> Content:
        data = self.data
        themes = [self._theme(index, theme) for index, theme in enumerate(data.themes)]
        content: Content = {
            **self._document(),
            "cover": self._cover(),
            "head": self._head(),
            "foot": _("Data frozen %(when)s") % {"when": self.frozen},
            "reading": pdf_labels.reading_guide(has_indicators=self.has_indicators),
            "scale": [
                {"label": label, "texture": self.textures[key]}
                for key, label in self.answers.items()
            ],
            "figures": figure_rows(data.policy, data.practice, data.indicators),
            "caveats": caveats(data.policy, data.practice, data.indicators),
            "themes": themes,
            "indicators": self._indicators(),
            "chart_alt": " ".join(theme["alt"] for theme in themes) or self.labels["no_items"],
            "longest_bar": max((theme["total"] for theme in themes), default=0),
            "open_points": [self._open_point(item) for item in data.open_points],
            "frozen": {"sentence": frozen_sentence(self.frozen), "sha256": self.sha256},
        }
        # Last, because they tell how many characters could not be drawn above.
        content["notes"] = self._notes()
        lead = open_points_lead(len(data.open_points))
        content["labels"] = self.labels | {"open_points_lead": lead}
        return content

    def _document(self) -> Content:
        data, plain = self.data, self.repeats.plain
        language, _separator, variant = data.language.partition("-")
        kind = self.labels["kind"]
        return {
            "lang": language,
            "region": variant.upper() if re.fullmatch(r"[A-Za-z]{2}", variant) else None,
            "rtl": self.printer.rtl,
            "title": plain(f"{data.office}: {data.checklist_title}, {data.cycle}"),
            "author": plain(data.organization),
            "description": plain(f"{kind}. {data.instrument_symbol}. {data.organization}."),
        }

    def _cover(self) -> Content:
        data, line = self.data, self.printer.line
        cycle = period(data.cycle_start, data.cycle_end)
        version = _("Version %(version)s") % {"version": data.checklist_version}
        status = pdf_labels.status_labels().get(data.status) or _worded(data.status)
        facts = [
            (_("Instrument"), [data.instrument_symbol, data.instrument_title]),
            (_("Checklist"), [data.checklist_title, version]),
            (_("Cycle"), [data.cycle, cycle]),
            (_("Due"), [day(data.due_on)]),
        ]
        if data.period_start and data.period_end:
            facts.append((_("Made for the period"), [period(data.period_start, data.period_end)]))
        facts.append((_("Status"), [status, *self._signature()]))
        if data.revision > 1:
            facts.append((_("Revision"), [str(data.revision)]))
        facts.append((_("Data frozen"), [self.frozen]))
        # The path may end in the office itself, whose name already stands above it.
        path = (
            data.office_path[:-1] if data.office_path[-1:] == (data.office,) else data.office_path
        )
        return {
            "organization": line(data.organization),
            "office": line(data.office),
            # A long name has to leave room for the rest of the cover.
            "size": 30 if len(data.office) <= 40 else 22 if len(data.office) <= 100 else 15,
            "path": [line(name) for name in path],
            "facts": [(label, [line(text) for text in texts if text]) for label, texts in facts],
        }

    def _signature(self) -> list[str]:
        data = self.data
        if data.signed_off_at is None:
            return [_("Not signed off: the verified figures may still change.")]
        when = moment(data.signed_off_at, self.zone)
        if not data.signed_off_by:
            return [_("Signed off on %(when)s") % {"when": when}]
        return [
            _("Signed off by %(name)s on %(when)s") % {"name": data.signed_off_by, "when": when}
        ]

    def _head(self) -> Content:
        data, line = self.data, self.repeats.line
        names = " — ".join(name for name in (data.organization, data.office) if name)
        return {
            "start": line(_shortened(names, _HEAD)),
            "end": [line(data.instrument_symbol), line(_shortened(data.cycle, _HEAD_CYCLE))],
        }

    def _theme(self, index: int, theme: ThemeSummary) -> Content:
        # In the order of the scale, whatever order the counts were stored in.
        counts = [
            (key, theme.counts[key])
            for key in (*self.data.scale, "unanswered")
            if theme.counts.get(key, 0) > 0
        ]
        said = ", ".join(f"{self._answer(key)}: {count}" for key, count in counts)
        title = self.printer.line(theme.title)
        return {
            "anchor": f"theme-{index}",
            "title": title,
            "counts": [
                {"count": count, "texture": self.textures.get(key, "grey")} for key, count in counts
            ],
            "total": sum(count for _key, count in counts),
            "said": said or self.labels["no_items"],
            "alt": f"{title['t']}: {said or self.labels['no_items']}.",
            "figures": figure_rows(theme.policy, theme.practice),
            "items": [
                self._item(number, item)
                for number, item in enumerate(self.data.items)
                if item.theme == theme.id and not item.count
            ],
        }

    def _indicators(self) -> list[Content]:
        """The indicators under the paragraphs that they serve: their themes may have no charts."""
        lines = [
            self._item(number, item) for number, item in enumerate(self.data.items) if item.count
        ]
        return [
            {"citation": citation, "items": list(group)}
            for citation, group in groupby(lines, key=lambda line: line["citation"])
        ]

    def _item(self, number: int, item: ItemLine) -> Content:
        paragraphs = self.printer.paragraphs
        return {
            "anchor": f"item-{number}",
            "ref": self.printer.plain(item.ref),
            "question": self.printer.line(item.question),
            "citation": self._citation(item.paragraph),
            "dimension": self.labels.get(item.dimension, item.dimension),
            "answer": self._answer(item.answer),
            "texture": self.textures.get(item.answer) or _TEXTURES.get(item.answer, "grey"),
            "count": count_table(item.count, self.printer) if item.count else None,
            "verdict": self._verdict(item),
            "returned": item.verdict == "returned",
            "justification": paragraphs(item.justification),
            "not_applicable_reason": paragraphs(item.not_applicable_reason),
            "verdict_reason": paragraphs(item.verdict_reason),
            "evidence": [self._evidence(line) for line in item.evidence],
        }

    def _citation(self, paragraph: str) -> str:
        symbol = self.data.instrument_symbol
        if not paragraph:
            return self.repeats.plain(symbol)
        words = {"symbol": symbol, "paragraph": paragraph}
        return self.repeats.plain(_("%(symbol)s, para. %(paragraph)s") % words)

    def _verdict(self, item: ItemLine) -> str:
        """A verdict is of an answer: nothing is said of an item that has none, unless returned."""
        if item.answer == "unanswered" and item.verdict == "pending":
            return ""
        return self.verdicts.get(item.verdict) or _worded(item.verdict)

    def _evidence(self, evidence: EvidenceLine) -> Content:
        return {
            "title": self.printer.line(evidence.title),
            "detail": self.printer.line(evidence.detail, prose=True),
            "address": _linkable(evidence),
            "note": " · ".join(_notes_on(evidence)),
        }

    def _open_point(self, item: ItemLine) -> Content:
        returned = item.verdict == "returned"
        reason = _shortened(item.verdict_reason, _REPEATED_REASON) if returned else ""
        return {
            "anchor": f"item-{self.data.items.index(item)}",
            "ref": self.repeats.plain(item.ref),
            "question": self.repeats.line(_shortened(item.question, _REPEATED_REASON)),
            "answer": self._answer(item.answer),
            "returned": returned,
            "reason": self.repeats.line(reason),
        }

    def _notes(self) -> list[Content]:
        data = self.data
        words = [text % {"symbol": data.instrument_symbol} for text in pdf_labels.notes_on_words()]
        missing = caveats(data.policy, data.practice, data.indicators)
        notes = [
            (_("How the figures are computed"), pdf_labels.notes_on_figures(), self._scores()),
            (_("What is not answered or not verified"), missing, []),
            (_("Whose words these are"), [self.repeats.plain(text) for text in words], []),
        ]
        if self.printer.substituted:
            lost = substitution_note(self.printer.substituted)
            notes.append((_("Characters that could not be shown"), [lost], []))
        head = [_("Answer"), _("Score")]
        return [
            {"title": title, "paragraphs": paragraphs, "scores": scores, "score_head": head}
            for title, paragraphs, scores in notes
        ]

    def _scores(self) -> list[tuple[str, str]]:
        scores = self.data.scale_scores
        return [(self._answer(key), str(scores[key])) for key in self.data.scale if key in scores]

    def _answer(self, key: str) -> str:
        return self.answers.get(key) or self.printer.plain(self.named.get(key) or _worded(key))


def _own_digest(data: OfficeReport) -> str:
    """The hash of the data as frozen; a dash for data with half a character, which can't be."""
    try:
        return digest(dump(data))
    except UnicodeEncodeError:
        return "–"


def _worded(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _shortened(text: str, width: int) -> str:
    """Whole words up to `width` characters, then an ellipsis; a single long word is cut."""
    if len(text) <= width:
        return text
    short = textwrap.shorten(text, width, placeholder="…")
    return short if len(short) > 1 else text[: width - 1] + "…"


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
