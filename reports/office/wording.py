"""The sentences and labels of an office's report, in the language that is active."""

from collections.abc import Iterable

from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _

from checklists.indicators import number
from checklists.models import Action
from checklists.scale import AnswerValue
from checklists.scoring import Figures
from reports.frozen import UNANSWERED
from reports.office.data import ItemChange, ItemLine, OfficeReport, OpenActions, ThemeSummary
from reports.pdf_wording import NOTHING, day
from reports.punctuation import listed, named


def own_labels() -> dict[str, str]:
    """What the Typst source of this kind sets by itself."""
    return {
        "gap": _("Policy against practice"),
        "critical_items": _("Critical items"),
        "critical": _("Critical"),
        "changes": _("What has changed"),
        "figures_changed": _("The figures then and now"),
        "items_changed": _("The items"),
        "open_actions": _("Open actions"),
        "overdue": _("Overdue"),
        "sign_off": _("Sign-off"),
        "signed": _("Signed"),
        "signed_hash": _("SHA-256 of what was signed"),
        "returned_alone": _("Returned by the reviewer"),
        "trend": _("Over the cycles"),
        "trend_legend": _(
            "Dark: this cycle. Light: earlier ones. Hatched: not accepted by a reviewer."
        ),
    }


def gap_sentences(policy: Figures, practice: Figures, themes: Iterable[ThemeSummary]) -> list[str]:
    """Policy against practice, as declared: together, and the theme where they are widest apart."""
    said, does = policy.declared, practice.declared
    if said is None or does is None:
        return [_("Policy and practice can't be compared: one of them has no score.")]
    words = {"policy": said, "practice": does}
    points = abs(said - does)
    if not points:
        found = [_("Policy and practice are both at %(policy)s%%, as the office declares it.")]
    elif does < said:
        found = [
            ngettext(
                "Practice (%(practice)s%%) is %(points)s point behind policy (%(policy)s%%), as "
                "the office declares it.",
                "Practice (%(practice)s%%) is %(points)s points behind policy (%(policy)s%%), as "
                "the office declares it.",
                points,
            )
        ]
    else:
        found = [
            ngettext(
                "Practice (%(practice)s%%) is %(points)s point ahead of policy (%(policy)s%%), as "
                "the office declares it.",
                "Practice (%(practice)s%%) is %(points)s points ahead of policy (%(policy)s%%), as "
                "the office declares it.",
                points,
            )
        ]
    sentences = [found[0] % (words | {"points": points})]
    return sentences + _widest(themes)


def _widest(themes: Iterable[ThemeSummary]) -> list[str]:
    """The theme in which practice falls behind policy the most."""
    gaps = [
        (theme.policy.declared - theme.practice.declared, theme)
        for theme in themes
        if theme.policy.declared is not None and theme.practice.declared is not None
    ]
    if not gaps:
        return []
    points, theme = max(gaps, key=lambda gap: gap[0])
    if points <= 0:
        return [_("In no theme is practice behind policy.")]
    words = {
        "theme": theme.title,
        "policy": theme.policy.declared,
        "practice": theme.practice.declared,
    }
    said = _(
        "Practice is furthest behind in “%(theme)s”: policy %(policy)s%%, practice %(practice)s%%."
    )
    return [said % words]


def critical_sentences(items: tuple[ItemLine, ...]) -> list[str]:
    """How many items are critical, and how many of them are not in place, or not known to be."""
    lacking = sum(item.answer == AnswerValue.NOT_IN_PLACE for item in items)
    unanswered = sum(item.answer == UNANSWERED for item in items)
    unverified = sum(item.answer != UNANSWERED and item.verdict != "accepted" for item in items)
    found = [
        ngettext("%(count)s item is critical.", "%(count)s items are critical.", len(items))
        % {"count": len(items)},
        _("Not in place: %(count)s, whatever the averages say.") % {"count": lacking}
        if lacking
        else _("None of them is answered “not in place”."),
    ]
    if unanswered:
        found.append(_("Not answered: %(count)s.") % {"count": unanswered})
    if unverified:
        found.append(_("Answered, and not verified: %(count)s.") % {"count": unverified})
    return found


def carried_sentences(data: OfficeReport) -> list[str]:
    """What is carried over from the last cycle: offered, or confirmed as it was."""
    offered = sum(item.carried == "offered" for item in data.items)
    confirmed = sum(item.carried == "confirmed" for item in data.items)
    found = []
    if offered:
        said = ngettext(
            "For %(count)s unanswered item last cycle's answer is offered; it counts for nothing "
            "until somebody confirms it.",
            "For %(count)s unanswered items last cycle's answers are offered; they count for "
            "nothing until somebody confirms them.",
            offered,
        )
        found.append(said % {"count": offered})
    if confirmed:
        said = ngettext(
            "%(count)s answer is last cycle's, confirmed as it was.",
            "%(count)s answers are last cycle's, confirmed as they were.",
            confirmed,
        )
        found.append(said % {"count": confirmed})
    return found


def carried_note(carried: str) -> str:
    """What is said of it with the item."""
    notes = {
        "offered": _("Last cycle's answer is offered and not confirmed"),
        "confirmed": _("Last cycle's answer, confirmed as it was"),
    }
    return notes.get(carried, "")


def short_verdicts() -> dict[str, str]:
    """What a reviewer said, for a narrow column."""
    return {
        "pending": pgettext("narrow column", "not reviewed"),
        "accepted": pgettext("narrow column", "accepted"),
        "returned": pgettext("narrow column", "returned"),
    }


def kind_of_change(change: ItemChange, scores: dict[str, int]) -> str:
    """What became of an item, in a word or two: the answer first, then number and verdict."""
    if not change.answer_before:
        return _("New item")
    if not change.answer:
        return _("No longer asked")
    if change.answer != change.answer_before:
        return _other_answer(change, scores)
    if change.total != change.total_before:
        return _("Other number")
    return _("Other verdict")


def _other_answer(change: ItemChange, scores: dict[str, int]) -> str:
    if change.answer_before == UNANSWERED:
        return _("Now answered")
    if change.answer == UNANSWERED:
        return _("No answer any more")
    then, now = scores.get(change.answer_before), scores.get(change.answer)
    if then is None or now is None or then == now:
        return _("Other answer")
    return _("Better") if now > then else _("Worse")


def difference(then: int | None, now: int | None) -> str:
    """By how much a number has changed, with its sign, which stays before it in Arabic too."""
    if then is None or now is None:
        return NOTHING
    if then == now:
        return "0"
    sign = "+" if now > then else "\N{MINUS SIGN}"
    mark = "\N{LEFT-TO-RIGHT MARK}" if get_language_bidi() else ""
    return f"{mark}{sign}{number(abs(now - then))}"


def actions_sentences(actions: OpenActions) -> list[str]:
    """How many actions are open and overdue, by priority."""
    count, overdue = sum(actions.open.values()), sum(actions.overdue.values())
    if not count:
        return [_("The office has no open action.")]
    opened = ngettext(
        "The office has %(count)s open action, of whichever cycle.",
        "The office has %(count)s open actions, of whichever cycle.",
        count,
    )
    parts = [
        named(label, actions.open[key])
        for key, label in Action.Priority.choices
        if actions.open.get(key)
    ]
    by_priority = _("By priority: %(parts)s.") % {"parts": listed(parts)}
    words = {"count": overdue, "day": day(actions.today)}
    if not overdue:
        return [opened % {"count": count}, by_priority, _("On %(day)s none is overdue.") % words]
    late = ngettext(
        "On %(day)s %(count)s of them is overdue.",
        "On %(day)s %(count)s of them are overdue.",
        overdue,
    )
    return [opened % {"count": count}, by_priority, late % words]


def suppressed_words() -> str:
    """Why numbers are missing."""
    return _("Numbers of one to four are left out, and all that would tell them.")
