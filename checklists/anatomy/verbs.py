"""Where the organ speaks in a paragraph: its finite verbs, with what belongs to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checklists.anatomy.force import FEELINGS, LEVELS, base

# Verbs that are written with more words, so that the single word is none ("takes into account").
_PHRASES = {
    "calls": r"(?: (?:also|further|again|once again|once more))?(?: upon| on| for| attention to)\b",
    "appeals": r" to\b",
    "takes": r"(?: (?:also|further))? (?:note|cognizance|into account|into consideration)\b",
    "looks": r" forward to\b",
    "pays": r" (?:[a-z]+ )?tribute\b",
    "bears": r" in mind\b",
    "keeps": r" in mind\b",
    "draws": r"(?: [a-z]+){0,3} attention\b(?: to\b)?",
    "objects": r" to\b",
    "insists": r"(?: that| on| upon)?",
}
_FEELING = "|".join(sorted(FEELINGS, key=len, reverse=True))
_OWN = r"(?:its |our |the )?(?:[a-z]+(?:,? and)? ){0,4}?"

# Before the verb, and after it.
_ADVERB = r"(?:also|further|once again|once more|again|hereby|therefore|thus|most|[A-Za-z]{2,16}ly)"
_BEFORE = rf"(?:{_ADVERB}(?: and)? ){{0,3}}"
_AFTER = (
    r"(?: (?:also|once again|again|anew"
    r"|further(?=,|$| (?:that|the|all|its|with|to|in|of)\b| (?-i:[A-Z])))\b)?"
    r"(?: with (?:[a-z]+(?: and)? ){0,3}?"
    rf"(?:{_FEELING}|interest|pleasure)\b(?: (?:also|further)\b)?)?"
    r"(?: in the strongest(?: possible)? terms\b)?"
)


def _head(third: bool) -> str:
    """The alternatives for the verb itself, in the third person or in declarations' base form."""
    words = []
    for word in sorted({word for level in LEVELS.values() for word in level}, reverse=True):
        form = word if third else base(word)
        words.append(form + _PHRASES.get(word, r"\b"))
    forms = ("expresses", "reiterates", "continues", "reaffirms", "renews")
    express, reiterate, continue_, reaffirm, renew = forms if third else map(base, forms)
    plain = [base(word) for level in LEVELS.values() for word in level]
    return "|".join(
        [
            rf"{express} {_OWN}(?:{_FEELING})\b",
            rf"(?:{reiterate}|{reaffirm}|{renew}) "
            rf"(?:its|our) (?:[a-z]+ ){{0,2}}?(?:{_FEELING})(?: (?:upon|for))?\b",
            rf"{continue_} to (?:{'|'.join(sorted(plain, reverse=True))})\b(?: (?:upon|note)\b)?",
            r"(?:remains|remain|is|are) (?:[a-z]+ )?(?:seized|concerned)\b",
            *words,
        ]
    )


def _phrase(third: bool) -> str:
    one = rf"{_BEFORE}(?:{_head(third)}){_AFTER}"
    return rf"{one}(?:(?:, {one}){{0,2}},? and {one})?"


_REGARD = (
    r"(?:(?:in|with) (?:this|that) (?:regard|context|connection|respect)|to (?:this|that) end"
    r"|to that effect|accordingly|in particular)"
)
_OPENING = re.compile(rf"\s*(?:{_REGARD},? )?(?P<verb>{_phrase(third=True)})", re.IGNORECASE)
_OPENING_BASE = re.compile(
    rf"\s*(?:{_REGARD},? )?(?P<verb>(?:we )?{_phrase(third=False)})", re.IGNORECASE
)
# "We, the Heads of State and Government, reaffirm": the verb stands after the names.
_WE = re.compile(rf"\s*We, [^,]{{1,120}}, (?P<verb>{_phrase(third=False)})")
_UNKNOWN = re.compile(rf"\s*(?P<verb>{_BEFORE}[A-Z][a-z]+s)\b(?= (?:that|the|all|to|its|any)\b)")

_GAP = rf"(?P<gap>[,;](?: and| as well as| but| yet)?| and| as well as)(?P<regard>,? {_REGARD},?)? "
_LATER = re.compile(rf"{_GAP}(?P<verb>{_phrase(third=True)})")
_LATER_BASE = re.compile(
    rf"(?P<gap>[,;](?: and)?| and)(?P<regard>,? {_REGARD},?)? (?P<verb>we {_phrase(third=False)})"
)

# What is between quotation marks or brackets is not said by the organ.
_QUOTED = re.compile(r"“[^“”]*”|\([^()]*\)|\"[^\"]*\"")
# Third persons that are plurals of nouns too, and what follows a noun but not a verb.
_NOUNS = {
    *("requests", "notes", "demands", "supports", "stresses", "orders", "directs", "asks", "tasks"),
    *("regrets", "objects", "thanks", "hopes", "trusts", "extends", "highlights", "renews"),
    *("mandates", "considers", "commits", "warns"),
}
_OBJECT = re.compile(
    r" (?:that|the|all|any|its|their|his|her|those|these|this|such|further|other|both|each|every"
    r"|them|relevant|in th|with|also|efforts|[A-Z“‘])"
)
_NEARBY = 400  # characters, so that the time stays linear
_CLAUSE = re.compile(r"\b(?:which|who|whose|whom|where)\b")
_PREAMBULAR = re.compile(
    rf"\s*(?P<verb>(?:(?:{_ADVERB},?|and) )*"
    r"(?:bearing in mind|taking (?:also |further )?(?:note|into account|into consideration)"
    r"|keeping in mind|paying (?:[a-z]+ )?tribute|looking forward"
    r"|calling (?:upon|for|attention to)"
    rf"|expressing {_OWN}(?:{_FEELING})|reiterating its (?:{_FEELING})|guided by|inspired by"
    r"|having regard to|having (?:[a-z]+ )??[a-z]+(?:ed|en|held|met|made|heard)"
    r"|(?:aware|mindful|conscious|desirous) of|[a-z]+)"
    rf"\b{_AFTER})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb phrase, `text[start:end]`; `declared` where "we" speak and not an organ."""

    text: str
    start: int
    end: int
    declared: bool


def find_verbs(text: str, *, unknown: bool = True) -> list[Verb]:
    """The organ's own finite verbs in a paragraph, in order.

    With `unknown`, an opening verb that is in no list ("Ratifies the …") counts as well.
    """
    masked = _QUOTED.sub(lambda match: "“" * len(match.group()), text)
    opening = _OPENING.match(masked)
    declared = None if opening else (_WE.match(masked) or _OPENING_BASE.match(masked))
    found = opening or declared or (_UNKNOWN.match(masked) if unknown else None)
    verbs = [_verb(text, found, declared=bool(declared))] if found else []
    for match in (_LATER_BASE if declared else _LATER).finditer(
        masked, verbs[0].end if verbs else 0
    ):
        if declared or _speaks(masked, match, verbs[-1].end if verbs else 0):
            verbs.append(_verb(text, match, declared=bool(declared)))
    return verbs


def _verb(text: str, match: re.Match[str], *, declared: bool) -> Verb:
    start, end = match.span("verb")
    return Verb(text[start:end], start, end, declared)


def _speaks(text: str, match: re.Match[str], since: int) -> bool:
    """Whether the organ is the subject: no noun, no verb of a clause about somebody else."""
    joined = match["gap"] in (" and", " as well as") and not match["regard"]
    words = set(match["verb"].split())
    followed = _OBJECT.match(text, match.end())
    if words & _NOUNS and len(words) == 1 and not followed:
        return False
    if not joined or match["gap"] == " as well as":
        return True
    nearby = max(since, match.start() - _NEARBY)
    clause = text[max(nearby, text.rfind(",", nearby, match.start())) : match.start()]
    return bool(followed) and not _CLAUSE.search(clause)


def read_preambular(text: str) -> str:
    """The phrase that opens a preambular paragraph ("Deeply concerned", "Expressing its regret").

    "" where the text doesn't begin with a word.
    """
    match = _PREAMBULAR.match(text)
    return match["verb"] if match else ""


def spans(text: str, verbs: list[Verb]) -> Iterator[tuple[Verb, str]]:
    """Each verb with the words that follow it, up to the next verb."""
    for number, verb in enumerate(verbs, start=1):
        end = verbs[number].start if number < len(verbs) else len(text)
        yield verb, text[verb.end : end]
