"""A realistic office report for the renderers' tests: 40 items in 8 themes, in every state."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from checklists.scoring import Figures
from reports.office.data import Count, EvidenceLine, ItemLine, OfficeReport, ThemeSummary

SCALE = {"in_place": 100, "mostly": 67, "partly": 33, "not_in_place": 0, "not_applicable": 0}
SCALE_LABELS = {
    "in_place": "In place",
    "mostly": "Mostly in place",
    "partly": "Partly in place",
    "not_in_place": "Not in place",
    "not_applicable": "Not applicable",
}

# Theme: paragraph, title, and its questions, each with the initial of its dimension.
THEMES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "12",
        "Responsibility and accountability",
        (
            "P Is the head of office named, in writing, as accountable for security?",
            "X Has the head of office chaired the security meeting in each of three months?",
            "P Do the terms of reference of every manager say what is expected for security?",
            "X Were all security incidents of the last year reported within 24 hours?",
            "X Is a deputy ready to take security decisions when the head of office is away?",
        ),
    ),
    (
        "18",
        "Risk assessment",
        (
            "P Is there a security risk assessment for every area in which the office works?",
            "X Was the risk assessment reviewed in the last six months, or after incidents?",
            "P Does the policy require that local personnel take part in the assessment?",
            "X Are the risks to local personnel assessed apart from those to others?",
            "X Are programmes changed or stopped when the risk is higher than the benefit?",
        ),
    ),
    (
        "21",
        "Training and induction",
        (
            "P Does a written policy require security training before deployment?",
            "X Have all personnel now in the office completed that training?",
            "X Does every newcomer get a security briefing within the first 24 hours?",
            "P Is first aid training budgeted for all drivers and field personnel?",
            "X Was an evacuation or hibernation exercise held in the last twelve months?",
        ),
    ),
    (
        "24",
        "Movement and vehicles",
        (
            "P Is there a written procedure for clearing and tracking journeys outside the town?",
            "X Does each vehicle carry two independent means of communication, tested this week?",
            "X Are journeys stopped when the tracking call is missed, as the procedure says?",
            "P Does the road safety policy limit driving after dark and driving hours?",
            "X Are seat belts worn by all passengers on all journeys, as spot checks show?",
        ),
    ),
    (
        "27",
        "Premises",
        (
            "P Are minimum security standards for offices and residences written down?",
            "X Were all premises surveyed against these standards in the last year?",
            "X Do fire alarms and extinguishers work, by a test in the last six months?",
            "P Is there a list of the measures that a residence must have before use?",
            "X Has the safe room water, food, a radio and a charged telephone today?",
        ),
    ),
    (
        "31",
        "Locally recruited personnel",
        (
            "P Do security arrangements cover locally recruited personnel on the same terms?",
            "X Can local personnel stay at home with pay when travel to work isn't safe?",
            "P Does the insurance of local personnel cover malicious acts outside working hours?",
            "X Do local personnel know how to report a threat without asking their supervisor?",
            "X Was the relocation plan for local personnel explained to them and their families?",
        ),
    ),
    (
        "35",
        "Care after critical incidents",
        (
            "P Is there a plan for the care of personnel and families after a critical incident?",
            "X Is a counsellor reachable in the languages that personnel speak?",
            "P Does the policy say who speaks to the family, and within how many hours?",
            "X Were all survivors of incidents offered medical and psychological follow-up?",
            "X Are lessons from each incident written down and shared within a month?",
        ),
    ),
    (
        "41",
        "Cooperation and reporting",
        (
            "P Is there an agreement with the host authorities on reporting attacks?",
            "X Are attacks reported to the authorities and followed up until they answer?",
            "P Does the office take part in the Saving Lives Together framework?",
            "X Did the office attend the area security meeting in each of the last three months?",
            "X Is incident information shared with partners without naming the persons concerned?",
        ),
    ),
)

ANSWERS = ("in_place", "mostly", "in_place", "partly", "in_place", "unanswered", "not_in_place")
VERDICTS = ("accepted", "accepted", "pending", "returned", "accepted")
JUSTIFICATION = (
    "The procedure of 12 January was signed by the head of office and sent to all personnel. The "
    "duty officer keeps the log; the last three months were checked for this assessment.\n"
    "Two journeys in February had no closing call. Both drivers were briefed again."
)


def office_report(**changes: Any) -> OfficeReport:
    """The realistic report, with fields changed by keyword."""
    items = tuple(_items())
    return replace(_framed(items), **changes)


def report_of(*items: ItemLine, **changes: Any) -> OfficeReport:
    """The same office with these items only; figures and themes are made to fit them."""
    return replace(_framed(items), **changes)


def item(**changes: Any) -> ItemLine:
    """One answered and accepted item, with fields changed by keyword."""
    line = ItemLine(
        ref="24.1",
        paragraph="24",
        theme="theme-24",
        dimension="practice",
        question="Is every journey outside the town cleared and tracked?",
        answer="in_place",
        justification="Yes: see the log.",
        not_applicable_reason="",
        verdict="accepted",
        verdict_reason="",
    )
    return replace(line, **changes)


def indicator(**changes: Any) -> ItemLine:
    """An indicator with figures by recruitment and sex, with fields changed by keyword."""
    cells = ("women", "men", "unrecorded")
    numbers = {f"local.{cell}": n for n, cell in enumerate(cells, 3)}
    numbers |= {f"international.{cell}": n for n, cell in enumerate(cells)}
    year = (dt.date(2025, 7, 1), dt.date(2026, 6, 30))
    count = Count("persons", *year, ("recruitment", "sex"), numbers)
    line = item(
        ref="33.5",
        paragraph="33",
        theme="theme-33",
        dimension="indicator",
        question="How many personnel were deployed to the office?",
        answer="reported",
        justification="From the register of journeys.",
        count=count,
    )
    return replace(line, **changes)


def figures(items: Iterable[ItemLine]) -> Figures:
    """The three figures of these items on the default scale."""
    lines = list(items)
    answered = [line for line in lines if line.answer != "unanswered"]
    scored = [line for line in answered if line.answer != "not_applicable"]
    accepted = [line for line in answered if line.verdict == "accepted"]
    return Figures(
        items=len(lines),
        answered=len(answered),
        applicable=len(lines) - (len(answered) - len(scored)),
        accepted=len(accepted),
        completion=_mean([100 if line in answered else 0 for line in lines]),
        declared=_mean([SCALE[line.answer] for line in scored]),
        verified=_mean([SCALE[line.answer] for line in scored if line.verdict == "accepted"]),
    )


def _mean(values: list[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None


def _items() -> Iterable[ItemLine]:
    number = 0
    for paragraph, _title, questions in THEMES:
        for position, question in enumerate(questions, start=1):
            yield _item(number, paragraph, f"{paragraph}.{position}", question)
            number += 1


def _item(number: int, paragraph: str, ref: str, question: str) -> ItemLine:
    answer = "not_applicable" if number in (8, 22) else ANSWERS[number % len(ANSWERS)]
    verdict = "pending" if answer == "unanswered" else VERDICTS[number % len(VERDICTS)]
    returned = "The log names journeys that are not in the tracking sheet. Please attach both."
    return ItemLine(
        ref=ref,
        paragraph=paragraph,
        theme=f"theme-{paragraph}",
        dimension="policy" if question.startswith("P ") else "practice",
        question=question[2:],
        answer=answer,
        justification=JUSTIFICATION if answer in ("in_place", "mostly", "partly") else "",
        not_applicable_reason=(
            "The office has no international personnel." if answer == "not_applicable" else ""
        ),
        verdict=verdict,
        verdict_reason=returned if verdict == "returned" else "",
        evidence=_evidence() if number % 4 == 0 and answer != "unanswered" else (),
    )


def _evidence() -> tuple[EvidenceLine, ...]:
    return (
        EvidenceLine(
            "file", "Journey log, first quarter", "journey-log-Q1.xlsx", dt.date(2026, 4, 2)
        ),
        EvidenceLine(
            "link",
            "Movement procedure",
            "https://intranet.example.org/security/procedures/movement?version=7&lang=en",
            dt.date(2026, 4, 3),
        ),
    )


def _themes(items: tuple[ItemLine, ...]) -> Iterable[ThemeSummary]:
    for paragraph, title, _questions in THEMES:
        lines = [line for line in items if line.theme == f"theme-{paragraph}"]
        if lines:
            yield ThemeSummary(
                id=f"theme-{paragraph}",
                title=title,
                counts={
                    answer: sum(line.answer == answer for line in lines)
                    for answer in (*SCALE, "unanswered")
                },
                policy=figures(line for line in lines if line.dimension == "policy"),
                practice=figures(line for line in lines if line.dimension == "practice"),
            )


def _framed(items: tuple[ItemLine, ...]) -> OfficeReport:
    counted = [line for line in items if line.dimension == "indicator"]
    answered = [line for line in counted if line.answer != "unanswered"]
    return OfficeReport(
        organization="Relief Bridge International",
        office="Goma Field Office",
        office_path=("Headquarters", "East and Central Africa", "Democratic Republic of the Congo"),
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
        due_on=dt.date(2026, 5, 15),
        status="submitted",
        signed_off_by="",
        signed_off_at=None,
        frozen_at=dt.datetime(2026, 5, 18, 12, 5, tzinfo=dt.UTC),
        time_zone="Africa/Lubumbashi",
        language="en",
        scale=tuple(SCALE),
        policy=figures(line for line in items if line.dimension == "policy"),
        practice=figures(line for line in items if line.dimension == "practice"),
        themes=tuple(_themes(items)),
        items=items,
        scale_labels=SCALE_LABELS,
        scale_scores={key: score for key, score in SCALE.items() if key != "not_applicable"},
        indicators=Figures(
            items=len(counted),
            answered=len(answered),
            applicable=len(counted),
            accepted=sum(line.verdict == "accepted" for line in answered),
            completion=_mean([100 if line in answered else 0 for line in counted]),
            declared=None,
            verified=None,
        ),
    )
