"""From runs of text to the lines of a page, with raised footnote marks where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from checklists.importers.pdf.glyphs import Page, Run, is_word_gap

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

# Parts of the font's size. Beyond the first gap a line has a further cell: a masthead's other
# column, or a table's.
CELL_GAP = 3.2
_SMALL = 0.82
_RAISED = (0.08, 0.75)
_LOWERED = (-0.4, -0.04)


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a line that stands apart."""

    x0: float
    x1: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; `size` is that of most of its letters, `bold` when all of them are."""

    page: int
    x0: float
    x1: float
    y: float
    size: float
    text: str
    bold: bool
    italic: bool
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class _Row:
    """A line while its runs are being gathered."""

    y: float
    size: float
    runs: list[Run]


def read_lines(page: Page) -> list[Line]:
    """The lines of a page from top to bottom."""
    rows = _rows(page.runs)
    hosted = _host_small_runs(rows)
    lines = [
        _line(page, row, hosted.get(id(row), {})) for row in rows if row.runs or hosted.get(id(row))
    ]
    return [line for line in lines if line.text]


def _rows(runs: Iterable[Run]) -> list[_Row]:
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        last = rows[-1] if rows else None
        if last and last.y - run.y <= 0.12 * min(last.size, run.size):
            last.runs.append(run)
            last.size = max(last.size, run.size)
        else:
            rows.append(_Row(run.y, run.size, [run]))
    return rows


def _host_small_runs(rows: list[_Row]) -> dict[int, dict[int, str]]:
    """Moves marks and indices to the lines that they belong to.

    The answer has for each row (by id) the kind of each run that was moved (by id): "raised" or
    "lowered".
    """
    hosted: dict[int, dict[int, str]] = {}
    for at, row in enumerate(rows):
        for run in list(row.runs):
            if len(run.text) > 8:
                continue
            near = (*rows[max(at - 3, 0) : at], *rows[at + 1 : at + 4], row)
            host = next((other for other in near if _holds(other, run)), None)
            if host is None:
                continue
            if host is not row:
                row.runs.remove(run)
                host.runs.append(run)
            raised = run.y - host.y
            if host is not row or raised > _RAISED[0] * host.size:
                kind = "raised" if raised > 0 else "lowered"
                hosted.setdefault(id(host), {})[id(run)] = kind
    return hosted


def _holds(row: _Row, run: Run) -> bool:
    raised = run.y - row.y
    size = max((other.size for other in row.runs if other is not run), default=0.0)
    if run.size > _SMALL * size:
        return False
    in_reach = (
        _RAISED[0] * size < raised < _RAISED[1] * size
        or _LOWERED[0] * size < raised < _LOWERED[1] * size
    )
    return in_reach and any(
        other is not run and other.size * _SMALL >= run.size and _touch(other, run, size)
        for other in row.runs
    )


def _touch(host: Run, mark: Run, size: float) -> bool:
    """Whether a mark stands in a run, directly after it, or before it (as a note's own does)."""
    return (
        -1.2 * size < mark.x0 - host.x1 < 0.9 * size
        or -0.3 * size < host.x0 - mark.x1 < 2.2 * size
        or host.x0 < mark.x0 < host.x1
    )


def _line(page: Page, row: _Row, kinds: dict[int, str]) -> Line:
    runs = sorted(row.runs, key=lambda run: run.x0)
    plain = [run for run in runs if id(run) not in kinds] or runs
    weights: dict[float, int] = {}
    for run in plain:
        weights[run.size] = weights.get(run.size, 0) + len(run.text)
    size = max(weights, key=lambda each: (weights[each], each))
    cells: list[Cell] = []
    before: Run | None = None
    for run in runs:
        text = _as_mark(run.text) if kinds.get(id(run)) == "raised" else run.text
        gap = run.x0 - before.x1 if before else 0.0
        if before is None or gap > CELL_GAP * size:
            cells.append(Cell(run.x0, run.x1, text))
        else:
            last = cells[-1]
            drawn = before.space_after or run.space_before
            space = is_word_gap(gap, size, drawn, page.draws_spaces)
            is_mark = text[0] in SUPERSCRIPT_DIGITS and id(run) in kinds
            glue = " " if space and not (is_mark and last.text) else ""
            cells[-1] = Cell(last.x0, max(last.x1, run.x1), last.text + glue + text)
        before = run
    return Line(
        page=page.number,
        x0=cells[0].x0,
        x1=max(cell.x1 for cell in cells),
        y=row.y if plain is runs else plain[0].y,
        size=size,
        text=" ".join(" ".join(cell.text for cell in cells).split()),
        bold=all(run.bold for run in plain),
        italic=all(run.italic for run in plain),
        cells=tuple(cells),
    )


def _as_mark(text: str) -> str:
    """Raised digits as superscript digits, also in the older form “1/”; other letters stay."""
    digits = text.rstrip("/").replace(" ", "")
    return digits.translate(SUPERSCRIPT) if digits.isdecimal() and digits.isascii() else text
