"""How near a due date is, in steps: a person is reminded once at each. Pure, no ORM."""

import datetime as dt
from collections.abc import Sequence

# Days before an assessment or a review is due: the nearer, the closer together.
MILESTONES = (30, 14, 7, 3, 1, 0)
# An action or a document asks for less.
FEW_MILESTONES = (30, 7, 0)


def stage(due_on: dt.date, today: dt.date, milestones: Sequence[int] = MILESTONES) -> str:
    """The last step that was reached: "in 7" days, "late 1", "late 7", "late 14" …; "" before all.

    Since it is a state and no event, a day without a run loses nothing: the next run finds the
    step that is reached by then.
    """
    left = (due_on - today).days
    if left < 0:
        return f"late {-left // 7 * 7 or 1}"
    reached = [days for days in milestones if left <= days]
    return f"in {min(reached)}" if reached else ""
