"""From the frozen data of a sign-off to its declaration: a PDF of one or two pages, no queries."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.scoring import Figures
from reports import pdf_labels
from reports.glyphs import FontMissingError
from reports.pdf import RenderError, typeset
from reports.pdf_frame import Fact, language_of_document
from reports.pdf_wording import caveats, figure_rows, moment, period, substitution_note
from reports.printable import Printer
from reports.punctuation import listed, named

UTC = ZoneInfo("UTC")


def render_declaration(data: Mapping[str, Any], *, sha256: str) -> bytes:
    """The declaration as PDF bytes, the same for the same data. Raises RenderError.

    `data` is SignOff.data, in the form of checklists/services/freezing.py; `sha256` its hash.
    """
    signed_at = dt.datetime.fromisoformat(data["signature"]["at"])
    try:
        with translation.override(data["language"]):
            content = _content(data, sha256, signed_at)
    except FontMissingError as error:
        raise RenderError(str(error)) from error
    return typeset("declaration.typ", json.dumps(content), timestamp=int(signed_at.timestamp()))


def _content(data: Mapping[str, Any], sha256: str, signed_at: dt.datetime) -> dict[str, Any]:
    printer = Printer(rtl=translation.get_language_bidi())
    # For what is said a second time: a character that is missing there is counted already.
    repeats = Printer(rtl=printer.rtl)
    line, signature = printer.line, data["signature"]
    figures = {key: Figures(**row) for key, row in data["assessed"]["figures"].items()}
    dimensions = (figures["policy"], figures["practice"], figures.get("indicator"))
    kind = _("Declaration of sign-off")
    content: dict[str, Any] = {
        **language_of_document(),
        "title": repeats.plain(named(kind, listed([data["office"], data["cycle"]]))),
        "author": repeats.plain(data["organization"]),
        "description": repeats.plain(f"{kind}. {data['instrument_symbol']}."),
        "kind": kind,
        "heading": line(data["office"]),
        "facts": [(label, [line(text) for text in texts if text]) for label, texts in _facts(data)],
        "figures": figure_rows(*dimensions),
        "caveats": caveats(*dimensions),
        "declaration": printer.paragraphs(signature["declaration"]),
        "remark": printer.paragraphs(signature["remark"]),
        "signed_by": line(signature["by"]),
        "signed_at": moment(signed_at, UTC),
        "sha256": sha256,
    }
    substituted = substitution_note(printer.substituted) if printer.substituted else ""
    content["labels"] = pdf_labels.fixed_labels() | {
        "declaration": _("Declaration"),
        "signed": _("Signed"),
        "figures": _("Where it stands"),
        "frozen": _(
            "This declaration speaks of the answers, figures, evidence and verdicts that were "
            "frozen when it was signed. Whoever holds that data can compare its hash:"
        ),
        "substituted": substituted,
        "declaration_foot": repeats.plain(
            f"{data['office']} · {data['cycle']} · "
            + _("Revision %(revision)s") % {"revision": data["revision"]}
        ),
    }
    return content


def _facts(data: Mapping[str, Any]) -> list[Fact]:
    return [
        (_("Office"), [data["office"], " – ".join(data["office_path"])]),
        (_("Organization"), [data["organization"]]),
        (
            _("Cycle"),
            [data["cycle"], period(*(_day(data[key]) for key in ("cycle_start", "cycle_end")))],
        ),
        (_("Instrument"), [data["instrument_symbol"], data["instrument_title"]]),
        (
            _("Checklist"),
            [
                data["checklist_title"],
                _("Version %(version)s") % {"version": data["assessed"]["checklist_version"]},
            ],
        ),
        (_("Revision"), [_revision(data)]),
        (_("What was assessed"), [_counts(data["assessed"]["items"])]),
    ]


def _revision(data: Mapping[str, Any]) -> str:
    words = {"revision": data["revision"], "round": data["round"]}
    return _("%(revision)s, after round %(round)s of review") % words


def _counts(items: list[dict[str, Any]]) -> str:
    pieces = sum(len(item["evidence"]) for item in items)
    answers = ngettext("%(count)s item", "%(count)s items", len(items)) % {"count": len(items)}
    evidence = ngettext("%(count)s piece of evidence", "%(count)s pieces of evidence", pieces)
    return _("%(items)s, %(evidence)s") % {
        "items": answers,
        "evidence": evidence % {"count": pieces},
    }


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
