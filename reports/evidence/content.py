"""What the Typst source of a register of documents reads, worded and ready to be set."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Document
from reports.critical import critical_reading, critical_words
from reports.evidence.data import DocumentLine, EvidenceReport
from reports.kinds import Kind
from reports.pdf_footnotes import Footnotes
from reports.pdf_frame import Frame, labels
from reports.pdf_wording import NOTHING, day
from reports.punctuation import listed, named
from reports.state_rows import state_rows

Content = dict[str, Any]


def validity_labels() -> dict[str, str]:
    """How documents stand, what wants doing first."""
    return {
        "expired": _("Expired"),
        "critical": _("Expired, for critical items"),
        "soon": _("Expires within 30 days"),
        "valid": _("Valid"),
        "": _("Without an end"),
    }


def items_words(line: DocumentLine) -> list[str]:
    """What a document serves, by cycle: "First half of 2026: 1.1, 1.2"."""
    return [named(cycle, listed(refs)) for cycle, refs in line.items]


def evidence_content(data: EvidenceReport, sha256: str) -> Content:
    """The register as a JSON-ready mapping. Raises ContentError, FontMissingError."""
    with translation.override(data.language):
        frame = Frame(data, sha256)
        footnotes = Footnotes(frame.repeats)
        kind = str(Kind.EVIDENCE.label)
        content = {
            **frame.content(kind, facts=_facts(data), head=[kind]),
            "reading": _reading(data),
            "lead": _lead(data),
            "count_head": ["", *_kinds(), _("All")],
            "counts": [
                {"label": label, "cells": [str(number) for number in numbers]}
                for label, numbers in count_rows(data)
            ],
            "row_head": [_("Document"), _("Serves"), _("Dated"), _("Valid until")],
            "offices": [
                {
                    "name": frame.printer.line(office.name),
                    "rows": [
                        _row(line, frame, footnotes, str(number)) for line in office.documents
                    ],
                }
                for number, office in enumerate(data.offices)
            ],
            "labels": labels(kind, by_office=_("Documents by office")),
        }
        content["notes"] = frame.notes((_("What is in this register"), _about(data)))
        return content


def _kinds() -> list[str]:
    return [_("Files"), _("Links"), _("Shown to the reviewer")]


def _facts(data: EvidenceReport) -> list[tuple[str, list[str]]]:
    looked_at = ngettext("%(count)s office", "%(count)s offices", data.in_tree)
    return [
        (_("Offices"), [looked_at % {"count": data.in_tree}]),
        (_("As of"), [day(data.today)]),
    ]


def _reading(data: EvidenceReport) -> list[tuple[str, str]]:
    critical = [critical_reading()] if "critical" in data.counts else []
    return [
        (_("Expired"), _("is a document whose last day of validity is past.")),
        *(
            [(_("Serves"), _("are the items beside whose answers it stands, by cycle."))]
            if data.offices
            else []
        ),
        (
            _("Shown to the reviewer"),
            _("is a document that isn't uploaded: the reviewer has seen it, or is to see it."),
        ),
        *critical,
    ]


def _lead(data: EvidenceReport) -> list[str]:
    found = [
        ngettext(
            "%(count)s office of %(all)s has documents.",
            "%(count)s offices of %(all)s have documents.",
            data.with_documents,
        )
        % {"count": data.with_documents, "all": data.in_tree}
    ]
    if expired := data.count("expired"):
        said = ngettext(
            "%(count)s document has expired.", "%(count)s documents have expired.", expired
        )
        found.append(said % {"count": expired})
    else:
        found.append(_("No document has expired."))
    if critical := data.count("critical"):
        said = ngettext(
            "%(count)s of them serves a critical item.",
            "%(count)s of them serve critical items.",
            critical,
        )
        found.append(said % {"count": critical})
    words = {"unused": data.unused, "replaced": data.replaced}
    found.append(
        _("Serving no item: %(unused)s. Replaced by a newer version: %(replaced)s.") % words
    )
    return found


def count_rows(data: EvidenceReport) -> list[tuple[str, list[int]]]:
    """The table of counts: a label, its numbers and their sum."""
    return state_rows(data.counts, validity_labels(), Document.Kind.values)


def _row(line: DocumentLine, frame: Frame, footnotes: Footnotes, section: str) -> Content:
    kinds = dict(zip(Document.Kind.values, (_("File"), _("Link"), _("Shown")), strict=True))
    added = _("%(kind)s, added %(day)s") % {"kind": kinds[line.kind], "day": day(line.added_on)}
    stands = validity_labels()[line.validity] if line.validity in ("expired", "soon") else ""
    return {
        "title": frame.printer.line(line.title),
        "detail": frame.printer.line(line.detail),
        "note": added,
        "items": [frame.printer.line(words) for words in items_words(line) or [_("no item")]],
        "critical": frame.printer.plain(critical_words(line.critical)),
        "cited": footnotes.note(line.cites, section),
        "dated": day(line.dated_on) if line.dated_on else NOTHING,
        "until": day(line.valid_until) if line.valid_until else NOTHING,
        "stands": _("Replaced") if line.is_replaced else stands,
        "alarming": line.validity == "expired" and not line.is_replaced,
    }


def _about(data: EvidenceReport) -> list[str]:
    if not data.offices:  # as in a shareable register
        return [
            _(
                "All documents of these offices. What a newer version has replaced is in no count "
                "of what is valid or expired."
            )
        ]
    return [
        _(
            "All documents of these offices. One that a newer version has replaced is listed and "
            "said to be so; no count of what is valid or expired has it."
        ),
        _("Titles are the office's own words. The documents themselves are not in this report."),
    ]
