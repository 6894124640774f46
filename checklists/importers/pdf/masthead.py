"""What stands on a PDF's first page before the text: columns and blocks, in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checklists.importers.pdf.layout import Layout
from checklists.importers.pdf.lines import Cell, Line

_ENACTING = re.compile(r"The [A-Z][A-Za-z ]{4,60},")
_ROW = 1.65  # lines of one block, in parts of the font's size


@dataclass(slots=True)
class _Block:
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    lines: list[str]


def part_masthead(lines: list[Line], layout: Layout) -> tuple[list[Line], list[Line]]:
    """The masthead's lines, and the text's from “The General Assembly,” on.

    Where no such words stand, the text begins with the first full line of its size.
    """
    for at, line in enumerate(lines):
        if _ENACTING.fullmatch(line.text):
            return lines[:at], lines[at:]
    for at, line in enumerate(lines):
        is_text = abs(line.size - layout.size) < 0.06 * layout.size and not line.bold
        if is_text and len(line.cells) == 1 and line.x1 - line.x0 > 0.8 * layout.width:
            return lines[:at], lines[at:]
    return [], lines


def read_masthead(lines: Sequence[Line]) -> list[list[str]]:
    """Blocks of lines; what stands in two columns is read column by column."""
    blocks: list[_Block] = []
    for line in lines:
        for cell in line.cells:
            above = next((block for block in reversed(blocks) if _joins(block, cell, line)), None)
            text = " ".join(cell.text.split())
            if above:
                above.lines.append(text)
                above.y, above.x0, above.x1 = line.y, cell.x0, cell.x1
            else:
                blocks.append(_Block(cell.x0, cell.x1, line.y, line.size, line.bold, [text]))
    return [block.lines for block in blocks]


def _joins(block: _Block, cell: Cell, line: Line) -> bool:
    if not 0 < block.y - line.y < _ROW * line.size:
        return False
    if abs(block.x0 - cell.x0) < line.size:
        return True
    if abs((block.x0 + block.x1) - (cell.x0 + cell.x1)) < line.size:  # both centred
        return True
    # The lines of a title hang beside its number.
    alike = block.bold and line.bold and abs(block.size - line.size) < 0.06 * line.size
    return alike and len(block.lines) == 1 and 0 < cell.x0 - block.x0 < 8 * line.size
