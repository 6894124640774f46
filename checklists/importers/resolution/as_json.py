"""A resolution as the JSON that docs/instruments.md promises. Pure: dataclasses in, dicts out."""

from dataclasses import asdict
from datetime import date
from typing import Any

from checklists.anatomy import read_operative, read_preambular
from checklists.importers.resolution.parsed import ParsedParagraph, ParsedResolution


def as_json(resolution: ParsedResolution) -> dict[str, Any]:
    """The shape of checklists/data/schemas/instrument.schema.json."""
    return {
        "symbol": resolution.symbol,
        "title": resolution.title,
        "organ": resolution.organ,
        "adopted_on": _iso(resolution.adopted_on),
        "distributed_on": _iso(resolution.distributed_on),
        "session": resolution.session,
        "agenda_item": resolution.agenda_item,
        "meeting": resolution.meeting,
        "draft_symbols": list(resolution.draft_symbols),
        "preambular": [_preambular(paragraph) for paragraph in resolution.preambular],
        "operative": [
            _operative(paragraph, resolution.organ) for paragraph in resolution.operative
        ],
        "annexes": [
            {
                "label": annex.label,
                "title": annex.title,
                "paragraphs": [_paragraph(paragraph) for paragraph in annex.paragraphs],
            }
            for annex in resolution.annexes
        ],
        "footnotes": [asdict(footnote) for footnote in resolution.footnotes],
        "references": [asdict(reference) for reference in resolution.references],
        "doubts": [asdict(doubt) for doubt in resolution.doubts],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _paragraph(paragraph: ParsedParagraph) -> dict[str, Any]:
    return {
        "number": paragraph.number,
        "text": paragraph.text,
        "footnotes": list(paragraph.footnotes),
        "children": [_paragraph(child) for child in paragraph.children],
        "section": paragraph.section,
        "line": paragraph.line,
        "page": paragraph.page,
    }


def _preambular(paragraph: ParsedParagraph) -> dict[str, Any]:
    said = _paragraph(paragraph)
    del said["number"]
    return {"text": said.pop("text"), "verb": read_preambular(paragraph.text), **said}


def _operative(paragraph: ParsedParagraph, organ: str) -> dict[str, Any]:
    """A paragraph with what its rules say; the acts cover its sub-paragraphs too."""
    said = _paragraph(paragraph)
    reading = read_operative(paragraph.text, children=_texts(paragraph.children), organ=organ)
    addressees = dict.fromkeys(name for act in reading.acts for name in act.addressees)
    return {
        "number": said.pop("number"),
        "text": said.pop("text"),
        "verbs": [act.verb for act in reading.acts],
        "addressees": list(addressees),
        **said,
        "acts": [
            {"verb": act.verb, "force": act.force, "addressees": list(act.addressees)}
            for act in reading.acts
        ],
    }


def _texts(paragraphs: tuple[ParsedParagraph, ...]) -> list[str]:
    """The texts of sub-paragraphs, in the order they stand."""
    texts = []
    for paragraph in paragraphs:
        texts += [paragraph.text, *_texts(paragraph.children)]
    return texts
