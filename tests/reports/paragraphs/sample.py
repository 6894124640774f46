"""The data of a report by paragraph, with fields changed by keyword."""

import datetime as dt
from dataclasses import replace
from typing import Any

from reports.paragraphs.data import (
    LADDER,
    Block,
    Edition,
    Former,
    KindCount,
    KindRow,
    Number,
    ParagraphLine,
    ParagraphsReport,
    Share,
    Standing,
    Unasked,
)

BLOCKS = (
    Block(("not_in_place",), 12, 0),
    Block(("unanswered", "not_asked", "not_applicable", "partly"), 8),
    Block(("mostly",), 20, 9),
    Block(("in_place",), 60, 60),
)
KINDS = (
    KindRow(("un",), (Block(LADDER[:6], 10), Block(("in_place",), 30, 30))),
    KindRow(("ingo", "other"), (Block(LADDER[:6], 30), Block(("in_place",), 30, 30))),
)
TEXT = "Calls upon all organizations to train their personnel;"
_NUMBERS = (
    Number(
        "35.2",
        "How many were trained?",
        "persons",
        "year",
        80,
        1200,
        (Share(("local",), 900), Share(("international",), 300)),
    ),
    Number("35.3", "How many died?", "persons", "year", None, None),
)


def paragraphs_report(count: int = 1, **changes: Any) -> ParagraphsReport:
    """A report on so many paragraphs, the first of them 35."""
    data = ParagraphsReport(
        instrument_symbol="A/RES/78/118",
        instrument_title="Safety and security of humanitarian personnel",
        instrument_address="https://docs.un.org/en/A/RES/78/118",
        adopted_on=dt.date(2023, 12, 8),
        checklist_title="Safety and security",
        checklist_version=2,
        language="en",
        tier="shareable",
        frozen_at=dt.datetime(2026, 7, 20, 12, tzinfo=dt.UTC),
        time_zone="UTC",
        organizations=100,
        kinds=(KindCount(("un",), 40), KindCount(("ingo", "other"), 60)),
        paragraphs=tuple(_line(str(35 + number)) for number in range(count)),
        unasked=(Unasked(str(35 + count), "context", "It is the duty of States."),),
        editions=(Edition("A/RES/75/125", "The former checklist", 80),),
    )
    return replace(data, **changes)


def _line(number: str) -> ParagraphLine:
    standings = (Standing("policy", 2, BLOCKS, KINDS), Standing("practice", 1, ()))
    former = Former("A/RES/75/125", ("31",), "amended", (Standing("policy", 2, BLOCKS[2:]),))
    return ParagraphLine(number, TEXT, standings, _NUMBERS, (former,))
