"""Footnote marks that pasting has turned into ordinary digits: “activities, 1 at a time”."""

import re
from collections.abc import Iterable

from checklists.importers.resolution.markup import raised

# A number after these belongs to them.
_NUMBERED = re.compile(
    r"\b(?:articles?|arts?\.|paragraphs?|paras?\.|annex(?:es)?|chapters?|sections?|rules?|tables?"
    r"|figures?|goals?|targets?|protocols?|phases?|levels?|categor(?:y|ies)|parts?|options?|nos?\."
    r"|numbers?|regulations?|principles?|tiers?|pillars?|modules?|vols?\.|volumes?|resolutions?"
    r"|decisions?|items?|versions?|types?|class|stages?|tracks?|zones?|pages?|pp?\.|supplement"
    r"|add\.|corr\.|rev\.|and|or|to|of|from|between|by|at|about|least|than|on|since|until|in|no"
    r"|over|under|nearly|only|all|some|every|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)\Z",
    re.IGNORECASE,
)
# A number before these counts or dates something.
_COUNTED = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|out of\b|per ?cent|%|°|km\b|m\b|kg\b|million|billion|thousand|hundred|years?\b|months?\b"
    r"|days?\b|hours?\b|to [0-9]|and [0-9]|or [0-9]|[0-9]"
)
_CANDIDATE = re.compile(r"(?<=[\w,.;:)”’\"'%])( ?)([0-9]{1,3})(?=[ ,.;:)]|$)(?![.,][0-9])")


class DigitMarks:
    """Raises the marks of footnotes that are known by ordinary digits, in the text's order."""

    def __init__(self, marks: Iterable[str]) -> None:
        self._known = set(marks)
        self._due = min((int(mark) for mark in self._known), default=0)
        self._words: dict[str, str] = {}

    def raise_in(self, text: str) -> tuple[str, list[str]]:
        """The text with its sure marks in superscript, and the places that are in doubt."""
        if not self._known:
            return text, []
        parts, start, doubtful = [], 0, []
        for found in _CANDIDATE.finditer(text):
            before, after = text[: found.start()][-40:], text[found.end() :].lstrip(" ")
            mark = found[2]
            if mark not in self._known or not self._may_be(found, before, after):
                continue
            word = before.rsplit(" ", 1)[-1].strip(",.;:”’").lower()
            repeated = self._words.get(mark) == word
            if (
                int(mark) == self._due
                or repeated
                or (_is_tight(found, before) and not _is_year(before))
            ):
                parts += [text[start : found.start()], raised(mark)]
                start = found.end()
                self._words.setdefault(mark, word)
                if int(mark) == self._due:
                    self._due += 1
            elif int(mark) < self._due:
                doubtful.append(f"{before.rsplit(' ', 2)[-1]}{found[0]}")
        return "".join(parts) + text[start:], doubtful

    def _may_be(self, found: re.Match[str], before: str, after: str) -> bool:
        """Whether the digits can be a mark where they stand: not a count, a date or a label."""
        if not found[1]:  # close to its word: “UNISPACE+50,1”
            return _is_tight(found, before)
        if _COUNTED.match(after):
            return False
        if before.endswith(","):  # “paragraphs 1, 2 and 3”
            return not before[-2:-1].isdigit()
        label = _NUMBERED.search(before)
        # “Goals 2 for the benefit”: what is counted in the plural has more than one number.
        return not label or (label[0].endswith("s") and after[:1].islower())


def _is_tight(found: re.Match[str], before: str) -> bool:
    """Digits that follow a sign without a space: nothing but a mark is printed so."""
    if found[1]:
        return False
    if before[-1:] in "”’)":
        return True
    return before[-1:] in ",;" and not (before[-2:-1].isdigit() and len(found[2]) == 3)


def _is_year(before: str) -> bool:
    return bool(re.search(r"/[0-9]+,\Z", before))
