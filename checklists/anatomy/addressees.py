"""Who is to do something by an act: the names that stand where an addressee stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

# The words of an addressee and its canonical name, the longer first. "all", "relevant" and the like
# are taken off before.
_NAMES: tuple[tuple[str, str], ...] = (
    (r"the Under-Secretary-General for [A-Z]\w+(?: (?:and )?[A-Z]\w+)*", ""),
    (r"(?:the )?Secretary-General", "the Secretary-General"),
    (
        r"States [Mm]embers of the United Nations|Member(?: States|s of the United Nations)",
        "Member States",
    ),
    (r"States [Pp]arties", "States parties"),
    (r"(?:host|hosting|receiving) (?:Governments?|countr(?:y|ies)|States?)", "host Governments"),
    (r"Governments? hosting", "host Governments"),
    (
        r"(?:States and )??(?:the )?parties (?:involved in|engaged in|to|in) (?:an |any |the )?"
        r"(?:armed )?conflicts?",
        "parties to armed conflict",
    ),
    (r"parties in complex humanitarian emergencies", "parties in complex humanitarian emergencies"),
    (r"States", "States"),
    (r"Governments", "Governments"),
    (
        r"(?:(?:the )?United Nations security management system organizations"
        r"|organizations of the United Nations security management system)",
        "United Nations security management system organizations",
    ),
    (
        r"(?:the )?(?:United Nations )?Department of Safety and Security",
        "the Department of Safety and Security",
    ),
    (
        r"(?:the )?United Nations (?:development )?system(?: organizations)?",
        "the United Nations system",
    ),
    (
        r"(?:the )?(?:United Nations )?"
        r"(?:(?:departments|agencies|organizations|specialized agencies)(?:, | and ))+"
        r"funds,? (?:and|and the) programmes(?: of the United Nations(?: system)?)?",
        "the United Nations system",
    ),
    (
        r"(?:the )?(?:"
        r"United Nations (?:entities|organizations|agencies|bodies|departments|institutions)"
        r"|(?:organizations|entities|bodies|agencies) (?:of|within) the United Nations"
        r"(?: system)?)",
        "the United Nations system",
    ),
    (r"(?:the )?specialized agencies", "specialized agencies"),
    (r"United Nations and associated personnel", "United Nations and associated personnel"),
    (r"United Nations personnel", "United Nations personnel"),
    (r"(?:the )?United Nations(?! [A-Zc])(?=,|;|\.|\s|$)", "the United Nations"),
    (r"humanitarian personnel", "humanitarian personnel"),
    (r"medical personnel", "medical personnel"),
    (r"humanitarian actors", "all humanitarian actors"),
    (r"actors", "all relevant actors"),
    (
        r"humanitarian (?:agencies and organizations|organizations and agencies|organizations"
        r"|agencies)",
        "humanitarian organizations",
    ),
    (r"(?:the )?international community", "the international community"),
    (r"(?:[A-Z][a-z]+ )?civil society(?: organi[sz]ations)?", "civil society"),
    (r"(?:the )?private sector(?: entities)?", "the private sector"),
    (r"donors|donor countries|(?:the )?donor community", "donors"),
    (r"(?:the )?media", "the media"),
    (
        r"(?:the )?(General Assembly|Security Council|Human Rights Council"
        r"|Economic and Social Council)",
        "the {0}",
    ),
)
_QUANTIFIER = re.compile(
    r"(?:(?:all|both|any|every|each|other|relevant|those|such|concerned|interested|appropriate"
    r"|competent|affiliated|its|their|further|also|in particular"
    r"|the(?= (?:relevant|other|concerned|competent|parties)))"
    r",? )*"
)
_KNOWN = tuple((re.compile(rf"(?:{words})\b"), name) for words, name in _NAMES)
# "international and regional organizations" are two.
_KINDS = (
    r"(?:international|regional|subregional|humanitarian|non-governmental|intergovernmental|multilateral"
    r"|national|local)"
)
_ORGANIZATIONS = re.compile(
    rf"({_KINDS}(?:,? and (?:other )?{_KINDS}|, {_KINDS})*) organizations\b"
)
_KIND = re.compile(_KINDS)
# A name that isn't in the list: capitals ("the Office for Outer Space Affairs") …
_LINK = r"(?: (?:of|on|for|in)(?: the)?| and(?! (?:Member|States|Governments|Secretary)))?"
_CAPITALS = re.compile(rf"(?:the )?[A-Z][\w’'-]*(?:{_LINK} [A-Z0-9][\w’'-]*){{0,16}}")
# … or a group whose noun acts ("regional development banks").
_ACTING = (
    "organi[sz]ations|entities|bodies|parties|partners|stakeholders|community|institutions|agencies"
    "|countries|nations|authorities|mechanisms|rapporteurs?|experts?|committees|companies"
    "|enterprises|industry|universities|parliaments|missions|personnel|staff|officials"
    "|coordinators|operators|providers|representatives|leaders|groups|networks|banks|academia"
    "|donors|societies|employers|commissions|holders?|programmes|subcommittees"
    "|fighters|forces|militias"
    "|Committee|Council|Court"
)
_GROUP = re.compile(
    r"(?:the )?(?:(?!(?:to|of|for|in|by|with|that|which|the|and|between|among)\b)[\w’'-]+ ){0,6}?"
    rf"(?:{_ACTING})\b(?! (?:[a-z]+(?:ment|tion|sion)s?|and associated)\b)"
)
_THINGS = {
    *("Convention", "Protocol", "Agreement", "Treaty", "Declaration", "Agenda", "Charter"),
    *("Statute", "Framework", "Plan", "Action"),
}
# "Syrian refugees": one capitalized word before a noun names nobody.
_ADJECTIVE = re.compile(r"[A-Z][a-z]+ (?!(?:to|and|or|that|in|as|shall|should|must|not)\b)[a-z]")
_SECRETARIAT = re.compile(r" of the Secretariat\b")
# "and its subcommittees": part of the one before.
_PARTS = re.compile(
    r"(?:,? and|,? as well as|,) (?:its|their) (?:subsidiary )?"
    r"(?:subcommittees|committees|bodies|organs|branches|panels|divisions|offices|commissions"
    r"|working groups)(?=[ ,;.]|$)"
)
_AND = re.compile(
    r",? as well as(?: by)? |,? together with |,? along with |,? and (?:by |that )?|, including "
    r"| or |, "
)
# "States in a position to do so and …": what may stand between a name and the next.
_WHO = re.compile(
    r" (?:in a position to do so|(?:that|which) have not (?:yet )?done so|concerned|at all levels"
    r"|in all regions(?: of the world)?|in the region)\b"
)
_SHORT = re.compile(r"the [A-Z][a-z]+")
_THEM = re.compile(r"(?:them|it)\b")

# After a verb that asks, and before the one who is asked.
_LEAD = re.compile(
    r"(?:,? (?:in (?:this|that) (?:regard|context|respect|connection)|to this end|once again|again"
    r"|also),?)? (?:that )?"
)
_ACTORS_OF = re.compile(
    r"\b(?:(?:efforts?|steps|action|actions|measures|contributions?|initiatives|participation|dialogue"
    r"|coordination|cooperation|collaboration|interaction|partnerships?"
    r"|information-sharing)(?: and [a-z-]+)?(?:, at [^,]{1,60},)?"
    r" (?:by|of|on the part of|between|among) )"
)
_TO = re.compile(r"[^,;]{0,40}? to [a-z]+|,[^;]{1,160}?, to [a-z]+")
_SHALL = re.compile(
    r"(?:,[^,;]{1,80},)?[^,;]{0,40}? (?:should|must|shall|needs? to|ought to|bears?"
    r"|(?:is|are) (?:required|obliged|responsible)"
    r"|ha(?:s|ve) (?:an? |the )?(?:primary )?(?:obligation|responsibility|duty|to))\b"
)
# Before a bearer of a duty, and what has to follow the name.
_BEARERS = (
    (
        re.compile(
            r"\b(?:(?:need|necessity|importance|urgency|requirement)s?"
            r"|it is (?:important|essential|necessary|vital|imperative|crucial)) for "
        ),
        _TO,
    ),
    (re.compile(r"\b(?:obligations?|dut(?:y|ies)|responsibilit(?:y|ies)) (?:of|on) "), _TO),
    (re.compile(r"\bthat "), _SHALL),
    (re.compile(r"\b(?:lies|lie|rests|rest) (?:primarily )?with "), re.compile("")),
)
_AND_THAT = re.compile(r",? and that ")


@dataclass(frozen=True, slots=True)
class Named:
    """An addressee's canonical name, and the words of the text that name it."""

    name: str
    words: str


def asked(text: str, before: tuple[Named, ...]) -> tuple[Named, ...]:
    """Who is asked, in the words after a verb that asks; "them" are those of the act `before`."""
    start = _end(_LEAD, text)
    if pronoun := _THEM.match(text, start):
        return tuple(Named(one.name, pronoun.group()) for one in before)
    named, end = _chain(text, start)
    if named:
        for match in _AND_THAT.finditer(text, end):  # "that A continue …, and that B include"
            if match.start() >= end:
                more, end = _chain(text, match.end())
                named += more
    else:
        clause = text.find(" to ") if " to " in text else len(text)
        for match in _ACTORS_OF.finditer(text):
            if match.start() <= clause or " between " in match.group():
                named = _chain(text, match.end())[0]
            if named:
                break
    return _once(named)


def bearers(text: str) -> tuple[Named, ...]:
    """Who is named as having to do it, in the words after a verb that lays something down."""
    named: list[Named] = []
    for pattern, follows in _BEARERS:
        end = 0
        for match in pattern.finditer(text):
            if match.start() < end:  # in the chain of names that was read
                continue
            found, end = _chain(text, match.end())
            if found and follows.match(text, end):
                named += found
    for match in _ACTORS_OF.finditer(text):
        if " between " in match.group() and "need" in text[: match.start()]:
            named += _chain(text, match.end())[0]
    return _once(named)


def in_full(named: tuple[Named, ...], earlier: Iterable[str]) -> tuple[Named, ...]:
    """The names, "the Committee" as the one that an earlier act of the paragraph named whole."""
    return tuple(
        replace(
            one,
            name=next((name for name in earlier if name.startswith(f"{one.name} ")), one.name)
            if _SHORT.fullmatch(one.name)
            else one.name,
        )
        for one in named
    )


def opening(text: str) -> tuple[Named, ...]:
    """Who is named at the beginning: a sub-paragraph below "Calls upon:"."""
    first = text.lstrip()
    if first[:1].isascii():  # "Humanitarian organizations, to …"; a name's own capital is kept
        lowered, _end_of_names = _chain(first[:1].lower() + first[1:], 0)
        if lowered:
            head = replace(lowered[0], words=first[: len(lowered[0].words)])
            return _once([head, *lowered[1:]])
    return _once(_chain(first, 0)[0])


def _chain(text: str, start: int) -> tuple[list[Named], int]:
    """The names from `start` on, joined by commas and "and"; and where the last one ends."""
    named: list[Named] = []
    end = start
    at: int | None = start
    while at is not None:
        found, stop = _name(text, at)
        if not found:
            break
        named += found
        for pattern in (_SECRETARIAT, _WHO, _PARTS):
            stop = _end(pattern, text, stop)
        end = stop
        joined = _AND.match(text, end)
        at = joined.end() if joined else None
    return named, end


def _name(text: str, start: int) -> tuple[list[Named], int]:
    """The one name at `start` (two in "international and regional organizations"), and its end."""
    at = _end(_QUANTIFIER, text, start)
    for pattern, name in _KNOWN:
        if match := pattern.match(text, at):
            name = name.format(*match.groups()) or match.group()
            return [Named(name, text[start : match.end()])], match.end()
    if match := _ORGANIZATIONS.match(text, at):
        words = text[start : match.end()]
        kinds = _KIND.findall(match[1])
        return [Named(f"{kind} organizations", words) for kind in kinds], match.end()
    group, capitals = _GROUP.match(text, at), _CAPITALS.match(text, at)
    bodies = [group] if group else []
    if capitals and _is_body(capitals.group()) and not _ADJECTIVE.match(text, at):
        bodies.append(capitals)
    if not bodies:
        return [], start
    body = max(bodies, key=lambda match: match.end())
    name = body.group()
    if body is group and name.islower() and name.endswith("s"):
        name = name.removeprefix("the ")
    return [Named(name, text[start : body.end()])], body.end()


def _is_body(name: str) -> bool:
    """Whether capitals name somebody: "the Office for …", not "the Convention on …"."""
    words = name.removeprefix("the ").split()
    return words[0] not in _THINGS and words[-1] not in _THINGS


def _once(named: list[Named]) -> tuple[Named, ...]:
    """Each name once, in order."""
    return tuple({one.name: one for one in reversed(named)}.values())[::-1]


def _end(pattern: re.Pattern[str], text: str, start: int = 0) -> int:
    """Where the pattern ends that may stand at `start`; else `start`."""
    match = pattern.match(text, start)
    return match.end() if match else start
