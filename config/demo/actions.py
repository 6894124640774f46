"""The action plan of the demonstration: carried over, under way, overdue, and done."""

import datetime as dt
from collections.abc import Mapping

from checklists.models import Action, Answer, Assessment
from checklists.services.actions import BELOW_IN_PLACE, Plan, change_action, plan_action
from orgs.models import User


def plan_actions(assessment: Assessment, people: Mapping[str, User], today: dt.date) -> None:
    """Three actions for the first answers of an office that leave something to be done."""
    focal_point, reviewer = people["focal.point"], people["reviewer"]
    answers = list(
        Answer.objects.filter(assessment=assessment, value__in=BELOW_IN_PLACE).order_by(
            "item__position"
        )[:3]
    )
    plans = [
        (focal_point, "Agree on a training calendar with headquarters", "", focal_point, -20),
        (reviewer, "Fit both vehicles with radios and trackers", "fleet manager", None, 45),
        (focal_point, "Translate the security plan into Turkana", "", focal_point, 90),
    ]
    for answer, (actor, title, function, responsible, days) in zip(answers, plans, strict=False):
        due_on = today + dt.timedelta(days=days)
        priority = Action.Priority.HIGH if actor == reviewer else Action.Priority.NORMAL
        plan = Plan(title, "", responsible, function, due_on, priority)
        action = plan_action(actor, answer.pk, plan, min(today, due_on))
        if actor == reviewer:
            change_action(
                focal_point,
                action.pk,
                plan,
                progress=50,
                note="One vehicle is fitted, the other waits for a spare part.",
                read_version=1,
                today=today,
            )
