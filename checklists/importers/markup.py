"""Lines of pasted text, and what in them is typography rather than wording."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from checklists.importers.resolution import ResolutionError

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
CLOSING_QUOTES = "\"'”\N{RIGHT SINGLE QUOTATION MARK}»"

_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")
_RAISED = str.maketrans("0123456789", SUPERSCRIPTS)

# Control characters, halves of surrogate pairs, and what decoders put where they couldn't read.
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffd-\uffff]")
# Soft hyphens, zero-width spaces, byte order and direction marks: they come along when pasting.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# A link may be wrapped over lines, but not over a blank one. The possessive quantifiers keep a
# text full of brackets from being tried again and again.
_LINK = re.compile(
    r"\[((?:[^\[\]\\\n]++|\\.|\n(?!\n))*+)\]"
    r'\((?:[^()\s]++|\([^()\s]*+\))*+(?:[ \n]"[^"\n]*+")?\)'
)
_OTHER_MARK = re.compile(r"<sup>([0-9]+)</sup>|\[\^([0-9]+)\]:?")
_HEADING = re.compile(r"#{1,6} ")
_ESCAPE_OR_RUN = re.compile(r"\\[!-/:-@\[-`{-~]|\*+|_+")
# A square or cubic metre isn't a footnote.
_MARK = re.compile(
    rf"(?<!\b[ckm]m)(?<!\bm)\s*[{SUPERSCRIPTS}]++(?:\s?,?\s?[{SUPERSCRIPTS}]++)*+"
    r"|(?<=[^\s*])\*+"
)
_LEFT_OVER = re.compile(r"\*|(?<!\w)_|_(?!\w)")
_EACH_MARK = re.compile(rf"[{SUPERSCRIPTS}]+|\*+")
_SECOND_OF_PAIR = re.compile(r"(?:and|or|nor|to)(?![-\w])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source with its white space evened out; an empty text is a blank line."""

    number: int
    text: str


def read_lines(source: str) -> list[Line]:
    """The lines of a pasted text, without links, heading signs and invisible characters.

    Emphasis and escapes stay: they can only be told apart once a paragraph is whole (`plain`).
    Raises ResolutionError for a character that no readable text contains.
    """
    source = re.sub(r"\r\n?", "\n", source.removeprefix("\ufeff"))
    if unreadable := _UNREADABLE.search(source):
        line = source.count("\n", 0, unreadable.start()) + 1
        code = f"U+{ord(unreadable.group()):04X}"
        raise ResolutionError(f"the text contains an unreadable character ({code})", line)
    source = _INVISIBLE.sub("", source)
    source = "\n".join(" ".join(line.split()) for line in source.split("\n"))
    source = _OTHER_MARK.sub(lambda mark: raised(mark[1] or mark[2]), source)
    source = _LINK.sub(r"\1", source)
    return [
        Line(number, _HEADING.sub("", text, count=1) if text.startswith("#") else text)
        for number, text in enumerate(source.split("\n"), start=1)
    ]


def raised(number: str) -> str:
    """A number as the superscript digits of a footnote mark."""
    return number.translate(_RAISED)


def lowered(mark: str) -> str:
    """A footnote mark in plain digits; asterisks stay."""
    return mark.translate(_DIGITS)


def joined(texts: Iterable[str]) -> str:
    """Wrapped lines as one: a word that was wrapped at its hyphen gets no space."""
    # A backslash at the end of a line is Markdown's line break.
    lines = [text.removesuffix("\\").rstrip() for text in texts]
    parts = lines[:1]
    for before, after in pairwise(lines):
        parts += ("" if _wrapped_inside_word(before, after) else " ", after)
    return "".join(parts).strip()


def _wrapped_inside_word(before: str, after: str) -> bool:
    if before[-1:] not in ("-", "\N{EN DASH}", "—", "/") or not before[-2:-1].isalnum():
        return False
    hanging = before.endswith("-") and _SECOND_OF_PAIR.match(after)  # "short- and long-term"
    return after[:1].isalnum() and not hanging


def plain(text: str) -> str:
    """A whole paragraph without Markdown's emphasis and backslashes, every word kept.

    An asterisk or underscore that pairs with no other stays where it is.
    """
    dropped: set[int] = set()
    open_at: dict[str, list[int]] = {"*": [], "_": []}
    for found in _ESCAPE_OR_RUN.finditer(text):
        start, end = found.span()
        if text[start] == "\\":
            dropped.add(start)
            continue
        opens, closes = _flanks(text, start, end)
        opened = open_at[text[start]]
        for at in range(start, end):
            if closes and opened:
                dropped |= {opened.pop(), at}
            elif opens:
                opened.append(at)
    parts, start = [], 0
    for at in sorted(dropped):
        parts.append(text[start:at])
        start = at + 1
    return "".join(parts) + text[start:]


def _flanks(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a run of emphasis signs can open, and can close, as CommonMark has it."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    opens = not after.isspace() and (not _is_sign(after) or not before.isalnum())
    closes = not before.isspace() and (not _is_sign(before) or not after.isalnum())
    if text[start] == "_":  # never inside a word
        return opens and not before.isalnum(), closes and not after.isalnum()
    return opens, closes


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def has_markup(text: str) -> bool:
    """Whether a sign of emphasis is left that paired with no other."""
    return bool(_LEFT_OVER.search(text))


def split_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A plain paragraph without its footnote marks, and the marks in the order they stood."""
    marks: list[str] = []
    if not _EACH_MARK.search(text):
        return text, ()

    def take(found: re.Match[str]) -> str:
        marks.extend(lowered(mark) for mark in _EACH_MARK.findall(found.group()))
        return ""

    return _MARK.sub(take, text), tuple(marks)
