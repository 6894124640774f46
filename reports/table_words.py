"""What the tables of several kinds of report say alike, in the language that is active. Pure."""

from django.utils.translation import gettext as _

from checklists.scoring import Figures
from checklists.spreadsheet import Value


def yes_or_no(value: bool) -> str:
    """The word for it."""
    return _("yes") if value else _("no")


def figure_lines(
    policy: Figures, practice: Figures, indicators: Figures | None
) -> list[list[Value]]:
    """The figures of each dimension, a line each; a percentage is None where nothing counts."""
    rows: list[list[Value]] = []
    for label, figures in (
        (_("Policy"), policy),
        (_("Practice"), practice),
        *([(_("Indicators"), indicators)] if indicators else []),
    ):
        words = {"dimension": label}
        rows += [
            [_("%(dimension)s, items") % words, figures.items],
            [_("%(dimension)s, answered") % words, figures.answered],
            [_("%(dimension)s, accepted") % words, figures.accepted],
            [_("%(dimension)s, completion %%") % words, figures.completion],
            [_("%(dimension)s, declared") % words, figures.declared],
            [_("%(dimension)s, verified") % words, figures.verified],
        ]
    return rows
