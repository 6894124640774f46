"""Lines of pasted text, and what in them is typography rather than wording."""

import re
import unicodedata
from dataclasses import dataclass

from checklists.importers.resolution.parsed import Doubt

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
CLOSING_QUOTES = "\"'”\N{RIGHT SINGLE QUOTATION MARK}»"

_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")
_RAISED = str.maketrans("0123456789", SUPERSCRIPTS)

# Control characters, halves of surrogate pairs, and what decoders put where they couldn't read.
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd-\uffff]")
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_PAGE = re.compile(r"\[page ([0-9]{1,6})\]")
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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source with its white space evened out; an empty text is a blank line."""

    number: int
    text: str
    page: int | None = None
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a text. With page marks in it, a blank line ends a paragraph for certain."""

    lines: list[Line]
    has_pages: bool
    doubts: list[Doubt]


def read_lines(source: str) -> Source:
    """The lines of a text, without links, heading signs, page marks and invisible characters.

    Emphasis and escapes stay: they can only be told apart once a paragraph is whole (`plain`).
    A character that no readable text contains becomes U+FFFD, and a doubt.
    """
    source = re.sub(r"\r\n?", "\n", source.removeprefix("\ufeff"))
    doubts = [
        Doubt(f"an unreadable character ({', '.join(dict.fromkeys(codes))})", number)
        for number, text in enumerate(source.split("\n"), start=1)
        if (codes := [f"U+{ord(char):04X}" for char in _UNREADABLE.findall(text)])
    ]
    source = _INVISIBLE.sub("", _UNREADABLE.sub(UNREADABLE, source))
    # A form feed parts pages in text that was made from a PDF; other pages are marked by a line.
    page: int | None = 1 if "\f" in source else None
    pages = [page := _next_page(page, line) for line in source.split("\n")]
    source = "\n".join(" ".join(line.split()) for line in source.split("\n"))
    source = _OTHER_MARK.sub(lambda mark: raised(mark[1] or mark[2]), source)
    source = _LINK.sub(r"\1", source)
    lines = [
        Line(number, _HEADING.sub("", text, count=1), page, bool(_HEADING.match(text)))
        for (number, text), page in zip(enumerate(source.split("\n"), start=1), pages, strict=True)
        if not _PAGE.fullmatch(text)
    ]
    has_pages = len(lines) < len(pages)
    by_number = dict(enumerate(pages, start=1))
    doubts = [Doubt(doubt.message, doubt.line, by_number[doubt.line]) for doubt in doubts]
    return Source(lines or [Line(1, "")], has_pages, doubts)


def _next_page(page: int | None, line: str) -> int | None:
    if found := _PAGE.fullmatch(line.strip()):
        return int(found[1])
    return page + line.count("\f") if page is not None else None


def raised(number: str) -> str:
    """A number as the superscript digits of a footnote mark."""
    return number.translate(_RAISED)


def lowered(mark: str) -> str:
    """A footnote mark in plain digits; asterisks stay."""
    return mark.translate(_DIGITS)


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
