"""The data of a report on several offices, as large as asked for."""

import datetime as dt
from dataclasses import replace
from typing import Any

from checklists.overview.heat import STEPS
from checklists.scoring import Figures
from reports.office.data import Count
from reports.organization.data import (
    BranchLine,
    Cell,
    IndicatorLine,
    ItemLine,
    OfficeLine,
    OrganizationReport,
    OverdueLine,
    ThemeLine,
)
from tests.reports.report_data import THEMES

STATES = ("signed_off", "submitted", "in_progress", "not_started", "returned")
ANSWERS = ("in_place", "mostly", "partly", "not_in_place", "not_applicable", "unanswered")
FIGURES = Figures(
    items=200, answered=180, applicable=190, accepted=90, completion=90, declared=63, verified=58
)


def organization_report(offices: int = 12, **changes: Any) -> OrganizationReport:
    """A report on so many offices, with fields changed by keyword."""
    lines = tuple(_office(number) for number in range(offices))
    found = OrganizationReport(
        organization="Relief Bridge International",
        office="East and Central Africa",
        office_path=("Headquarters", "East and Central Africa"),
        instrument_symbol="A/RES/78/118",
        instrument_title=(
            "Safety and security of humanitarian personnel "
            "and protection of United Nations personnel"
        ),
        checklist_title="Duty of care in field offices",
        checklist_version=3,
        cycle="First half of 2026",
        cycle_start=dt.date(2026, 1, 1),
        cycle_end=dt.date(2026, 6, 30),
        due_on=dt.date(2026, 7, 15),
        frozen_at=dt.datetime(2026, 7, 20, 12, 5, tzinfo=dt.UTC),
        time_zone="Africa/Nairobi",
        language="en",
        in_tree=offices + 1,
        places=offices,
        states={state: sum(line.state == state for line in lines) for state in STATES},
        late=sum(line.days_late > 0 for line in lines),
        paused=1,
        policy=FIGURES,
        practice=replace(FIGURES, declared=41, verified=None, accepted=0),
        indicators=replace(FIGURES, declared=None, verified=None),
        policy_not_in_place=17,
        practice_not_in_place=44,
        themes=tuple(_theme(number, offices) for number in range(len(THEMES))),
        offices=lines,
        branches=tuple(_branch(name) for name in ("Kenya", "South Sudan", "Uganda")),
        items=tuple(_items(offices)),
        counted=tuple(_counted(offices)),
        open_actions=9,
        overdue_by_priority={"high": 1, "normal": 1},
        overdue=(
            OverdueLine(
                "Replace the radios", "Lodwar", "high", dt.date(2026, 3, 1), 40, "Amina Njoroge"
            ),
            OverdueLine("Write the plan", "Kakuma", "normal", dt.date(2026, 5, 1), 0, "Joe Otim"),
        ),
    )
    return replace(found, **changes)


def _office(number: int) -> OfficeLine:
    state = STATES[number % len(STATES)]
    late = 5 + number % 9 if state in ("in_progress", "not_started") else 0
    blank = state == "not_started"
    return OfficeLine(
        name=f"Office of place {number}" if number else "East and Central Africa",
        level=min(number, 1 + number % 2),
        state=state,
        days_late=late,
        is_paused=False,
        policy=tuple(_cell(number, theme, 3, blank=blank) for theme in range(len(THEMES) + 1)),
        practice=tuple(_cell(number, theme, 7, blank=blank) for theme in range(len(THEMES) + 1)),
    )


def _cell(number: int, theme: int, step: int, *, blank: bool) -> Cell:
    if blank:
        return Cell(items=5)
    value = (number * 37 + theme * 23 * step) % 101
    return Cell(
        items=5,
        answered=5 - theme % 2,
        accepted=2,
        not_in_place=2 if value < 40 else 0,
        declared=value,
        verified=None,
    )


def _theme(number: int, offices: int) -> ThemeLine:
    spread = (1, *((offices + step) // STEPS for step in range(STEPS)))
    return ThemeLine(
        id=f"theme-{number}",
        title=THEMES[number][1],
        policy=FIGURES,
        practice=replace(FIGURES, declared=35 + number, verified=None),
        policy_not_in_place=number,
        practice_not_in_place=3 * number,
        policy_spread=spread,
        practice_spread=spread,
    )


def _branch(name: str) -> BranchLine:
    states = {"signed_off": 2, "submitted": 1, "in_progress": 1}
    return BranchLine(name, 4, states, 1, FIGURES, replace(FIGURES, declared=48))


def _items(offices: int) -> list[ItemLine]:
    found = []
    for number, (paragraph, _title, questions) in enumerate(THEMES):
        for position, question in enumerate(questions, start=1):
            counts = dict.fromkeys(ANSWERS, 0)
            for office in range(offices):
                counts[ANSWERS[(office * position + number) % len(ANSWERS)]] += 1
            found.append(
                ItemLine(
                    ref=f"{paragraph}.{position}",
                    paragraph=paragraph,
                    theme=f"theme-{number}",
                    dimension="policy" if question.startswith("P ") else "practice",
                    question=question[2:],
                    counts=counts,
                    accepted=offices // 3,
                    is_critical=position == 2 and number % 3 == 0,
                )
            )
    return found


def _counted(offices: int) -> list[IndicatorLine]:
    year = (dt.date(2025, 7, 1), dt.date(2026, 6, 30))
    cells = [f"{row}.{sex}" for row in ("local", "international") for sex in ("women", "men")]
    figures = {cell: 12 * number for number, cell in enumerate(cells, 1)}
    figures |= {"local.unrecorded": 2, "international.unrecorded": 0}
    counts = {"reported": offices - 1, "not_collected": 1, "not_applicable": 0, "unanswered": 0}
    return [
        IndicatorLine(
            "33.5",
            "33",
            "How many personnel were deployed?",
            Count("persons", *year, ("recruitment", "sex"), figures),
            counts,
            accepted=2,
        ),
        IndicatorLine(
            "33.6",
            "33",
            "How many crashes were there?",
            Count("crashes", *year, (), {"total": 3}),
            counts,
            accepted=0,
        ),
    ]
