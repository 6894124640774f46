"""Editions of a resolution for tests: a few paragraphs each, in years that follow each other."""

import datetime as dt

from checklists.models import EditionLink, Instrument, Paragraph, ParagraphPair
from checklists.services.lineage import link_editions

TRAINING = "Requests the Secretary-General to ensure that drivers are trained before deployment"
CRASHES = "Encourages the collection of data on road crashes and civilian casualties"
COUNSELLING = "Welcomes counselling and stress management for personnel after incidents"
TELECOM = "Calls upon States to lift restrictions on the use of communications equipment"


def make_edition(year: int, *texts: str, title: str = "Safety of personnel") -> Instrument:
    """An instrument adopted in a year, with operative paragraphs of these texts."""
    instrument = Instrument.objects.create(
        symbol=f"A/RES/{year - 1945}/1",
        title=title,
        adopted_on=dt.date(year, 12, 8),
        source_name="test.txt",
        source_sha256="0" * 64,
    )
    Paragraph.objects.bulk_create(
        Paragraph(
            instrument=instrument,
            kind=Paragraph.Kind.OPERATIVE,
            number=str(number),
            position=number,
            text=f"{text};",
        )
        for number, text in enumerate(texts, start=1)
    )
    return instrument


def make_link(old: list[str], new: list[str]) -> EditionLink:
    """Two linked editions, of 2020 and of 2023."""
    return link_editions(None, make_edition(2020, *old), make_edition(2023, *new))


def paragraph(instrument: Instrument, number: str) -> Paragraph:
    """An operative paragraph by its number."""
    return instrument.paragraphs.get(number=number, kind=Paragraph.Kind.OPERATIVE, parent=None)


def pairs(link: EditionLink) -> list[tuple[str | None, str | None, str]]:
    """The stored pairs by the paragraphs' numbers, in their order."""
    return [
        (row.old.number if row.old else None, row.new.number if row.new else None, row.relation)
        for row in link.pairs.select_related("old", "new").order_by("position")
    ]


def pair(link: EditionLink, *, old: str | None = None, new: str | None = None) -> ParagraphPair:
    """The stored pair of these numbers; None for the side that has no paragraph."""
    rows = link.pairs.select_related("old", "new")
    return next(
        row
        for row in rows
        if (row.old.number if row.old else None, row.new.number if row.new else None) == (old, new)
    )
