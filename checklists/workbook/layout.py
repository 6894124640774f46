"""Which sheets and columns a workbook has, and the words of its drop-downs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from checklists.scale import AnswerValue, IndicatorValue

# Of the file's structure. A workbook of another one is refused: the next download mends that.
FORMAT = 1
# The hidden sheet; its name is no word of any language, and is never shown.
IDENTITY = "operative"
# On it, below its title: the signed identity in column A, the drop-downs in the next two.
IDENTITY_ROWS = 2
SCALE_COLUMN = 2
FIGURES_COLUMN = 3

SheetKey = Literal["answers", "indicators"]
# What "don't know yet, come back to it" is called between the modules.
COME_BACK = "come_back"
DONT_KNOW = gettext_lazy("Don't know yet, come back to it")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` in characters; `fill` where people write."""

    key: str
    title: str | Promise
    width: int
    fill: bool = False
    hidden: bool = False


_ITEM = Column("ref", gettext_lazy("Item"), 7)
_QUESTION = Column("question", gettext_lazy("Question (our wording)"), 34)
_LAST = Column("last", gettext_lazy("Last cycle's answer"), 28)
_REMARK = Column("remark", gettext_lazy("Reviewer's remark"), 26)
_PARAGRAPH = Column("paragraph", gettext_lazy("Paragraph"), 13)
_OFFICIAL = Column("official", gettext_lazy("Official text"), 62)
_REASON = Column("reason", gettext_lazy("Why it is not applicable"), 24, fill=True)

COLUMNS: dict[SheetKey, tuple[Column, ...]] = {
    "answers": (
        _ITEM,
        _QUESTION,
        Column("answer", gettext_lazy("Your answer"), 18, fill=True),
        Column("justification", gettext_lazy("Justification"), 46, fill=True),
        _REASON,
        _LAST,
        _REMARK,
        Column("guidance", gettext_lazy("Guidance"), 50),
        _PARAGRAPH,
        _OFFICIAL,
    ),
    "indicators": (
        _ITEM,
        _QUESTION,
        Column("cell", gettext_lazy("What to count"), 30),
        Column("figure", gettext_lazy("Number"), 12, fill=True),
        Column("answer", gettext_lazy("Your answer"), 18, fill=True),
        Column("justification", gettext_lazy("Comment"), 36, fill=True),
        _REASON,
        _LAST,
        _REMARK,
        Column("guidance", gettext_lazy("How to count"), 50),
        _PARAGRAPH,
        _OFFICIAL,
        Column("key", gettext_lazy("Key"), 10, hidden=True),
    ),
}


def sheet_title(key: str) -> str:
    """What a sheet is called in the reader's language."""
    titles = {
        "instructions": _("Instructions"),
        "answers": _("Answers"),
        "indicators": _("Indicators"),
        "evidence": _("Evidence"),
    }
    # What no spreadsheet takes in the name of a sheet, and its length.
    return re.sub(r"[\[\]:*?/\\']", " ", titles[key])[:31]


def headers(key: SheetKey) -> list[str]:
    """The titles of a sheet's columns in the reader's language."""
    return [str(column.title) for column in COLUMNS[key]]


def choices(key: SheetKey) -> dict[str, str]:
    """The drop-down of a sheet: {value: label} in the reader's language."""
    if key == "answers":
        return {**{value.value: str(value.label) for value in AnswerValue}, **_come_back()}
    figures = {value.value: str(value.label) for value in IndicatorValue}
    not_applicable = AnswerValue.NOT_APPLICABLE
    return {**figures, not_applicable.value: str(not_applicable.label), **_come_back()}


def _come_back() -> dict[str, str]:
    return {COME_BACK: str(DONT_KNOW)}


def values_by_label(key: SheetKey, languages: Iterable[str]) -> Mapping[str, str]:
    """{folded label: value} in several languages: a workbook may be filled in another one."""
    found: dict[str, str] = {}
    for language in languages:
        with override(language):
            found |= {folded(label): value for value, label in choices(key).items()}
    return found | {folded(value): value for value in choices(key)}


def folded(label: str) -> str:
    """A label without what typing changes: case, blanks, kinds of apostrophes, a full stop."""
    plain = label.replace("\u2019", "'").replace("\u2018", "'").replace("_", " ")
    return " ".join(plain.casefold().split()).strip(" .,;:!")


def row_key(ref: str, cell: str) -> str:
    """What the hidden column of the indicators' sheet holds: "35.2 local.women"."""
    return f"{ref} {cell}"
