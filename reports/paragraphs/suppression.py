"""What of the counts of organizations may be told, so that none can be recognized. Pure.

Nothing is blotted out of a finished table, where it could be computed from the totals. Instead the
positions are drawn together to blocks before anything is counted up, until each block has at least
LEAST organizations:

- The blocks of a row cover all its organizations, so every sum and difference of what is told is a
  sum of whole blocks. There is nothing smaller to compute.
- A table by kind has the same blocks in each row, and they are made of whole blocks of all
  organizations together. So the totals tell nothing about a row that the row doesn't.
- What is told as verified splits a block once more; it is told by kind only where it is told of
  all. Nobody's answers can be read from whether they are verified, so there "none" and "all" are
  told, but never one to four.
- Kinds with too few organizations are drawn together before that.

An empty position is drawn together like a small one: that nobody of a group stands elsewhere would
tell where each of them stands.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from reports.frozen import UNANSWERED
from reports.paragraphs.data import LADDER, Block, KindRow, Share, Standing

LEAST = 5

# Between which positions to tell apart first, each named by the upper one: "not in place" is to
# stand alone wherever it can, then "in place".
_CUTS = (UNANSWERED, "in_place", "mostly", "partly", "not_applicable", "not_asked")

Run = tuple[str, ...]
Kinds = tuple[str, ...]


class Cell(NamedTuple):
    """Organizations at a position, and how many of them by accepted answers alone."""

    organizations: int = 0
    verified: int = 0


Row = Mapping[str, Cell]


class Part(NamedTuple):
    """What one cell of an indicator adds up to, and from how many organizations that count any."""

    value: int = 0
    organizations: int = 0


def runs(keys: Sequence[str], cuts: Iterable[str], is_safe: Callable[[Run], bool]) -> list[Run]:
    """Cut the keys before each of the `cuts`, in that order, where each run stays safe."""
    kept: list[str] = []
    for cut in cuts:
        if cut in keys[1:] and all(is_safe(run) for run in _split(keys, [*kept, cut])):
            kept.append(cut)
    return _split(keys, kept)


def _split(keys: Sequence[str], cuts: Collection[str]) -> list[Run]:
    found: list[list[str]] = []
    for key in keys:
        if not found or key in cuts:
            found.append([])
        found[-1].append(key)
    return [tuple(run) for run in found]


def pooled(organizations: Mapping[str, int]) -> list[Kinds]:
    """The kinds in groups of at least LEAST, small ones drawn together; none if all are too few."""
    present = {kind: count for kind, count in organizations.items() if count}
    small = [kind for kind, count in present.items() if count < LEAST]
    large = sorted((kind for kind in present if kind not in small), key=lambda kind: present[kind])
    while small and sum(present[kind] for kind in small) < LEAST:
        if not large:
            return []
        small.append(large.pop(0))
    groups: list[Kinds] = [(kind,) for kind in present if kind in large]
    return [*groups, tuple(kind for kind in present if kind in small)] if small else groups


def standing(
    dimension: str, items: int, rows: Mapping[Kinds, Row], ladder: Sequence[str] = LADDER
) -> Standing:
    """What is told of where organizations stand, given where those of each group of kinds do.

    Each row has all organizations of its group. Less than LEAST in all tell nothing.
    """
    whole = {key: _add(row.get(key, Cell()) for row in rows.values()) for key in ladder}
    if _over(whole, ladder).organizations < LEAST:
        return Standing(dimension, items, ())
    every = runs(ladder, _CUTS, lambda run: _over(whole, run).organizations >= LEAST)
    if len(every) == 1:
        return Standing(dimension, items, ())
    blocks = tuple(_block(whole, run, tell=True) for run in every)
    return Standing(dimension, items, blocks, _by_kind(rows, ladder, every, blocks))


def _by_kind(
    rows: Mapping[Kinds, Row], ladder: Sequence[str], every: Sequence[Run], whole: Sequence[Block]
) -> tuple[KindRow, ...]:
    """The rows by kind; none where they would all have a single block."""
    starts = {run[0] for run in every}
    shared = runs(
        ladder,
        [cut for cut in _CUTS if cut in starts],
        lambda run: all(_over(row, run).organizations >= LEAST for row in rows.values()),
    )
    if len(rows) < 2 or len(shared) == 1:
        return ()
    told = {
        run
        for run in shared
        if all(b.verified is not None for b in whole if b.positions[0] in run)
        and all(_tells(_over(row, run)) for row in rows.values())
    }
    return tuple(
        KindRow(kinds, tuple(_block(row, run, tell=run in told) for run in shared))
        for kinds, row in rows.items()
    )


def _block(row: Row, run: Run, *, tell: bool) -> Block:
    cell = _over(row, run)
    return Block(run, cell.organizations, cell.verified if tell and _tells(cell) else None)


def _tells(cell: Cell) -> bool:
    """Whether neither the verified nor the others are one to four."""
    return all(n == 0 or n >= LEAST for n in (cell.verified, cell.organizations - cell.verified))


def _over(row: Row, run: Iterable[str]) -> Cell:
    return _add(row.get(key, Cell()) for key in run)


def _add(cells: Iterable[Cell]) -> Cell:
    rows = list(cells)
    return Cell(sum(cell.organizations for cell in rows), sum(cell.verified for cell in rows))


def givers(organizations: int, of: int) -> int | None:
    """How many organizations gave figures, where neither they nor the others are too few."""
    rest = of - organizations
    return organizations if organizations >= LEAST and (rest == 0 or rest >= LEAST) else None


def total_of(part: Part) -> int | None:
    """A sum that comes from enough organizations."""
    return part.value if part.organizations >= LEAST else None


def shares_of(parts: Mapping[str, Part]) -> tuple[Share, ...]:
    """The parts of a sum, drawn together until each comes from enough organizations; none where
    that is the whole sum.
    """

    def is_safe(run: Run) -> bool:
        # Those that count any in several parts may be the same.
        return max(parts[key].organizations for key in run) >= LEAST

    found = runs(list(parts), list(parts), is_safe)
    if len(found) < 2:
        return ()
    return tuple(Share(run, sum(parts[key].value for key in run)) for run in found)
