"""Two texts in one, to start from where two people wrote the same answer. Pure."""

import re
from difflib import SequenceMatcher

# A sentence with its stop and the space behind it, or a line.
_SENTENCE = re.compile(r".*?(?:[.!?\u06d4\u061f\u3002\u0964\u1362]+(?=\s)\s*|\n+|\Z)", re.DOTALL)

_LONG = 1_000  # sentences; beyond, those that come again and again are skipped, or it takes long


def merged(theirs: str, mine: str) -> str:
    """What both say once, and what one alone says, in its place: theirs before mine.

    A sentence that one of them has only written on stands there once, in the longer form.
    """
    if not theirs.strip() or not mine.strip():
        return mine if mine.strip() else theirs
    old, new = _sentences(theirs), _sentences(mine)
    plain_old, plain_new = [s.strip() for s in old], [s.strip() for s in new]
    together: list[str] = []
    is_long = len(old) + len(new) > _LONG
    matcher = SequenceMatcher(None, plain_old, plain_new, autojunk=is_long)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            together += old[i1:i2]
        else:
            together += _both("".join(old[i1:i2]), "".join(new[j1:j2]))
    return _joined(together)


def _sentences(text: str) -> list[str]:
    return [found for found in _SENTENCE.findall(text) if found]


def _both(theirs: str, mine: str) -> list[str]:
    """Two passages that stand in the same place."""
    if _goes_on(theirs.strip(), mine.strip()):
        return [mine]
    if _goes_on(mine.strip(), theirs.strip()):
        return [theirs]
    return [theirs, mine]


def _goes_on(short: str, long: str) -> bool:
    """Whether a passage begins with another one, whole words of it."""
    begun = short.rstrip(".")
    return long.startswith(begun) and not long[len(begun) : len(begun) + 1].isalnum()


def _joined(passages: list[str]) -> str:
    text = ""
    for passage in passages:
        if text and not text[-1].isspace():
            text += " "
        text += passage
    return text.strip()
