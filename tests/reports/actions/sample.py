"""The data of an action plan, with fields changed by keyword."""

import datetime as dt
from dataclasses import replace
from typing import Any

from reports.actions.data import ActionLine, ActionsReport, OfficeActions

ACTIONS = (
    ActionLine(
        title="Replace the radios of both vehicles",
        items=("24.2", "24.3"),
        priority="high",
        status="open",
        due_on=dt.date(2026, 3, 1),
        progress=40,
        who="Amina Njoroge",
        is_overdue=True,
        cites=(("A/RES/78/118", "24"),),
        critical=("24.3",),
    ),
    ActionLine(
        title="Write the plan for the care of families",
        items=("35.1",),
        priority="normal",
        status="open",
        due_on=dt.date(2026, 12, 1),
        progress=0,
        who="Joe Otim",
        is_overdue=False,
        cites=(("A/RES/75/125", "30"), ("A/RES/78/118", "33"), ("A/RES/78/118", "35")),
        critical=(),
    ),
    ActionLine(
        title="Hold the evacuation exercise",
        items=("21.5",),
        priority="low",
        status="done",
        due_on=dt.date(2026, 5, 1),
        progress=100,
        who="Joe Otim",
        is_overdue=False,
        closed_on=dt.date(2026, 4, 20),
        critical=(),
    ),
)


def actions_report(**changes: Any) -> ActionsReport:
    """Two offices with three actions each."""
    found = ActionsReport(
        organization="Relief Bridge International",
        office="East and Central Africa",
        office_path=("Headquarters", "East and Central Africa"),
        frozen_at=dt.datetime(2026, 7, 20, 12, 5, tzinfo=dt.UTC),
        time_zone="Africa/Nairobi",
        language="en",
        today=dt.date(2026, 7, 20),
        closed_since=dt.date(2025, 7, 20),
        in_tree=5,
        with_actions=2,
        counts={
            "open": {"high": 2, "normal": 2},
            "overdue": {"high": 2},
            "critical": {"high": 2},
            "done": {"low": 2},
            "dropped": {},
        },
        offices=(OfficeActions("Lodwar", ACTIONS), OfficeActions("Kakuma", ACTIONS)),
    )
    return replace(found, **changes)
