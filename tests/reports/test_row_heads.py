"""A screen reader says of each number in a table what its row is about, not its column alone."""

from collections.abc import Iterator
from io import BytesIO
from typing import cast

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object

from tests.reports.documents import NAMES, document
from tests.reports.tags import Tag, tags

every_report = pytest.mark.parametrize(
    "name", [name for name in NAMES if not name.startswith("declaration")]
)


@every_report
def test_every_row_begins_with_its_head_and_has_no_other(name: str) -> None:
    body: Tag | None = None
    rows: list[list[str]] = []
    for tag in tags(document(name)):
        if tag.name == "TBody":
            body = tag
        elif body is None or tag.depth <= body.depth:
            body = None
        elif tag.depth == body.depth + 1:
            rows.append([])
        elif tag.depth == body.depth + 2:
            rows[-1].append(tag.name)
    assert rows
    for head, *cells in rows:
        # A note that found no room on its page takes its cell with it to the next one.
        assert (head, set(cells)) in (("TH", {"TD"}), ("TD", set()))


@every_report
def test_every_number_names_the_heads_of_its_column_and_its_row(name: str) -> None:
    with pikepdf.open(BytesIO(document(name))) as pdf:
        tree = pdf.Root.StructTreeRoot
        known = pikepdf.NameTree(tree.IDTree)
        rows = [_below(row) for body in _bodies(tree) for row in _below(body)]
        assert rows
        for head, *cells in rows:
            assert _attributes(head).Scope == Name.Row
            for cell in cells:
                *columns, row = (known[str(named)] for named in _attributes(cell).Headers)
                assert columns
                assert {str(column.S) for column in columns} == {"/TH"}
                assert "/Row" not in {str(_attributes(column).Scope) for column in columns}
                assert row.objgen == head.objgen


def _bodies(tag: Object) -> Iterator[Object]:
    for child in _below(tag):
        if Name.TBody == child.S:
            yield child
        else:
            yield from _bodies(child)


def _below(tag: Object) -> list[Object]:
    children = tag.get("/K", Array())
    found = children if isinstance(children, Array) else [children]
    return [child for child in found if isinstance(child, Dictionary) and "/S" in child]


def _attributes(cell: Object) -> Object:
    (found,) = (owned for owned in cast(Array, cell.A) if Name.Table == owned.O)
    return found
