"""The tables of the overview as files: the same figures as on the pages, of all offices."""

from django.utils.translation import gettext as _

from checklists.models import Item, Theme
from checklists.overview.comparison import Comparison, ThemeChange
from checklists.overview.gaps import Gap, Gaps
from checklists.overview.heat import Row
from checklists.overview.items import ItemCount, value_label
from checklists.overview.selection import Place
from checklists.scale import ANSWER_CHOICES, Outcome
from checklists.scoring import Tally
from checklists.spreadsheet import Sheet, Value


def _place_headings() -> list[str]:
    return [_("Office"), _("Organization"), _("Cycle")]


def _place(place: Place) -> list[Value]:
    return [place.name, place.organization.name, place.cycle.name]


def standing_sheet(places: list[Place], counted: dict[int, Tally]) -> Sheet:
    """Who is where."""
    headings = [_("Status"), _("Due"), _("Days late"), _("Items"), _("Answered"), _("Accepted")]
    rows: list[list[Value]] = []
    for place in places:
        tally = counted[place.assessment]
        where: list[Value] = [place.state_label, place.cycle.due_on, place.days_late]
        rows.append([*_place(place), *where, tally.items, tally.answered, tally.accepted])
    return Sheet(_("Who is where"), _place_headings() + headings, rows)


def heat_sheet(themes: list[Theme], offices: list[Row]) -> Sheet:
    """Offices × themes, in percent."""
    headings = [_("All themes"), *(theme.title for theme in themes)]
    answered = [_("Items"), _("Answered"), _("Accepted")]
    rows = [_heat_row(row) for row in offices]
    return Sheet(_("Heat map"), _place_headings() + headings + answered, rows)


def _heat_row(row: Row) -> list[Value]:
    assert row.place
    figures = row.cells[0].figures
    values = [cell.value for cell in row.cells]
    return [*_place(row.place), *values, figures.items, figures.answered, figures.accepted]


def gap_sheet(gaps: Gaps) -> Sheet:
    """Policy against practice, verified against declared, in percent and points."""
    headings = [
        _("Policy, declared"),
        _("Practice, declared"),
        _("Practice behind policy"),
        _("Policy, verified"),
        _("Policy, not verified"),
        _("Practice, verified"),
        _("Practice, not verified"),
    ]
    rows = [[*_place(place), *_gap(gap)] for place, gap in gaps.rows(gaps.ordered())]
    return Sheet(_("Gaps"), _place_headings() + headings, rows)


def _gap(gap: Gap) -> list[Value]:
    return [
        gap.policy.declared,
        gap.practice.declared,
        gap.practice_gap,
        gap.policy.verified,
        gap.policy_unverified,
        gap.practice.verified,
        gap.practice_unverified,
    ]


def item_sheet(counts: list[ItemCount]) -> Sheet:
    """How many offices answered what to each item."""
    headings = [_("Item"), _("Key"), _("Theme"), _("Question"), _("About"), _("Offices")]
    values = [value for value, _label in ANSWER_CHOICES]
    labels = [str(label) for _value, label in ANSWER_CHOICES]
    rows: list[list[Value]] = []
    for counted in counts:
        item = counted.item
        what = [item.ref, item.key, item.theme.title, item.question, item.get_dimension_display()]
        numbers = [counted.values[value] for value in [*values, ""]]
        rows.append([*what, counted.offices, *numbers, counted.accepted])
    return Sheet(_("Items"), [*headings, *labels, _("Unanswered"), _("Accepted")], rows)


def answer_sheet(ref: str, answers: list[tuple[Place, str, str]]) -> Sheet:
    """What each office answered to one item: (office, value, verdict)."""
    headings = [*_place_headings(), _("Status"), _("Answer"), _("Verdict")]
    rows: list[list[Value]] = [
        [
            *_place(place),
            place.state_label,
            value_label(value) or _("Unanswered"),
            str(Outcome(verdict).label) if value else "",
        ]
        for place, value, verdict in answers
    ]
    return Sheet(_("Item %(ref)s") % {"ref": ref}, headings, rows)


def comparison_sheet(found: Comparison) -> Sheet:
    """The figures of two cycles on what is comparable; then what isn't, item by item."""
    headings = [
        _("Theme"),
        _("Items compared"),
        _("Of these in other words"),
        _("Declared before"),
        _("Declared now"),
        _("Difference"),
        _("Verified before"),
        _("Verified now"),
        _("Difference of verified"),
        _("Remark"),
    ]
    changes = [*found.themes, *([found.whole] if found.whole else [])]
    rows = [_change_row(change) for change in changes]
    for remark, items in incomparable(found):
        rows += [[f"{item.ref} {item.question}", *[None] * 8, remark] for item in items]
    return Sheet(_("Comparison"), headings, rows)


def incomparable(found: Comparison) -> list[tuple[str, list[Item]]]:
    """The items that can't be compared, by the reason why."""
    return [
        (_("New"), found.new),
        (_("Dropped"), found.dropped),
        (_("Put to other offices, or asked otherwise"), found.changed),
    ]


def _change_row(change: ThemeChange) -> list[Value]:
    return [
        change.theme.title or _("All themes"),
        change.items,
        change.amended,
        change.before.declared,
        change.now.declared,
        change.difference,
        change.before.verified,
        change.now.verified,
        change.verified_difference,
        "",
    ]
