"""What an indicator counts, as tables worded in the language that is active."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from checklists.indicators import RECRUITMENT, SEX, TOTAL, cell_label, number, total
from reports.office.data import Count
from reports.pdf_wording import period
from reports.printable import Printer


def count_table(count: Count, printer: Printer) -> dict[str, Any]:
    """What is counted and when, and a table of `head` and `rows`, no rows without figures.

    The first column has the labels of the rows, and the last one totals.
    """
    unit = printer.plain(capfirst(count.unit))
    days = printer.plain(period(count.start, count.end))
    said = _("%(unit)s, %(days)s") % {"unit": unit, "days": days}
    if not count.figures:
        return {"said": said, "head": [], "rows": []}
    parts: tuple[str, ...] = RECRUITMENT if "recruitment" in count.by else SEX if count.by else ()
    if len(count.by) > 1:
        rows = _rows_of_both(count)
    else:
        cells = [count.figures.get(part, 0) for part in parts]
        rows = [[unit, *map(number, [*cells, sum(count.figures.values())])]]
    head = ["", *(capfirst(cell_label(part)) for part in parts), capfirst(cell_label(TOTAL))]
    return {"said": said, "head": head, "rows": rows}


def count_cells(count: Count) -> list[tuple[str, int | None]]:
    """Each number that is told, under its label, and the total last; None where there is none."""
    cells = [(cell_label(cell), figure) for cell, figure in count.figures.items() if cell != TOTAL]
    return [*cells, (cell_label(TOTAL), total(count.figures) if count.figures else None)]


def _rows_of_both(count: Count) -> list[list[str]]:
    """A row for each sex, and one of totals."""
    found = []
    for sex in SEX:
        cells = [count.figures.get(f"{recruitment}.{sex}", 0) for recruitment in RECRUITMENT]
        found.append([capfirst(cell_label(sex)), *map(number, [*cells, sum(cells)])])
    sums = [
        sum(count.figures.get(f"{recruitment}.{sex}", 0) for sex in SEX)
        for recruitment in RECRUITMENT
    ]
    found.append([capfirst(cell_label(TOTAL)), *map(number, [*sums, sum(sums)])])
    return found
