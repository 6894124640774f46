"""How actions and documents are marked that serve critical items, in pages and tables. Pure.

Data that was frozen before this was told has None of it, and nothing is said of it.
"""

from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from checklists.spreadsheet import Value
from reports.punctuation import listed


class Serving(Protocol):
    """A line that serves items: the references of the critical ones, or None where untold."""

    @property
    def critical(self) -> tuple[str, ...] | None: ...


def critical_reading() -> tuple[str, str]:
    """What a reader has to know of critical items, where a report only marks them."""
    return _("Critical"), _(
        "is an item that its checklist marks so: that it is not in place is never hidden by an "
        "average."
    )


def critical_words(refs: tuple[str, ...] | None) -> str:
    """Which of the items beside it are critical; nothing where none is, or where it isn't told."""
    return _("Critical: %(items)s") % {"items": listed(refs)} if refs else ""


def critical_head(lines: Sequence[Serving]) -> list[str]:
    """The column's heading, where the lines tell it."""
    return [_("Critical items")] if any(line.critical is not None for line in lines) else []


def critical_cell(refs: tuple[str, ...] | None) -> list[Value]:
    """A line's cell in that column: references, or nothing where no item is critical."""
    return [] if refs is None else [listed(refs)]
