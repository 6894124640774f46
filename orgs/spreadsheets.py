"""Text that a spreadsheet shows and never runs. Pure, no ORM."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(value: object) -> str:
    """A cell of a CSV file: one that would begin a formula gets an apostrophe before it."""
    text = str(value).replace("\0", "")
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
