"""The cells of the overview's tables, hundreds on a page: written at once, not tag by tag.

Taken apart into templates, they cost more time than everything else on the page.
"""

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.overview.gaps import Gap
from checklists.overview.heat import Cell
from checklists.overview.selection import Place
from checklists.scoring import Figures

register = template.Library()


@register.simple_tag
def heat_cells(cells: Sequence[Cell]) -> SafeString:
    """The cells of a row of the heat map; where not all is answered, with how much is."""
    part = _("%(answered)d of %(total)d")
    return format_html_join(
        "",
        '<td class="num" data-level="{}">{}{}</td>',
        (
            (
                cell.level,
                cell.value if cell.level else _nothing(cell.said),
                _small(part, cell.figures) if cell.is_partial else "",
            )
            for cell in cells
        ),
    )


def _small(part: str, figures: Figures) -> SafeString:
    numbers = {"answered": figures.answered, "total": figures.items}
    return format_html("<small>{}</small>", part % numbers)


@register.simple_tag
def count_cells(counts: Sequence[tuple[str, int]]) -> SafeString:
    """Numbers, each with its label."""
    return format_html_join("", '<td class="num" data-label="{}">{}</td>', counts)


@register.simple_tag
def place_link(place: Place, many: bool) -> SafeString:
    """An office that leads to its answers; with its organization, where the table is of many."""
    link = format_html(
        '<a href="{}" dir="auto">{}</a>',
        reverse("checklists:overview_office", args=[place.assessment]),
        place.name,
    )
    if not many:
        return link
    return format_html('{}<p class="meta" dir="auto">{}</p>', link, place.organization)


@register.simple_tag
def gap_cells(gap: Gap) -> SafeString:
    """Policy and practice as declared, the gap between, and how far what is verified is behind."""
    return format_html_join(
        "\n",
        '<td class="num" data-label="{}">{}</td>',
        (
            (_("Policy, declared"), _percent(gap.policy.declared)),
            (_("Practice, declared"), _percent(gap.practice.declared)),
            (_("Practice behind policy"), _points(gap.practice_gap)),
            (_("Policy, verified"), _verified(gap.policy)),
            (_("Below declared"), _points(gap.policy_unverified)),
            (_("Practice, verified"), _verified(gap.practice)),
            (_("Below declared"), _points(gap.practice_unverified)),
        ),
    )


def _nothing(why: str) -> SafeString:
    """A dash to look at, and the words for those who listen."""
    return format_html(
        '<span aria-hidden="true">–</span><span class="visually-hidden">{}</span>', why
    )


def _percent(value: int | None) -> SafeString:
    return format_html("<span>{}</span>", _said(value))


def _said(value: int | None) -> str:
    return _nothing(_("no figure")) if value is None else f"{value} %"


def _verified(figures: Figures) -> SafeString:
    accepted = _("%(accepted)s of %(answered)s accepted") % {
        "accepted": figures.accepted,
        "answered": figures.answered,
    }
    return format_html("<span>{}<br><small>{}</small></span>", _said(figures.verified), accepted)


def _points(value: int | None) -> SafeString:
    if value is None:
        said: str = _nothing(_("no figure"))
    elif value > 0:
        said = ngettext("one point", "%(points)s points", value) % {"points": value}
    elif value < 0:
        said = _("%(value)s points") % {"value": value}
    else:
        said = _("none")
    return format_html("<strong>{}</strong>", said)
