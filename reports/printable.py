"""Somebody's words, made ready for print: nothing that the fonts can't draw, nothing that hides.

The words stay data: they reach the page as text, never as markup. What is changed is listed here,
and only here: characters without a glyph and control characters become U+FFFD (and are counted),
invisible format characters go, and a very long word gets places where it may break.
"""

import re
import unicodedata
from typing import TypedDict

from reports.glyphs import coverage

SUBSTITUTE = "\N{REPLACEMENT CHARACTER}"
ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"

# Every line break that Unicode knows, form feed and vertical tab included, ends a paragraph.
_LINE_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# Chinese and Korean characters: a line may break before and after each, as their typography has it.
_IDEOGRAPHS = r"\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
# What a line may not break inside: no space, no soft hyphen, no ideograph, no hyphen or slash
# before a letter.
_UNBROKEN = re.compile(rf"(?:[^ \u00ad\u200b/{_IDEOGRAPHS}-]|[/-](?![^\W\d_]))+")
_ADDRESS = re.compile(r"https?://\S+")

# In widths of a small letter: the longest word left whole, and the pieces that others break into.
# A piece fits the narrowest column of a report. An address in prose is left whole as long as it
# fits on a line, because who copies it would copy the invisible breaks too.
_LONGEST_WORD = 25
_LONGEST_ADDRESS = 60
_PIECE = 10

# Controls, halves of characters, private and unassigned code points: nobody could read them.
_UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"

# More marks than this on one letter would be drawn over the lines above and below.
_MARKS = 6


class Run(TypedDict):
    """A run of text `t` and its own direction, as the Typst source reads it."""

    t: str
    rtl: bool


class Printer:
    """Makes texts printable and counts, in `substituted`, the characters that it had to replace."""

    def __init__(self, *, rtl: bool) -> None:
        self.rtl = rtl
        self.substituted = 0

    def plain(self, text: str) -> str:
        """The text on one line, as it may be drawn."""
        return self._drawn(" ".join(part.strip() for part in _LINE_BREAKS.split(text)).strip())

    def line(self, text: str, *, prose: bool = False) -> Run:
        """The text on one line, with its direction. `prose` has the width of the page."""
        return self._run(self.plain(text), prose=prose)

    def paragraphs(self, text: str) -> list[Run]:
        """The text's paragraphs, each with its own direction; empty ones are left out."""
        lines = (self._drawn(part).rstrip() for part in _LINE_BREAKS.split(text))
        return [self._run(line, prose=True) for line in lines if line.strip()]

    def _run(self, text: str, *, prose: bool) -> Run:
        longest_address = _LONGEST_ADDRESS if prose else _LONGEST_WORD
        return {
            "t": _breakable(text, longest_address),
            "rtl": _starts_rtl(text, otherwise=self.rtl),
        }

    def _drawn(self, text: str) -> str:
        """Keep what one font can draw, letter and marks together; replace or drop the rest."""
        fonts = coverage()
        drawn: list[str] = []
        cluster = 0  # the fonts that have every character of the letter so far
        marks = 0
        for character in text.replace("\t", "    "):
            category = unicodedata.category(character)
            if _is_hidden(character, category):
                continue
            has = fonts.get(ord(character), 0) if category not in _UNPRINTABLE else 0
            joins = category.startswith("M") or character in _JOINERS
            if joins:
                marks += 1
                has = has & cluster if marks <= _MARKS else 0
            if not has and character in _JOINERS:
                continue
            if not joins or not has:
                marks = 0
            if not has:
                self.substituted += 1
                has, character = fonts[ord(SUBSTITUTE)], SUBSTITUTE
            drawn.append(character)
            cluster = has
        return "".join(drawn)


def _is_hidden(character: str, category: str) -> bool:
    """What has no ink goes: most format characters, and selectors between drawings of a character.

    Embeddings, overrides and isolates could make a line read otherwise than it was typed; each
    paragraph already has its own direction. Joiners and direction marks stay: Arabic needs them.
    """
    if category == "Cf":
        return character not in "\u00ad\u200c\u200d\u200e\u200f\u061c"
    return category == "Mn" and "VARIATION SELECTOR" in unicodedata.name(character, "")


def _starts_rtl(text: str, *, otherwise: bool) -> bool:
    """A text's direction is that of its first strong character."""
    for character in text:
        strong = unicodedata.bidirectional(character)
        if strong == "L":
            return False
        if strong in ("R", "AL"):
            return True
    return otherwise


def _breakable(text: str, longest_address: int) -> str:
    """Give a word that no line could hold places where it may break."""
    words = []
    for word in text.split(" "):
        if _ADDRESS.fullmatch(word):
            words.append(_in_pieces(word, longest_address))
        else:
            words.append(_UNBROKEN.sub(lambda run: _in_pieces(run.group(), _LONGEST_WORD), word))
    return " ".join(words)


def _in_pieces(word: str, longest: int) -> str:
    widths = [_width(character) for character in word]
    if sum(widths) < longest:
        return word
    pieces: list[str] = []
    since = 0.0
    for character, width in zip(word, widths, strict=True):
        # Never between a letter and its mark, which would then stand alone.
        if width and since + width > _PIECE:
            pieces.append(ZERO_WIDTH_SPACE)
            since = 0.0
        pieces.append(character)
        since += width
    return "".join(pieces)


def _width(character: str) -> float:
    """About how wide a character is, in small letters; marks and joiners have no width."""
    if "\ufb50" <= character <= "\ufdff":
        # Whole Arabic words drawn as one glyph, the longest a phrase.
        return _PIECE if character == "\ufdfd" else 3
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 1 if category in ("Ll", "Lo", "Nd") else 1.5
