"""Text that a spreadsheet shows and never runs. Pure, no ORM."""

import re

# In full width too. Some programs skip blanks before they look, and some marks that can't be seen.
_BEGINS_A_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
_SKIPPED = (
    "\ufeff\u200b\u200c\u200d\u2060\u00ad"
    # Marks of direction, which texts in Arabic begin with.
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_UNSEEN = re.compile(rf"\A[\s{_SKIPPED}]+")
# Where the semicolon parts the cells, a text goes on in the next one.
_IN_THE_NEXT_CELL = re.compile(rf"(?!\A)([;\t][\s{_SKIPPED}]*)(?=[{re.escape(_BEGINS_A_FORMULA)}])")


def as_text(value: object) -> str:
    """A cell of a CSV file: what would begin a formula gets an apostrophe before it."""
    text = _IN_THE_NEXT_CELL.sub(r"\1'", str(value).replace("\0", ""))
    begins = _UNSEEN.sub("", text)[:1]
    if text[:1] in ("\t", "\r", "\n") or (begins and begins in _BEGINS_A_FORMULA):
        return f"'{text}"
    return text
