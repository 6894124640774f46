"""The sentences and labels of a report on several offices, in the language that is active."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from checklists.overview.heat import STEPS
from checklists.overview.selection import State
from checklists.scale import AnswerValue, IndicatorValue
from reports.frozen import UNANSWERED
from reports.organization.data import Cell, ItemLine, OrganizationReport
from reports.pdf_wording import NOTHING
from reports.punctuation import listed, named

# How the states are drawn in the bar, from nothing to done.
STATE_TEXTURES = {
    State.NOT_STARTED: "empty",
    State.IN_PROGRESS: "hatched",
    State.RETURNED: "dotted",
    State.SUBMITTED: "tint",
    State.SIGNED_OFF: "solid",
}


def own_labels() -> dict[str, str]:
    """What the Typst source of this kind sets by itself."""
    return {
        "figures": _("Figures of all offices together"),
        "branches": _("Branches"),
        "critical_items": _("Critical items"),
        "critical": _("Critical"),
        "themes": _("Themes"),
        "themes_lead": _(
            "All offices together. Beside each score stands how many answers are “not in place”: "
            "a mean may hide them."
        ),
        "not_in_place_short": pgettext("narrow column", "Not in place"),
        "spread_lead": _(
            "How many offices stand where, by their self-declared score in the theme."
        ),
        "office": _("Office"),
        "answered": _("Answered"),
        "all_themes": _("All themes"),
        "best_and_worst": _("The worst and the best items"),
        "items_lead": _(
            "Policy and practice apart. The worst items are those that the largest share of "
            "offices doesn't have in place; the best those that the largest share has. An office "
            "to which an item isn't applicable doesn't count."
        ),
        "all_items": _("All items"),
        "late_offices": _("Late offices"),
        "indicators_lead": _(
            "The numbers of all offices that gave figures, added up. They are on no scale: no "
            "score of this report counts them."
        ),
        "overdue_actions": _("Overdue actions"),
    }


def standing_lead(data: OrganizationReport) -> str:
    """How many offices it is about."""
    if not data.places:
        return _("No office takes part in this cycle, so there is nothing to report.")
    return ngettext(
        "%(places)s of %(all)s office takes part in this cycle.",
        "%(places)s of %(all)s offices take part in this cycle.",
        data.in_tree,
    ) % {"places": data.places, "all": data.in_tree}


def standing_sentences(data: OrganizationReport) -> list[str]:
    """Where the offices are, in words, and how many are late or paused."""
    if not data.places:
        return []
    parts = [named(State(state).label, count) for state, count in data.states.items()]
    found = [listed(parts) + "."]
    late = ngettext(
        "%(count)s office is late: it should have submitted by now.",
        "%(count)s offices are late: they should have submitted by now.",
        data.late,
    )
    found.append(late % {"count": data.late} if data.late else _("No office is late."))
    if data.paused:
        paused = ngettext(
            "%(count)s office is paused, and isn't counted as late.",
            "%(count)s offices are paused, and aren't counted as late.",
            data.paused,
        )
        found.append(paused % {"count": data.paused})
    return found


def gap_sentences(data: OrganizationReport) -> list[str]:
    """Policy against practice, and how many answers say that nothing is in place."""
    found = []
    policy, practice = data.policy.declared, data.practice.declared
    if policy is not None and practice is not None:
        words = {"policy": policy, "practice": practice, "points": abs(policy - practice)}
        if practice < policy:
            said = ngettext(
                "Practice (%(practice)s%%) is %(points)s point behind policy (%(policy)s%%), as "
                "the offices declare it.",
                "Practice (%(practice)s%%) is %(points)s points behind policy (%(policy)s%%), as "
                "the offices declare it.",
                words["points"],
            )
        elif practice > policy:
            said = ngettext(
                "Practice (%(practice)s%%) is %(points)s point ahead of policy (%(policy)s%%), as "
                "the offices declare it.",
                "Practice (%(practice)s%%) is %(points)s points ahead of policy (%(policy)s%%), as "
                "the offices declare it.",
                words["points"],
            )
        else:
            said = _("Policy and practice are both at %(policy)s%%, as the offices declare it.")
        found.append(said % words)
    counts = {"policy": data.policy_not_in_place, "practice": data.practice_not_in_place}
    said = _("Answers “not in place”: %(policy)s on policy, %(practice)s on practice.")
    return [*found, said % counts]


def critical_lead(items: list[ItemLine]) -> str:
    """How many items are critical, and how many answers to them are “not in place”."""
    lacking = sum(item.counts.get(AnswerValue.NOT_IN_PLACE, 0) for item in items)
    blank = sum(item.counts.get(UNANSWERED, 0) for item in items)
    said = ngettext("%(count)s item is critical.", "%(count)s items are critical.", len(items)) % {
        "count": len(items)
    }
    words = {"lacking": lacking, "blank": blank}
    counts = _("Answers “not in place” to them: %(lacking)s; not answered: %(blank)s.") % words
    return f"{said} {counts}"


def critical_words(item: ItemLine) -> str:
    """In how many offices a critical item is not in place, or not answered."""
    words = {
        "lacking": item.counts.get(AnswerValue.NOT_IN_PLACE, 0),
        "blank": item.counts.get(UNANSWERED, 0),
        "all": item.offices,
    }
    return _("Not in place in %(lacking)s, not answered in %(blank)s of %(all)s offices.") % words


def step_labels() -> list[str]:
    """What the steps of the map stand for, that without a figure first."""
    bounds = [(100 * step // STEPS, 100 * (step + 1) // STEPS - 1) for step in range(STEPS)]
    bounds[-1] = (bounds[-1][0], 100)
    return [_("no figure"), *(_percents(low, high) for low, high in bounds)]


def _percents(low: int, high: int) -> str:
    return _("%(low)s–%(high)s%%") % {"low": low, "high": high}


def cell_words(cell: Cell) -> str:
    """What stands in a cell: a percentage, with a sign where not all is answered, or why none."""
    if not cell.items:
        return NOTHING
    if not cell.answered:
        return pgettext("narrow column: nothing is answered", "none")
    if cell.declared is None:
        return pgettext("narrow column: not applicable", "n/a")
    return f"{cell.declared}*" if cell.answered < cell.items else str(cell.declared)


def heat_lead(dimension: str) -> str:
    """How the map is read."""
    return _(
        "Self-declared score of each office in percent: %(dimension)s. * some items aren't "
        "answered; “none”: no item is answered; – not asked; n/a: not applicable. The small "
        "number with × says how many answers are “not in place”."
    ) % {"dimension": dimension}


def answer_keys() -> list[str]:
    """The answers on the scale in their order, and none."""
    return [*AnswerValue.values, UNANSWERED]


def counted_words(counts: dict[str, int], accepted: int) -> str:
    """On how many offices the sum of an indicator rests."""
    words = {
        "reported": counts.get(IndicatorValue.REPORTED, 0),
        "all": sum(counts.values()),
        "accepted": accepted,
        "not_collected": counts.get(IndicatorValue.NOT_COLLECTED, 0),
        "not_applicable": counts.get(AnswerValue.NOT_APPLICABLE, 0),
        "unanswered": counts.get(UNANSWERED, 0),
    }
    return (
        _(
            "%(reported)s of %(all)s offices gave figures. No figures kept: %(not_collected)s; not "
            "applicable: %(not_applicable)s; unanswered: %(unanswered)s. Answers accepted by a "
            "reviewer: %(accepted)s."
        )
        % words
    )


def suppressed_words() -> str:
    """Why numbers are missing."""
    return _(
        "Numbers of one to four are left out, an office's own also from the sum, and all that "
        "would tell them."
    )


def actions_sentences(data: OrganizationReport, priorities: dict[str, str]) -> list[str]:
    """How many actions are open, and how many of them overdue."""
    overdue = sum(data.overdue_by_priority.values())
    opened = ngettext(
        "%(count)s action is open.", "%(count)s actions are open.", data.open_actions
    ) % {"count": data.open_actions}
    if not overdue:
        return [opened, _("None of them is overdue.")] if data.open_actions else [opened]
    parts = [
        named(label, data.overdue_by_priority[key])
        for key, label in priorities.items()
        if data.overdue_by_priority.get(key)
    ]
    said = ngettext(
        "%(count)s of them is overdue. By priority: %(parts)s.",
        "%(count)s of them are overdue. By priority: %(parts)s.",
        overdue,
    )
    return [opened, said % {"count": overdue, "parts": listed(parts)}]


def notes_on_sums() -> list[str]:
    """How the figures over several offices are computed."""
    return [
        _(
            "A figure of several offices is made of all their answers together, so that an office "
            "with more items weighs more. It is no mean of the offices' figures."
        ),
        _(
            "An office that has answered nothing has no figure. It is counted among the offices, "
            "and leaves the scores as they are: read a score together with the completion."
        ),
        _("Offices that don't take part in the cycle are in no figure."),
    ]
