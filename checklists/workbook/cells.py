"""What is in a workbook as it came: texts in cells, before anybody asks what they mean."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "boolean", "date", "formula", "error"]

# What XML can't hold, and no answer needs.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet takes 32,767 units of UTF-16 in a cell; an emoji is two.
MAX_UNITS = 32_000


class RefusedError(ValueError):
    """A workbook can't be taken. `code` and `words` make the sentence: `refusals.sentence`."""

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code, words)
        self.code = code
        self.words = words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that isn't empty; `column` counts from 1. Booleans are "TRUE" and "FALSE"."""

    column: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that aren't empty; `number` counts from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with the rows that aren't empty."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """All sheets, or why there are none: a code of `refusals` with its words."""

    sheets: tuple[Sheet, ...] = ()
    refused: str = ""
    words: dict[str, str] | None = None


def place(row: int, column: int) -> str:
    """The name of a cell, as spreadsheets have it: C12."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def as_cell(text: str) -> str:
    """A text as a cell holds it, and gives it back: one kind of line end, nothing XML refuses."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def fits(text: str) -> bool:
    """Whether a cell can hold all of a text."""
    return len(text.encode("utf-16-le", "replace")) // 2 <= MAX_UNITS
