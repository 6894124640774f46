"""What is told, and what can be computed from it, is never of one to four organizations."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.paragraphs.data import LADDER, Block, Standing
from reports.paragraphs.suppression import (
    LEAST,
    Cell,
    Part,
    Row,
    givers,
    pooled,
    shares_of,
    standing,
    total_of,
)

KINDS = ("un", "ingo", "nngo")

cells = st.integers(0, 9).flatmap(lambda n: st.builds(Cell, st.just(n), st.integers(0, n)))
rows = st.fixed_dictionaries(dict.fromkeys(LADDER, cells))


def _size(row: Row) -> int:
    return sum(cell.organizations for cell in row.values())


tables = st.dictionaries(
    st.sampled_from([(kind,) for kind in KINDS]),
    rows.filter(lambda row: _size(row) >= LEAST),
    min_size=1,
)

# What the database holds: how many of a kind stand at a position, verified or not.
Atom = tuple[str, str, bool]


def _atoms(table: dict[tuple[str, ...], Row]) -> dict[Atom, int]:
    return {
        (kinds[0], position, verified): cell.verified
        if verified
        else cell.organizations - cell.verified
        for kinds, row in table.items()
        for position, cell in row.items()
        for verified in (True, False)
    }


def _published(told: Standing, kinds: Sequence[str]) -> list[tuple[set[Atom], int]]:
    """Each number that is told, with the atoms that it counts; the sizes of the groups too."""
    found: list[tuple[set[Atom], int]] = []

    def add(who: Sequence[str], block: Block) -> None:
        both = product(who, block.positions, (True, False))
        found.append((set(both), block.organizations))
        if block.verified is not None:
            found.append((set(product(who, block.positions, (True,))), block.verified))

    for block in told.blocks:
        add(kinds, block)
    for row in told.kinds:
        for block in row.blocks:
            add(row.kinds, block)
    return found


def _spans(equations: list[set[Atom]], wanted: set[Atom]) -> bool:
    """Whether the number of `wanted` is a sum of multiples of the numbers that are told."""
    atoms = sorted(set().union(wanted, *equations))
    basis: list[list[Fraction]] = []

    def reduced(vector: list[Fraction]) -> list[Fraction]:
        for row in basis:
            lead = next(n for n, value in enumerate(row) if value)
            factor = vector[lead] / row[lead]
            vector = [a - factor * b for a, b in zip(vector, row, strict=True)]
        return vector

    def vector(group: set[Atom]) -> list[Fraction]:
        return [Fraction(atom in group) for atom in atoms]

    for equation in equations:
        rest = reduced(vector(equation))
        if any(rest):
            basis.append(rest)
    return not any(reduced(vector(wanted)))


@given(tables)
def test_no_number_is_of_one_to_four_organizations(table: dict[tuple[str, ...], Row]) -> None:
    told = standing("policy", 1, table)
    for block in (*told.blocks, *(block for row in told.kinds for block in row.blocks)):
        assert block.organizations >= LEAST
        if block.verified is not None:
            rest = block.organizations - block.verified
            assert all(n == 0 or n >= LEAST for n in (block.verified, rest))


@given(tables)
def test_what_is_told_is_true(table: dict[tuple[str, ...], Row]) -> None:
    told = standing("policy", 1, table)
    atoms = _atoms(table)
    for group, count in _published(told, [kinds[0] for kinds in table]):
        assert count == sum(atoms[atom] for atom in group)


@given(tables)
def test_blocks_cover_every_position_once(table: dict[tuple[str, ...], Row]) -> None:
    told = standing("policy", 1, table)
    for blocks in (told.blocks, *(row.blocks for row in told.kinds)):
        if blocks:
            assert [p for block in blocks for p in block.positions] == list(LADDER)


@settings(max_examples=15, deadline=None)  # the arithmetic is slow
@given(tables)
def test_no_small_number_can_be_computed_from_those_told(
    table: dict[tuple[str, ...], Row],
) -> None:
    """For each position of each kind, of a kind and all, verified or not: sums and differences."""
    told = standing("policy", 1, table)
    atoms = _atoms(table)
    equations = [group for group, _count in _published(told, [kinds[0] for kinds in table])]
    every = [kinds[0] for kinds in table]
    people = [[kind] for kind in every] + [every]
    for who, position, verified in product(people, LADDER, ((True,), (False,), (True, False))):
        wanted = set(product(who, (position,), verified))
        if 0 < sum(atoms[atom] for atom in wanted) < LEAST:
            assert not _spans(equations, wanted)


@given(tables)
def test_a_small_cell_could_always_have_been_another(table: dict[tuple[str, ...], Row]) -> None:
    """With the totals of rows and columns known, each cell not told leaves room for five."""
    told = standing("policy", 1, table)
    for n, outer in enumerate(told.kinds[0].blocks if told.kinds else ()):
        inner = [block for block in told.blocks if set(block.positions) <= set(outer.positions)]
        of_kinds = [row.blocks[n].organizations for row in told.kinds]
        if len(inner) < 2:
            continue
        total = sum(of_kinds)
        for row, column in product(of_kinds, (block.organizations for block in inner)):
            low, high = max(0, row + column - total), min(row, column)
            assert high - low >= LEAST


def _row(**counts: int) -> dict[str, Cell]:
    return {position: Cell(counts.get(position, 0)) for position in LADDER}


def test_not_in_place_stands_alone_where_it_can() -> None:
    told = standing("policy", 1, {("un",): _row(not_in_place=6, partly=3, mostly=4, in_place=40)})
    assert [(b.positions, b.organizations) for b in told.blocks] == [
        (("not_in_place",), 6),
        (("unanswered", "not_asked", "not_applicable", "partly", "mostly"), 7),
        (("in_place",), 40),
    ]


def test_a_few_not_in_place_are_told_with_the_next_and_never_left_out() -> None:
    told = standing("policy", 1, {("un",): _row(not_in_place=2, partly=8, in_place=40)})
    assert "not_in_place" in told.blocks[0].positions
    assert told.blocks[0].organizations >= 2


def test_that_all_stand_at_one_position_is_not_told() -> None:
    """It would tell where each of them stands."""
    assert standing("policy", 1, {("un",): _row(not_in_place=30)}).blocks == ()


def test_fewer_than_five_tell_nothing() -> None:
    assert standing("policy", 1, {("un",): _row(not_in_place=4)}).blocks == ()
    assert standing("policy", 1, {}).blocks == ()


@pytest.mark.parametrize(("verified", "told"), [(0, 0), (1, None), (8, None), (9, 9), (5, None)])
def test_verified_is_told_where_neither_part_is_small(verified: int, told: int | None) -> None:
    row = _row(in_place=20) | {"not_in_place": Cell(9, verified)}
    assert standing("policy", 1, {("un",): row}).blocks[0].verified == told


@given(
    st.dictionaries(
        st.sampled_from(["un", "ingo", "nngo", "red_cross", "other"]), st.integers(0, 9)
    )
)
def test_pooled_kinds_have_five_each_and_leave_nobody_out(counts: dict[str, int]) -> None:
    groups = pooled(counts)
    if sum(counts.values()) < LEAST:
        assert groups == []
        return
    assert all(sum(counts[kind] for kind in group) >= LEAST for group in groups)
    named = sorted(kind for group in groups for kind in group)
    assert named == sorted(kind for kind, count in counts.items() if count)


@pytest.mark.parametrize(
    ("organizations", "of", "told"),
    [(4, 20, None), (5, 20, 5), (17, 20, None), (20, 20, 20), (15, 20, 15)],
)
def test_how_many_gave_figures(organizations: int, of: int, told: int | None) -> None:
    assert givers(organizations, of) == told


@given(
    st.fixed_dictionaries(
        {
            key: st.integers(0, 9).flatmap(
                lambda n: st.builds(Part, st.integers(n, 9 * n), st.just(n))
            )
            for key in ("women", "men", "unrecorded")
        }
    )
)
def test_no_share_comes_from_fewer_than_five(parts: dict[str, Part]) -> None:
    shares = shares_of(parts)
    for share in shares:
        assert max(parts[part].organizations for part in share.parts) >= LEAST
        assert share.value == sum(parts[part].value for part in share.parts)
    if shares:
        assert len(shares) > 1
        assert [part for share in shares for part in share.parts] == list(parts)


def test_a_sum_of_four_organizations_is_not_told() -> None:
    assert total_of(Part(500, 4)) is None
    assert total_of(Part(500, 5)) == 500
