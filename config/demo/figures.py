"""What the offices of the demonstration count, indicator by indicator: offices of twenty people."""

from checklists.indicators import Indicator
from checklists.scale import IndicatorValue
from checklists.services.answers import Written

# By the key of the item: a number for each cell (local women, men and unrecorded, then
# international), and a comment.
FIGURES: dict[str, tuple[tuple[int, ...], str]] = {
    "personnel-deployed": ((3, 2, 0, 1, 1, 0), "From the register of journeys."),
    "personnel-trained-before-deployment": (
        (3, 1, 0, 1, 1, 0),
        "One driver, hired at short notice in April 2026, had the training a week later.",
    ),
    "personnel-affected-by-incidents": (
        (2, 3, 0, 0, 1, 0),
        "Those named in the six reports of the year; most were present at the robbery of May 2026.",
    ),
    "counselling-offered": ((2, 3, 0, 0, 1, 0), "Offered to each by telephone within two days."),
    "road-crashes": ((2,), "Both with our own cars. Taxis have been counted since May 2026 only."),
    "road-casualties-personnel": ((0, 1, 0, 0, 0, 0), "A broken wrist; nobody was killed."),
    "road-casualties-civilians": ((0,), ""),
    "security-posts-approved": ((1,), "The security focal point, full time since January 2026."),
    "security-posts-filled": ((0, 1, 0, 0, 0, 0), ""),
    "personnel-total": (
        (8, 9, 0, 1, 2, 0),
        "Volunteers and daily workers too, at the end of June.",
    ),
    "personnel-consulted": ((7, 7, 0, 1, 2, 0), "Those who signed the minutes of two meetings."),
    "personnel-killed-by-violence": ((0, 0, 0, 0, 0, 0), ""),
    "personnel-injured-by-violence": ((1, 0, 0, 0, 0, 0), "At the robbery of May 2026."),
    "personnel-abducted": ((0, 0, 0, 0, 0, 0), ""),
    "personnel-detained": ((0, 1, 0, 0, 0, 0), "For some hours, at a roadblock in March 2026."),
    "personnel-harassed": ((1, 1, 0, 0, 0, 0), "What was reported; there will have been more."),
}
# What was counted in the former cycle, in the same order; nothing but figures.
FIGURES_A_YEAR_BEFORE: dict[str, tuple[int, ...]] = {
    "personnel-deployed": (2, 3, 0, 1, 2, 0),
    "personnel-trained-before-deployment": (1, 2, 0, 1, 2, 0),
    "personnel-affected-by-incidents": (1, 1, 0, 0, 0, 0),
    "counselling-offered": (1, 0, 0, 0, 0, 0),
    "road-crashes": (3,),
    "road-casualties-personnel": (0, 1, 0, 0, 1, 0),
    "road-casualties-civilians": (1,),
    "security-posts-approved": (1,),
    "security-posts-filled": (0, 0, 0, 0, 0, 0),
    "personnel-total": (7, 8, 0, 1, 2, 0),
    "personnel-consulted": (3, 4, 0, 1, 1, 0),
}
NOT_COLLECTED = {
    "personnel-sexually-assaulted": (
        "Reports go to the safeguarding unit in Geneva by a line of its own. This office keeps no "
        "count of them, and should not."
    )
}


def counted(key: str, measure: Indicator) -> Written:
    """What an office answers to an indicator; the least that is plausible where none is written."""
    if key in NOT_COLLECTED:
        return Written(IndicatorValue.NOT_COLLECTED, NOT_COLLECTED[key], "")
    numbers, comment = FIGURES.get(key, ((), "From the register of the office."))
    return Written(IndicatorValue.REPORTED, comment, "", _figures(numbers, measure))


def counted_a_year_before(key: str, measure: Indicator) -> Written:
    """What an office answered to an indicator in the cycle before."""
    numbers = FIGURES_A_YEAR_BEFORE.get(key, ())
    return Written(IndicatorValue.REPORTED, "", "", _figures(numbers, measure))


def _figures(numbers: tuple[int, ...], measure: Indicator) -> dict[str, int]:
    if len(numbers) != len(measure.cells):
        numbers = (measure.minimum, *(0 for _cell in measure.cells[1:]))
    return dict(zip(measure.cells, numbers, strict=True))
