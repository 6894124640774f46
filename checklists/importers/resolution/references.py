"""The instruments that a text cites: resolutions, documents, decisions and treaties."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checklists.importers.resolution.organs import (
    ECONOMIC_AND_SOCIAL_COUNCIL,
    GENERAL_ASSEMBLY,
    HUMAN_RIGHTS_COUNCIL,
    ROMAN,
    SECURITY_COUNCIL,
    Organ,
    symbol_of,
)
from checklists.importers.resolution.parsed import Reference

_ORGAN = r"(General Assembly|Security Council|Human Rights Council|Economic and Social Council)"
_DATE = r"(?: of [0-9]{1,2} [A-Z][a-z]+ [0-9]{4})?"
_KIND = re.compile(
    rf"(?:\b{_ORGAN}(?:['’]s)? |\b(Council|Assembly|its)(?: own)? )?"
    r"(?:relevant |previous |subsequent )?\b([Rr]esolutions?|[Dd]ecisions?) (?=[0-9SE])"
)
_NUMBER = (
    r"((?:ES-|S-)[0-9]{1,2}/[0-9]{1,3}|[0-9]{4}/[0-9]{1,4}|[0-9]{1,3}/[0-9]{1,3}(?: ?[A-Z]\b)?"
    rf"|[0-9]{{1,4}}(?: [A-Z])? ?\({ROMAN}\)|[0-9]{{1,4}} \([0-9]{{4}}\)"
    r"|[0-9]{1,2}/(?:CP|CMP|CMA|COP)\.[0-9]{1,2})(?![\w/])"
)
_ITEM = re.compile(_NUMBER)
_NEXT = re.compile(
    rf"(?: [A-Z](?: (?:and|to) [A-Z])?\b)?{_DATE}(?: \([^()]{{1,40}}\))?"
    r"(?:, and | and |, | to |; )(?=[0-9SE])"
)
_YEARED = re.compile(r"[0-9]{1,4} \([0-9]{4}\)")
_RESOLUTION_SYMBOL = r"(?:A/HRC|A|S|E)/RES/(?:[0-9]{1,4} ?\([0-9A-Z-]+\)|[0-9A-Z-]+/[0-9]+[A-Z]?)"
_SYMBOL = re.compile(
    rf"(?<![\w/])(?:({_RESOLUTION_SYMBOL})|"
    r"((?:A|S|E|T|ST|DP|TD|ID|CD|UNEP|FCCC|ICCD|HSP|CEDAW|CRC|CRPD|CAT|CERD|CCPR|HRI|NPT|SPLOS"
    r"|ISBA|GC|CAC|CBD|UNW|ECE|CTOC|LC)/(?:[A-Z0-9][\w.-]*)(?:/[\w.-]*\w)*))"
)
_PROPER = r"[A-Z][\w’'-]*"
_TYPE = r"(?:Conventions?|Treaty|Covenants?|Protocols?(?: [IV]{1,3})?|Statute|Charter|Agreement)"
_LINK = (
    r"(?:(?: (?:of|on|to|for|in|against|and|or|between|relative to|relating to|concerning|regarding"
    r"|thereto|All|Other|other|its|their)){1,2}(?: the)?|(?<=ing) the)"
)
_DAY = r"(?: of [0-9]{1,2} [A-Z][a-z]+ [0-9]{4})?"
_DAY_AFTER = re.compile(_DAY)
_TREATY = re.compile(
    rf"\b((?:{_PROPER} ){{0,6}}{_TYPE}(?:{_LINK} {_PROPER}(?: {_PROPER}){{0,8}}){{0,12}}){_DAY}"
)
_SECOND = re.compile(rf",? and (?:the )?(?=(?:{_PROPER} ){{0,6}}{_TYPE}\b)")
_TREATY_SERIES = re.compile(
    r"(?:(United Nations, Treaty Series)|(Ibid\.)), (vol\. [0-9]+, Nos?\. [0-9]+"
    r"(?:[-–][0-9]+)?(?:(?:,| and) [0-9]+)*)"  # a dash
)
_NO_TREATY = re.compile(
    r"(?:The |This |That |Each |Such |Recalling |Reaffirming )?"
    r"(?:Conventions?|Treaty|Covenants?|Protocols?|Statute|Charter|Agreement)"
)
_ARTICLE = re.compile(r"\A(?:(?:The|[A-Z][a-z]+ing|Article|States|Parties) )+")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Found:
    at: int
    reference: Reference


def read_references(texts: Iterable[str], organ: str) -> tuple[Reference, ...]:
    """What the texts cite, each once, in the order of its first appearance.

    `organ` is whose resolution it is: “its resolution 39/5” is one of that organ.
    """
    seen: dict[tuple[str, str], Reference] = {}
    for text in texts:
        found = [*_numbers(text, organ), *_symbols(text), *_treaties(text)]
        for each in sorted(found, key=lambda found: found.at):
            reference = each.reference
            seen.setdefault((reference.kind, reference.symbol), reference)
    return tuple(seen.values())


def _numbers(text: str, organ: str) -> Iterator[_Found]:
    for kind in _KIND.finditer(text):
        owner = kind[1] or _owner(kind[2], organ)
        at = kind.end()
        first = True
        while found := _ITEM.match(text, at):
            words = text[kind.start() : found.end()] if first else found[0]
            yield _Found(found.start(), _numbered(kind[3], owner, found[0], words.strip()))
            first = False
            if not (more := _NEXT.match(text, found.end())):
                break
            at = more.end()


def _owner(word: str | None, organ: str) -> str:
    if word == "Assembly":
        return GENERAL_ASSEMBLY.name
    if word == "Council":
        return organ if organ != GENERAL_ASSEMBLY.name else ""
    if word == "its" or organ == HUMAN_RIGHTS_COUNCIL.name:
        return organ
    return ""


def _numbered(what: str, owner: str, number: str, words: str) -> Reference:
    organ = _organ(owner, number)
    if what.lower().startswith("resolution"):
        return Reference("resolution", symbol_of(organ, number), words)
    if re.search(r"C(?:M?P|MA|OP)\.", number):
        return Reference("other", f"decision {number}", words)
    return Reference("other", symbol_of(organ, number).replace("/RES/", "/DEC/"), words)


def _organ(owner: str, number: str) -> Organ:
    if _YEARED.fullmatch(number):
        return SECURITY_COUNCIL
    if re.match(r"[0-9]{4}/", number):
        return ECONOMIC_AND_SOCIAL_COUNCIL
    return HUMAN_RIGHTS_COUNCIL if owner == HUMAN_RIGHTS_COUNCIL.name else GENERAL_ASSEMBLY


def _symbols(text: str) -> Iterator[_Found]:
    for found in _SYMBOL.finditer(text):
        if found[1]:
            prefix, number = found[1].rsplit("/RES/", 1)
            symbol = re.sub(r"([0-9]) ?(\([0-9])", r"\1 \2", f"{prefix}/RES/{number}")
            symbol = re.sub(r"([0-9]) (\([A-Z])", r"\1\2", symbol)
            yield _Found(found.start(), Reference("resolution", symbol, found[0]))
        elif any(char.isdigit() for char in found[2]):
            yield _Found(found.start(), Reference("document", found[2], found[0]))


def _treaties(text: str) -> Iterator[_Found]:
    series = False
    for found in _TREATY_SERIES.finditer(text):
        series = True
        symbol = f"United Nations, Treaty Series, {found[3]}"
        yield _Found(found.start(), Reference("treaty", symbol, found[0]))
    if series:
        return
    for found in _TREATY.finditer(text):
        for name in _SECOND.split(found[1]):
            name = _ARTICLE.sub("", name)
            if len(name) <= _LONGEST and not _NO_TREATY.fullmatch(name):
                at = text.find(name, found.start())
                yield _Found(at, Reference("treaty", name, _with_day(text, at, name)))


def _with_day(text: str, at: int, name: str) -> str:
    day = _DAY_AFTER.match(text, at + len(name))
    return name + (day[0] if day else "")
