"""The words of a paragraph, apart from the format of the file in which it came."""

import re
import unicodedata

# Superscript marks of footnotes that a reader left in the text, and what nobody sees.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u2070\u00b9\u00b2\u00b3\u2074-\u2079]")
# As characters: ‘ ’ and their low, reversed and prime forms, the accents typed in their place.
_SINGLE_QUOTES = re.compile("[\u2018-\u201b\u2032\u0060\u00b4]")
_DOUBLE_QUOTES = re.compile("[\u201c-\u201f\u2033\u00ab\u00bb]|''")
# Hyphens, dashes, the minus sign, the bullet.
_HYPHENS = re.compile("[\u2010-\u2015\u2212\u2043]")
# The "(a)" or "(ii)" before a sub-paragraph: after a stop, unlike the one in "item 72 (a)".
_SUB_NUMBER = re.compile(r"(^|\n|[:;,.] ?(?:and |or )?)\((?:[a-z]{1,2}|[ivxl]{1,6})\)\s?")
# How a paragraph ends depends on whether it is the last one.
_STOPS = " \n;:,."
_LAST_BUT_ONE = re.compile(r";\s?(?:and|or)\Z")
_WORD = re.compile(r"\w+(?:[-'.]\w+)*")


def plain(text: str) -> str:
    """The text with one kind of quotation mark, hyphen and space; lines stay lines."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = _DOUBLE_QUOTES.sub('"', _SINGLE_QUOTES.sub("'", text))
    lines = (" ".join(line.split()) for line in _HYPHENS.sub("-", text).splitlines())
    return "\n".join(line for line in lines if line)


def key(text: str) -> str:
    """Equal for two paragraphs with the same wording: their letters, figures and stops.

    Spaces don't count (files break words and double spaces), nor do the numbers of sub-paragraphs
    and the stop at the end.
    """
    text = _LAST_BUT_ONE.sub("", plain(text).rstrip(_STOPS)).rstrip(_STOPS)
    return "".join(_without_sub_numbers(text).split())


def words(text: str) -> list[str]:
    """The words in lower case, in their order, without stops and numbers of sub-paragraphs."""
    return _WORD.findall(_without_sub_numbers(plain(text)).lower())


def _without_sub_numbers(text: str) -> str:
    return _SUB_NUMBER.sub(r"\1", text)
