"""What the Typst source of a report by paragraph reads: every word and number ready to be set."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.indicators import number
from checklists.scoring import whole_percent
from reports.paragraphs import wording
from reports.paragraphs.data import (
    LADDER,
    Block,
    Former,
    Number,
    ParagraphLine,
    ParagraphsReport,
    Share,
    Standing,
)
from reports.pdf_frame import language_of_document, last_page, zone_of
from reports.pdf_wording import day, frozen_sentence, moment, percent, period
from reports.printable import Printer
from reports.punctuation import listed, named, strung
from reports.textures import MERGED, TEXTURES

Content = dict[str, Any]


def paragraphs_content(data: ParagraphsReport, sha256: str) -> Content:
    """The report as a JSON-ready mapping. Raises ContentError, FontMissingError."""
    with translation.override(data.language):
        return _Contents(data, sha256).build()


class _Contents:
    """Builds the content of one report, inside the report's language."""

    def __init__(self, data: ParagraphsReport, sha256: str) -> None:
        self.data = data
        self.sha256 = sha256
        self.frozen = moment(data.frozen_at, zone_of(data.time_zone))
        self.printer = Printer(rtl=translation.get_language_bidi())
        # For what is said a second time: a character that is missing there is counted already.
        self.repeats = Printer(rtl=self.printer.rtl)

    def build(self) -> Content:
        data = self.data
        content: Content = {
            **self._document(),
            "cover": self._cover(),
            "head": {
                "start": self.repeats.line(data.checklist_title),
                "end": [self.repeats.line(data.instrument_symbol)],
            },
            "foot": _("Data frozen %(when)s") % {"when": self.frozen},
            "reading": wording.reading_guide(),
            "labels": wording.labels(),
            "caveats": wording.caveats(data),
            "organizations": capfirst(wording.organizations_said(data.organizations)),
            "kinds": [
                [wording.kinds_named(row.kinds), number(row.organizations)] for row in data.kinds
            ],
            "editions": [self._edition(*each) for each in self._editions()],
            "legend": self._legend(),
            "paragraphs": [self._paragraph(line) for line in data.paragraphs],
            "unasked": [
                [
                    self.repeats.plain(each.number),
                    wording.disposition_named(each.kind),
                    self.printer.line(each.duty),
                ]
                for each in data.unasked
            ],
            "frozen": {"sentence": frozen_sentence(self.frozen), "sha256": self.sha256},
        }
        # Last, because they tell how many characters could not be drawn above.
        content["notes"] = last_page(wording.notes(), self.printer)
        return content

    def _document(self) -> Content:
        data, plain = self.data, self.repeats.plain
        return {
            **language_of_document(),
            "title": plain(named(data.instrument_symbol, data.checklist_title)),
            "author": _("Operative"),
            "description": plain(f"{wording.labels()['kind']}. {data.instrument_symbol}."),
        }

    def _cover(self) -> Content:
        data, line = self.data, self.printer.line
        version = _("Version %(version)s") % {"version": data.checklist_version}
        adopted = _("adopted %(day)s") % {"day": day(data.adopted_on)}
        facts = [
            (_("Instrument"), [data.instrument_symbol, adopted]),
            (_("Checklist"), [data.checklist_title, version]),
            (_("Taking part"), [capfirst(wording.organizations_said(data.organizations))]),
        ]
        if data.period_start and data.period_end:
            facts.append((_("Made for the period"), [period(data.period_start, data.period_end)]))
        facts.append((_("Data frozen"), [self.frozen]))
        return {
            "organization": line(data.checklist_title),
            "office": line(data.instrument_title),
            # A long title has to leave room for the rest of the cover.
            "size": 30 if len(data.instrument_title) <= 40 else 22,
            "path": [],
            "facts": [(label, [line(text) for text in texts if text]) for label, texts in facts],
        }

    def _editions(self) -> Iterable[tuple[str, str, int | None]]:
        data = self.data
        yield data.instrument_symbol, data.checklist_title, data.organizations
        for edition in data.editions:
            yield edition.symbol, edition.checklist_title, edition.organizations

    def _edition(self, symbol: str, title: str, organizations: int | None) -> Content:
        return {
            "symbol": self.repeats.plain(symbol),
            "title": self.repeats.line(title),
            "organizations": capfirst(wording.organizations_said(organizations)),
        }

    def _legend(self) -> list[Content]:
        single = [
            {"label": wording.positions_named((position,)), "texture": TEXTURES[position]}
            for position in LADDER
        ]
        return [*single, {"label": wording.labels()["legend_merged"], "texture": MERGED}]

    def _paragraph(self, line: ParagraphLine) -> Content:
        words = {"symbol": self.data.instrument_symbol, "paragraph": line.number}
        here = _("%(symbol)s, para. %(paragraph)s") % words
        return {
            "anchor": f"paragraph-{self.data.paragraphs.index(line)}",
            "title": self.repeats.plain(_("Paragraph %(number)s") % {"number": line.number}),
            "number": self.repeats.plain(line.number),
            "text": self.printer.paragraphs(line.text),
            "citation": self.repeats.plain(here),
            "address": self.data.instrument_address,
            "adopted": _("adopted %(day)s") % {"day": day(self.data.adopted_on)},
            "bars": [self._bar(standing) for standing in line.standings],
            "tables": [self._table(standing) for standing in line.standings],
            "kinds": [self._kinds(each) for each in line.standings if each.kinds],
            "withheld_kinds": self._withheld_kinds(line),
            "formers": [self._former(former) for former in line.formers],
            "current": [self._bar(standing) for standing in line.standings],
            "symbol": self.repeats.plain(self.data.instrument_symbol),
            "numbers": [self._number(each) for each in line.numbers],
        }

    def _bar(self, standing: Standing) -> Content:
        total = sum(block.organizations for block in standing.blocks)
        label = wording.dimension_named(standing.dimension)
        parts = [_said(block, total) for block in standing.blocks] or [wording.labels()["withheld"]]
        return {
            "label": label,
            "segments": [
                {"count": block.organizations, "texture": _texture(block)}
                for block in standing.blocks
            ],
            "total": total,
            "said": " · ".join(parts),
            "alt": named(label, strung(parts)) + ".",
        }

    def _table(self, standing: Standing) -> Content:
        total = sum(block.organizations for block in standing.blocks)
        items = ngettext("%(count)s item", "%(count)s items", standing.items)
        return {
            "label": wording.dimension_named(standing.dimension),
            "items": items % {"count": standing.items},
            "rows": [
                {
                    "texture": _texture(block),
                    "position": wording.positions_named(block.positions),
                    "count": number(block.organizations),
                    "share": _share(block.organizations, total),
                    "verified": wording.verified_said(block),
                }
                for block in standing.blocks
            ],
        }

    def _kinds(self, standing: Standing) -> Content:
        return {
            "label": wording.dimension_named(standing.dimension),
            "head": [wording.positions_named(each.positions) for each in standing.kinds[0].blocks],
            "rows": [
                {
                    "kind": wording.kinds_named(row.kinds),
                    "cells": _cells(row.blocks),
                }
                for row in standing.kinds
            ],
        }

    def _withheld_kinds(self, line: ParagraphLine) -> str:
        hidden = [each for each in line.standings if each.blocks and not each.kinds]
        if not hidden:
            return ""
        names = listed(wording.dimension_named(each.dimension) for each in hidden)
        words = {"dimensions": names}
        return _("%(dimensions)s: not told by kind; the groups would be too small.") % words

    def _former(self, former: Former) -> Content:
        words = {"symbol": former.symbol, "paragraph": listed(former.paragraphs)}
        return {
            "citation": self.repeats.plain(_("%(symbol)s, para. %(paragraph)s") % words),
            "relation": wording.relation_named(former.relation),
            "bars": [self._bar(standing) for standing in former.standings],
        }

    def _number(self, each: Number) -> Content:
        unit = self.printer.plain(capfirst(each.unit))
        period_said = {
            "cycle": _("as things stand when the cycle ends"),
            "year": _("over a year"),
            "quarter": _("over a quarter"),
            "month": _("over a month"),
        }.get(each.period, each.period)
        told = wording.labels()["withheld"] if each.total is None else number(each.total)
        given = _("figures given by %(organizations)s") % {
            "organizations": wording.organizations_said(each.organizations)
        }
        if each.organizations is None and each.total is not None:
            given = _("how many organizations gave figures is withheld")
        return {
            "ref": self.printer.plain(each.ref),
            "question": self.printer.line(each.question),
            "said": strung([listed([unit, period_said]), given]),
            "total": told,
            "recruitment": _shares(each.recruitment),
            "sex": _shares(each.sex),
        }


def _share(part: int, whole: int) -> str:
    return percent(whole_percent(100 * part, whole))


def _texture(block: Block) -> str:
    return TEXTURES[block.positions[0]] if len(block.positions) == 1 else MERGED


def _said(block: Block, total: int) -> str:
    words = {
        "position": wording.positions_named(block.positions),
        "count": number(block.organizations),
        "share": _share(block.organizations, total),
    }
    return _("%(position)s: %(count)s (%(share)s)") % words


def _cells(blocks: Sequence[Block]) -> list[Content]:
    total = sum(block.organizations for block in blocks)
    return [
        {
            "count": number(block.organizations),
            "share": _share(block.organizations, total),
            "verified": wording.verified_said(block),
        }
        for block in blocks
    ]


def _shares(shares: Sequence[Share]) -> list[Content]:
    total = sum(share.value for share in shares)
    return [
        {
            "label": wording.parts_named(share.parts),
            "value": number(share.value),
            "share": _share(share.value, total),
        }
        for share in shares
    ]
