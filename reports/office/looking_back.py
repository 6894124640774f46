"""What the Typst source reads of the time before: the comparison, and the indicators' trends."""

from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.indicators import number
from checklists.scoring import Figures
from reports import pdf_labels
from reports.frozen import UNANSWERED
from reports.office import wording
from reports.office.data import Comparison, ItemChange, ItemLine, OfficeReport, TrendPoint
from reports.pdf_frame import shortened
from reports.pdf_wording import NOTHING, moment, percent, period
from reports.printable import Printer
from reports.punctuation import listed, named, strung

Content = dict[str, Any]
_QUESTION = 200  # characters of a question that stands in full elsewhere


def changes(data: OfficeReport, answers: dict[str, str], repeats: Printer) -> Content | None:
    """What has changed since the report before; None in data that doesn't know of it.

    `answers` are the labels of the answers.
    """
    if not data.looks_back:
        return None
    before = data.compared
    if before is None:
        first = _(
            "No report on this office was made before at this level of detail, so there is none to "
            "compare it with."
        )
        return {"lead": [first], "sha256": "", "figures": [], "rows": []} | _heads()
    anchors = {item.ref: f"item-{number}" for number, item in enumerate(data.items)}
    return {
        "lead": [*_since(data, before, repeats), *_counted(before.items, data.scale_scores)],
        "sha256": before.sha256,
        "figures": figure_rows(data),
        "rows": [
            _row(change, data, answers, repeats, anchors.get(change.ref) if change.answer else None)
            for change in before.items
        ],
    } | _heads()


def _heads() -> Content:
    return {
        "figure_head": [_("Figure"), _("Then"), _("Now"), _("Points")],
        "head": [_("Item"), _("Question"), _("Then"), _("Now"), _("Change")],
    }


def _since(data: OfficeReport, before: Comparison, repeats: Printer) -> list[str]:
    """Which report it is compared with, and whether that was on an earlier cycle."""
    words = {"when": moment(before.frozen_at, ZoneInfo(data.time_zone))}
    found = [_("Compared with the report before it, whose data was frozen on %(when)s.") % words]
    if (before.cycle_start, before.cycle_end) != (data.cycle_start, data.cycle_end):
        dates = period(before.cycle_start, before.cycle_end)
        cycle = listed([before.cycle, dates]) if before.cycle else dates
        said = _("That report is of an earlier cycle: %(cycle)s.") % {"cycle": cycle}
        found.append(repeats.plain(said))
    if before.status != data.status:
        status = pdf_labels.status_labels()
        said = _("The assessment was “%(then)s” then, and is “%(now)s” now.")
        found.append(said % {"then": status[before.status], "now": status[data.status]})
    return found


def _counted(items: tuple[ItemChange, ...], scores: dict[str, int]) -> list[str]:
    if not items:
        return [_("No answer, number or verdict is other than then.")]
    kinds = Counter(wording.kind_of_change(change, scores) for change in items)
    parts = listed(named(kind, count) for kind, count in kinds.most_common())
    said = ngettext(
        "%(count)s item is other than then. %(parts)s.",
        "%(count)s items are other than then. %(parts)s.",
        len(items),
    )
    return [said % {"count": len(items), "parts": parts}]


def compared_figures(data: OfficeReport) -> list[tuple[str, int | None, int | None]]:
    """Each figure of the two dimensions, then and now; of indicators the completion alone."""
    before = data.compared
    if before is None:
        return []
    found: list[tuple[str, int | None, int | None]] = []
    sides: list[tuple[str, Figures, Figures]] = [
        (_("Policy"), before.policy, data.policy),
        (_("Practice"), before.practice, data.practice),
    ]
    for label, then, now in sides:
        for name, old, new in (
            (_("Completion"), then.completion, now.completion),
            (_("Self-declared"), then.declared, now.declared),
            (_("Verified"), then.verified, now.verified),
        ):
            found.append((named(label, name), old, new))
    if before.indicators and data.indicators and data.indicators.items:
        label = named(_("Indicators"), _("Completion"))
        found.append((label, before.indicators.completion, data.indicators.completion))
    return found


def figure_rows(data: OfficeReport) -> list[Content]:
    """The same, worded."""
    return [
        {
            "label": label,
            "then": percent(then),
            "now": percent(now),
            "by": wording.difference(then, now),
        }
        for label, then, now in compared_figures(data)
    ]


def _row(
    change: ItemChange,
    data: OfficeReport,
    answers: dict[str, str],
    repeats: Printer,
    anchor: str | None,
) -> Content:
    verdicts = wording.short_verdicts()
    return {
        "anchor": anchor,
        "ref": repeats.plain(change.ref),
        "question": repeats.line(shortened(change.question, _QUESTION)),
        "critical": change.is_critical,
        "then": _said(change.answer_before, change.total_before, answers),
        "then_verdict": _verdict(change.answer_before, change.verdict_before, verdicts),
        "now": _said(change.answer, change.total, answers),
        "now_verdict": _verdict(change.answer, change.verdict, verdicts),
        "kind": wording.kind_of_change(change, data.scale_scores),
    }


def _said(answer: str, total: int | None, answers: dict[str, str]) -> str:
    if total is not None:
        return number(total)
    return answers.get(answer, answer) if answer else NOTHING


def _verdict(answer: str, verdict: str, verdicts: dict[str, str]) -> str:
    """Nothing is said of an item that has no answer, unless it was returned."""
    if answer in ("", UNANSWERED) and verdict != "returned":
        return ""
    return verdicts.get(verdict, verdict)


def trend(item: ItemLine, data: OfficeReport, answers: dict[str, str]) -> Content | None:
    """The bars of an indicator over the cycles, with the words that say the same."""
    if not data.looks_back or item.count is None:
        return None
    if not any(point.total is not None for point in item.trend):
        return {"points": [], "said": _("No earlier cycle tells a number of this."), "alt": ""}
    now = TrendPoint(
        data.cycle, item.count.start, item.count.end, item.answer, item.verdict, item.total
    )
    points = [*item.trend, now]
    most = max(point.total or 0 for point in points) or 1
    texts = [named(_label(point), _point_words(point, answers)) for point in points]
    return {
        "points": [
            {
                "label": _label(point),
                "value": NOTHING if point.total is None else number(point.total),
                "share": (point.total or 0) / most,
                "texture": _texture(point, is_now=point is now),
                "now": point is now,
            }
            for point in points
        ],
        "alt": f"{capfirst(item.count.unit)}. {strung(texts)}.",
        "said": _step(item, points[-2]),
    }


def _texture(point: TrendPoint, *, is_now: bool) -> str:
    if point.verdict != "accepted":
        return "hatched"
    return "solid" if is_now else "tint"


def _label(point: TrendPoint) -> str:
    # Months shortened as print has them: three letters of a French June and July are alike.
    return str(formats.date_format(point.end, "N Y"))


def _point_words(point: TrendPoint, answers: dict[str, str]) -> str:
    if point.total is None:
        return answers.get(point.answer, point.answer)
    if point.verdict == "accepted":
        return number(point.total)
    return _("%(total)s, not verified") % {"total": number(point.total)}


def _step(item: ItemLine, last: TrendPoint) -> str:
    """By how much it has changed since the last cycle."""
    if item.total is None or last.total is None:
        return _("This cycle's number and the last one's can't be compared: one isn't told.")
    words = {
        "then": number(last.total),
        "when": _label(last),
        "now": number(item.total),
        "by": wording.difference(last.total, item.total),
    }
    return _("%(now)s now, %(then)s in %(when)s: %(by)s.") % words
