"""Texts of resolutions to read: the two that are shipped, and small ones made to measure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import checklists
from checklists.importers.resolution.parsed import ParsedParagraph, ParsedResolution
from checklists.importers.resolution.text import parse_resolution_text

INSTRUMENTS = Path(checklists.__file__).parent / "data" / "instruments"
SEEDS = ["A_RES_78_118", "A_RES_75_125"]

TITLE = "Safety and security of humanitarian personnel"
MASTHEAD = """General Assembly

Distr.: General
13 December 2023

Seventy-eighth session

Agenda item 72 (a)

Resolution adopted by the General Assembly on 8 December 2023

[without reference to a Main Committee (A/78/L.17)]

"""
CLOSING = "\n\n*47th plenary meeting\n8 December 2023*\n"


def seed_text(name: str) -> str:
    return (INSTRUMENTS / f"{name}.txt").read_text(encoding="utf-8")


@cache
def seed(name: str) -> ParsedResolution:
    return parse_resolution_text(seed_text(name))


def resolution(body: str, *, closing: str = CLOSING) -> str:
    """A whole resolution around the text that follows “The General Assembly,”."""
    return f"{MASTHEAD}78/118. {TITLE}\n\nThe General Assembly,\n\n{body}{closing}"


def line_of(source: str, start: str) -> int:
    """The number of the one line that starts so."""
    [number] = [n for n, line in enumerate(source.split("\n"), 1) if line.startswith(start)]
    return number


def preambular(source: str) -> list[str]:
    return [paragraph.text for paragraph in parse_resolution_text(source).preambular]


def operative(source: str) -> list[str]:
    return [paragraph.text for paragraph in parse_resolution_text(source).operative]


def every_paragraph(paragraphs: Iterable[ParsedParagraph]) -> Iterator[ParsedParagraph]:
    """Paragraphs with their sub-paragraphs, in the order they stand."""
    for paragraph in paragraphs:
        yield paragraph
        yield from every_paragraph(paragraph.children)


def words_read(read: ParsedResolution) -> list[str]:
    """The words of all that was read, each as often as it stands in the source."""
    texts = [note.text for note in read.footnotes]
    texts += [quoted for doubt in read.doubts for quoted in re.findall("“.*”|: .*", doubt.message)]
    groups = [read.preambular, read.operative]
    for annex in read.annexes:
        texts += [annex.label, annex.title]
        groups.append(annex.paragraphs)
    for group in groups:
        headings: set[str] = set()
        for paragraph in every_paragraph(group):
            headings |= set(paragraph.section.split(" / "))
            texts += [paragraph.number, paragraph.text]
        texts += headings
    return re.findall("[A-Za-z]+", " ".join(texts))


def without_doubts(read: ParsedResolution) -> ParsedResolution:
    """What was read, for comparing layouts whose line ends leave doubts of their own."""
    return replace(read, doubts=())
