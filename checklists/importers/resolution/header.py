"""The masthead of a resolution: symbol, title, dates, and the documents it was adopted from."""

import re
from dataclasses import dataclass
from datetime import date

from checklists.importers.resolution.markup import Line, plain, split_marks
from checklists.importers.resolution.organs import ORGANS, SECURITY_COUNCIL, Organ, symbol_of
from checklists.importers.resolution.parsed import Doubt, ResolutionError
from checklists.importers.resolution.sections import is_label
from checklists.importers.resolution.wording import joined

_MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
_MONTHS += ["August", "September", "October", "November", "December"]
DATE = rf"([0-9]{{1,2}})\s+({'|'.join(_MONTHS)})\s+([0-9]{{4}})\b"
ENACTING_WORDS = {name: f"the {name}".casefold() for name in ORGANS}

_NAMES = "|".join(name.replace(" ", r"\s+") for name in ORGANS)
_ENACTING = re.compile(rf"^[*_]*The\s+(?P<organ>{_NAMES})[*_]*(?:,[*_]*|[*_]*$)", re.MULTILINE)
_ADOPTED = re.compile(
    rf"adopted\s+by\s+the\s+(?:{_NAMES})(?:\s+at\s+its\s+(?P<meeting>[0-9]+(?:st|nd|rd|th)"
    rf"\s+(?:\(resumed\)\s+)?(?:plenary\s+)?meeting),?)?\s+on\s+{DATE}",
    re.IGNORECASE,
)
_DISTRIBUTED = re.compile(rf"\bDistr\.?:(?:\s+\w+)?\s+{DATE}", re.IGNORECASE)
_SUBITEMS = r"(?:\s+(?:and\s+)?\([a-z]+\))*"
_AGENDA_ITEM = re.compile(
    rf"\bAgenda\s+items?\s+([0-9]+{_SUBITEMS}(?:(?:,|\s+and|\s+to)\s+[0-9]+{_SUBITEMS})*)",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"(?:A/HRC|A|S|E)/RES/[A-Z0-9-]+(?:/[0-9]+[A-Z]?| ?\([A-Z0-9-]+\))")
_TOKEN = re.compile(r"[^\s()\[\],;*]+")
_LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands before the first paragraph. `headings` stand between title and paragraphs."""

    symbol: str
    organ: str
    title: str
    headings: tuple[str, ...]
    session: str
    adopted_on: date | None
    distributed_on: date | None
    agenda_item: str
    meeting: str
    draft_symbols: tuple[str, ...]


def read_masthead(lines: list[Line], doubts: list[Doubt]) -> tuple[Masthead, list[Line]]:
    """What stands before the paragraphs, and the lines after “The General Assembly,”.

    Adds to `doubts`. Raises ResolutionError when there is no title line with a number, or when
    no organ's enacting words follow it.
    """
    at, found, organ, enacting = _find_title(lines)
    symbol = symbol_of(organ, found["number"])
    title, headings = _title(lines[at : enacting.line_at], found, organ)
    header = "\n".join(line.text for line in lines[: enacting.line_at])
    agenda = _AGENDA_ITEM.search(header)
    adopted = _ADOPTED.search(header)
    masthead = Masthead(
        symbol=symbol,
        organ=organ.name,
        title=title,
        headings=headings,
        session=_session(found),
        adopted_on=_find_date(adopted, header, lines, doubts),
        distributed_on=_find_date(_DISTRIBUTED.search(header), header, lines, doubts),
        agenda_item=" ".join(agenda[1].split()) if agenda else "",
        meeting=" ".join((adopted["meeting"] or "").split()) if adopted else "",
        draft_symbols=_draft_symbols(header, organ),
    )
    _check_symbol(masthead, lines[:at], doubts)
    return masthead, enacting.rest


def to_date(words: tuple[str, ...], line: Line, doubts: list[Doubt]) -> date | None:
    """A written date, in day, month and year; one that isn't in the calendar is a doubt."""
    day, month, year = words
    try:
        return date(int(year), _MONTHS.index(month.capitalize()) + 1, int(day))
    except ValueError:
        doubts.append(Doubt(f"{day} {month} {year} is not a date", line.number, line.page))
        return None


@dataclass(frozen=True, slots=True)
class _Enacting:
    """The enacting words: whose, between which lines, and what follows."""

    organ: Organ
    line_at: int
    rest: list[Line]


def _find_title(lines: list[Line]) -> tuple[int, re.Match[str], Organ, _Enacting]:
    """The title line, and the first enacting words after it of an organ that numbers so."""
    first_with_number: Line | None = None
    enactings = list(_find_enacting(lines))
    for at, line in enumerate(lines):
        for organ in ORGANS.values():
            if not (found := _match_title(organ, lines, at)):
                continue
            first_with_number = first_with_number or line
            following = next((e for e in enactings if e.line_at > at), None)
            if following and following.organ is organ:
                between = " ".join(line.text for line in lines[at : following.line_at])
                if len(between) > 2 * _LONGEST_TITLE:
                    raise _not_followed(line)
                return at, found, organ, following
    if first_with_number:
        raise _not_followed(first_with_number)
    raise ResolutionError(
        "this is not a resolution: no line has a title like “78/118. Safety …” or “Resolution "
        "2175 (2014)”",
        lines[0].number,
        lines[0].page,
    )


def _match_title(organ: Organ, lines: list[Line], at: int) -> re.Match[str] | None:
    """The number of a title; it may be wrapped over up to three lines."""
    if found := organ.title.match(lines[at].text):
        return found
    if organ is not SECURITY_COUNCIL and not lines[at].text.rstrip("*_")[-1:].isalnum():
        return None
    return organ.title.match("\n".join(line.text for line in lines[at : at + 3]))


def _not_followed(line: Line) -> ResolutionError:
    return ResolutionError(
        "no enacting words like “The General Assembly,” follow the title", line.number, line.page
    )


def _find_enacting(lines: list[Line]) -> list[_Enacting]:
    """The first enacting words of each organ, in the order they stand."""
    text = "\n".join(line.text for line in lines)
    found_of: dict[str, re.Match[str]] = {}
    for found in _ENACTING.finditer(text):
        found_of.setdefault(" ".join(found["organ"].split()), found)
    enactings = []
    for name, found in found_of.items():
        line_at = text.count("\n", 0, found.start())
        ends_at = text.count("\n", 0, found.end())
        last = lines[ends_at]
        tail = text[found.end() :].split("\n", 1)[0].strip()
        rest = [Line(last.number, tail, last.page), *lines[ends_at + 1 :]]
        enactings.append(_Enacting(ORGANS[name], line_at, rest))
    return enactings


def _title(lines: list[Line], found: re.Match[str], organ: Organ) -> tuple[str, tuple[str, ...]]:
    """The title, which may be wrapped, and headings that stand apart below it."""
    text = "\n".join(line.text for line in lines)[found.end() :]
    text = _ADOPTED.sub("", text)
    blocks = [block.strip() for block in re.split(r"\n{2,}", text) if block.strip()]
    parts = [split_marks(plain(joined(block.split("\n"))))[0].strip() for block in blocks]
    parts = [part for part in parts if part.strip(" ,.")]
    labels = [at for at, part in enumerate(parts) if at and is_label(part)]
    headings: tuple[str, ...] = ()
    if labels:
        parts, headings = parts[: labels[0]], tuple(parts[labels[0] :])
    title = " ".join(parts)
    if not title and organ is SECURITY_COUNCIL:
        number = " ".join(found["number"].replace("\\", "").split())
        return f"Resolution {number}", headings
    if not title:
        raise ResolutionError(
            "the resolution has a number but no title", lines[0].number, lines[0].page
        )
    return title, headings


def _session(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return groups.get("session") or groups.get("roman") or ""


def _find_date(
    found: re.Match[str] | None, header: str, lines: list[Line], doubts: list[Doubt]
) -> date | None:
    if not found:
        return None
    words = found.groups()[-3:]
    at = header.count("\n", 0, found.end() - len(words[2]))
    return to_date(words, lines[at], doubts)


def _draft_symbols(header: str, organ: Organ) -> tuple[str, ...]:
    tokens = (token.rstrip(".:") for token in _TOKEN.findall(header))
    start = organ.prefix[0] + "/"
    return tuple(dict.fromkeys(t for t in tokens if t.startswith(start) and "/L." in t))


def _check_symbol(masthead: Masthead, lines: list[Line], doubts: list[Doubt]) -> None:
    """The symbol on top of the first page says the same as the number of the title."""
    for line in lines:
        for symbol in _SYMBOL.findall(line.text):
            if symbol.replace(" ", "") != masthead.symbol.replace(" ", ""):
                message = f"the masthead has {symbol}, but the title {masthead.symbol}"
                doubts.append(Doubt(message, line.number, line.page))
            return
