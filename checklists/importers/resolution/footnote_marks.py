"""Footnote marks that pasting has turned into ordinary digits: “activities, 1 at a time”."""

import re
from collections import Counter
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
    r"|september|october|november|december|chaps?\.|sects?\.)\Z",
    re.IGNORECASE,
)
# A number before these counts or dates something.
_COUNTED = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|out of\b|per ?cent|%|°|km\b|m\b|kg\b|million|billion|thousand|hundred|years?\b|months?\b"
    r"|days?\b|hours?\b|to [0-9]|and [0-9]|or [0-9]|[0-9]"
)
# What goes on with a sentence after a mark; any other word in small letters is what is counted.
_GOES_ON = re.compile(
    r"(?:a|about|across|after|against|all|along|also|among|an|and|any|are|as|at|be|because|before"
    r"|between|both|but|by|can|could|during|for|from|had|has|have|how|if|in|inter|into|is|it|its"
    r"|may|might|more|must|nor|not|of|on|only|or|other|over|shall|should|since|so|such|than|that"
    r"|the|their|then|there|therefore|these|they|this|those|through|throughout|thus|to|towards"
    r"|under|until|upon|via|was|were|when|where|whether|which|while|who|whose|will|with|within"
    r"|without|would|constitutes|contains|emphasizes|establishes|provides|reaffirms|recognizes"
    r"|remains|requires|stresses|(?!(?:build|meet|train|hear|brief|warn)ing)[a-z]+ing|[a-z]+ed"
    r"|(?!fami|assemb|supp|rep|week|month|year|elder)[a-z]+ly)\b"
)
_VERB = re.compile(r"[a-z]+[^\W_isu]s\b")  # “1 requests”: one thing isn't in the plural
_SHARE = re.compile(
    r"(?:of (?:whom|which|them|these|those|us)|(?:of|in|for|from|at|on|to|by|with|per) (?:each"
    r"|every|two|three|four|five|six|seven|eight|nine|ten|[0-9])|or (?:more|two|both|none))\b"
)
_LISTED = re.compile(r"(?:^| )[0-9]{1,3},\Z")  # “paragraphs 3,4 and 5”
_NAME_WITH_DIGITS = re.compile(r"[A-Za-z]{3}\+?[0-9]+,\Z")  # “UNISPACE+50,”
_SENTENCE_END = re.compile(r"[a-z]{4}\.\Z")
_CANDIDATE = re.compile(r"(?<=[\w,.;:)”’\"'%])( ?)([0-9]{1,3})(?=[ ,.;:)]|$)(?![.,][0-9])")


class DigitMarks:
    """Raises the marks of footnotes that are known by ordinary digits, in the text's order."""

    def __init__(self, marks: Iterable[str], lines: Iterable[str] = ()) -> None:
        """`lines`: all that `raise_in` will be given, to know which marks stand at a sign."""
        self._known = set(marks)
        self._due = min((int(mark) for mark in self._known), default=0)
        self._words: dict[str, str] = {}
        self._tight = self._count_tight(lines) if self._known else Counter()

    def _count_tight(self, lines: Iterable[str]) -> Counter[str]:
        """How often each mark stands tight at a sign, before the mark after it comes: what stands
        further on only repeats it.
        """
        tight: Counter[str] = Counter()
        passed: set[str] = set()
        for line in lines:
            for found in _CANDIDATE.finditer(line):
                mark, before = found[2], line[: found.start()][-40:]
                after = line[found.end() :].lstrip(" ")
                sure = _is_sure(found, before)
                tight[mark] += sure and mark not in passed
                spaced = before.endswith((",", ";")) and not _counts(mark, after)
                if mark in self._known and (
                    sure or (spaced and self._may_be(found, before, after))
                ):
                    passed.add(str(int(mark) - 1))
        return tight

    def raise_in(self, text: str) -> tuple[str, list[str]]:
        """The text with its marks in superscript, and a message for each that is in doubt."""
        if not self._known:
            return text, []
        parts, start, doubts = [], 0, []
        for found in _CANDIDATE.finditer(text):
            before, after = text[: found.start()][-40:], text[found.end() :].lstrip(" ")
            mark = found[2]
            sure = _is_sure(found, before)
            if sure:
                self._tight[mark] -= 1
            if mark not in self._known or not self._may_be(found, before, after):
                continue
            word = before.rsplit(" ", 1)[-1].strip(",.;:”’").lower()
            is_due, repeated = int(mark) == self._due, self._words.get(mark) == word
            place = f"“{' '.join([*before.split()[-2:], mark, *after[:40].split()[:2]])}”"
            counts = bool(found[1]) and _counts(mark, after)
            comes = bool(found[1]) and self._tight[mark] > 0
            if (is_due or repeated or sure) and not counts and not (comes and not repeated):
                parts += [text[start : found.start()], raised(mark)]
                start = found.end()
                self._words.setdefault(mark, word)
                self._due += is_due
                if found[1]:
                    doubts.append(f"{place}: {mark} is read as a footnote's mark; is it a number?")
            elif int(mark) <= self._due and not (counts and comes):
                doubts.append(f"{place}: a number, or the mark of a footnote?")
        return "".join(parts) + text[start:], doubts

    def _may_be(self, found: re.Match[str], before: str, after: str) -> bool:
        """Whether the digits can be a mark where they stand: not a count, a date or a label."""
        if not found[1]:  # close to its word: “UNISPACE+50,1”
            return _is_tight(found, before)
        if _COUNTED.match(after):
            return False
        if before.endswith(","):  # “paragraphs 1, 2 and 3”
            return not before[-2:-1].isdigit() or bool(_NAME_WITH_DIGITS.search(before))
        label = _NUMBERED.search(before)
        # “Goals 2 for the benefit”: what is counted in the plural has more than one number.
        return not label or (label[0].endswith("s") and after[:1].islower())


def _counts(mark: str, after: str) -> bool:
    """Whether what follows is counted: “1 woman died”, “1 of whom was a driver”."""
    if _SHARE.match(after):
        return True
    if not after[:1].islower() or _GOES_ON.match(after):
        return False
    return not (mark == "1" and _VERB.match(after))


def _is_sure(found: re.Match[str], before: str) -> bool:
    return _is_tight(found, before) and not _is_year(before)


def _is_tight(found: re.Match[str], before: str) -> bool:
    """Digits that follow a sign without a space: nothing but a mark is printed so."""
    if found[1] or _LISTED.search(before):
        return False
    if before[-1:] in "”’)":
        return True
    if before.endswith("."):  # the end of a sentence, not of “para.” or “L.”
        return bool(_SENTENCE_END.search(before)) and not _NUMBERED.search(before)
    return before[-1:] in ",;" and not (before[-2:-1].isdigit() and len(found[2]) == 3)


def _is_year(before: str) -> bool:
    return bool(re.search(r"/[0-9]+,\Z", before))
