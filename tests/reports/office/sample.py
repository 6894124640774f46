"""An office's report with all that looks back: critical items, trends, a comparison, actions."""

import datetime as dt
from dataclasses import replace
from typing import Any

from reports.office.comparison import compared
from reports.office.data import (
    Count,
    ItemLine,
    OfficeReport,
    OpenActions,
    Signature,
    TrendPoint,
)
from tests.reports.actions.sample import ACTIONS
from tests.reports.report_data import item, office_report, report_of

SIGNATURE = Signature(
    revision=1,
    declaration="I have reviewed every answer and its evidence, and I wrote none of them.",
    remark="The journey logs were seen in Goma.",
    signed_by="Rui Tavares",
    signed_at=dt.datetime(2026, 5, 16, 9, 30, tzinfo=dt.UTC),
    sha256="c0" * 32,
)
CRITICAL = ("12.1", "18.3", "21.4", "24.4", "27.2")


def point(year: int, total: int | None, **changes: Any) -> TrendPoint:
    """An indicator in the cycle that ended in June of a year."""
    usual = TrendPoint(
        cycle=f"Cycle of {year}",
        start=dt.date(year - 1, 7, 1),
        end=dt.date(year, 6, 30),
        answer="not_collected" if total is None else "reported",
        verdict="accepted",
        total=total,
    )
    return replace(usual, **changes)


def counted(ref: str, question: str, figures: dict[str, int], *trend: TrendPoint) -> ItemLine:
    """An indicator, told apart by recruitment or by nothing."""
    by = ("recruitment",) if "local" in figures else ()
    days = (dt.date(2025, 7, 1), dt.date(2026, 6, 30))
    return replace(
        item(ref=ref, question=question, justification=""),
        paragraph=ref.split(".")[0],
        dimension="indicator",
        answer="reported",
        verdict="accepted",
        count=Count("persons", *days, by, figures),
        key=f"count-{ref}",
        trend=trend,
    )


def indicators() -> tuple[ItemLine, ...]:
    """One with a long trend and a gap, one with a single step, one that is new."""
    return (
        counted(
            "31.6",
            "How many locally recruited persons and how many others work in this office?",
            {"local": 46, "international": 9},
            point(2021, 31),
            point(2022, 38, verdict="pending"),
            point(2023, None),
            point(2024, 52),
            point(2025, 49),
        ),
        counted("31.7", "How many persons had a security briefing?", {"total": 41}, point(2025, 3)),
        counted("35.6", "How many persons were offered counselling?", {"total": 4}),
    )


def actions() -> OpenActions:
    """Two open ones, one of them overdue."""
    lines = tuple(line for line in ACTIONS if line.status == "open")
    return OpenActions(dt.date(2026, 5, 18), {"high": 1, "normal": 1}, {"high": 1}, lines)


def looking_back(**changes: Any) -> OfficeReport:
    """The report of forty items with all that is said of the time before."""
    items = tuple(
        replace(line, key=f"duty-{line.ref}", is_critical=line.ref in CRITICAL)
        for line in office_report().items
    )
    usual: dict[str, Any] = {
        "looks_back": True,
        "actions": actions(),
        "office_path": ("Headquarters", "East and Central Africa", "Goma Field Office"),
    }
    return report_of(*items, *indicators(), **usual | changes)


def before(now: OfficeReport) -> OfficeReport:
    """The report three months earlier: some answers were others, one item wasn't asked."""
    then = {"in_place": "partly", "partly": "in_place", "mostly": "unanswered"}
    items = [
        replace(line, answer=then.get(line.answer, line.answer), verdict="pending")
        if number % 5 == 0
        else line
        for number, line in enumerate(now.items[1:])
    ]
    gone = replace(items[0], key="gone", ref="12.9", question="Is there a radio in each vehicle?")
    return replace(
        report_of(*items, gone),
        frozen_at=dt.datetime(2026, 2, 18, 12, 5, tzinfo=dt.UTC),
        status="open",
    )


def compared_report(**changes: Any) -> OfficeReport:
    """The report compared with that before."""
    now = looking_back(**changes)
    return compared(now, before(now), "5e" * 32)
