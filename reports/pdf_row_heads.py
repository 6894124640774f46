"""Makes the first cell of each row of a PDF's tables the row's head, in the tags.

The typesetter tags the cells of a table's head as heads of their columns, and says with each cell
below to which it belongs. That a row has a head too can be said in its source by what is still
behind a flag, which its Python package can't set. In our tables it is always the first cell.
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

# In what tables and their bodies stand; to look into each word's tag would take as long again.
_AROUND = frozenset({"/Document", "/Part", "/Sect", "/Div", "/Table"})


def mark_row_heads(document: pikepdf.Pdf) -> None:
    """Tags the heads of rows in all tables; each further cell of a row then names its head."""
    tree = document.Root.StructTreeRoot
    names = {}
    for number, row in enumerate(_body_rows(tree)):
        head, *cells = _below(row)
        name = String(f"row-{number:06}")
        head.S = Name.TH
        head.ID = name
        _of_table(head).Scope = Name.Row
        for cell in cells:
            _of_table(cell).Headers.append(name)
        names[str(name)] = head
    if names:
        _register(tree, names)


def _body_rows(element: Object) -> Iterator[Object]:
    """The rows below a table's head, of all tables within, in reading order."""
    for child in _below(element):
        kind = str(child.S)
        if kind == "/TBody":
            yield from _below(child)
        elif kind in _AROUND:
            yield from _body_rows(child)


def _below(element: Object) -> Iterator[Object]:
    """The tags right below one: not the marks of drawn content, nor references to links."""
    children = element.get("/K", Array())
    for child in children if isinstance(children, Array) else [children]:
        if isinstance(child, Dictionary) and "/S" in child:
            yield child


def _of_table(cell: Object) -> Object:
    """Those of a cell's attributes that say where in a table it stands."""
    found: Object = next(owned for owned in cell.A if Name.Table == owned.O)
    return found


def _register(tree: Object, names: dict[str, Object]) -> None:
    """Adds tags to those that others may name, which stand in the order of their letters."""
    known = dict(pikepdf.NameTree(tree.IDTree).items())
    pairs = sorted((known | names).items())
    tree.IDTree = Dictionary(Names=Array([part for pair in pairs for part in pair]))
