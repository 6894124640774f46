"""The masthead of a resolution: symbol, title, dates, and the documents it was adopted from."""

import re
from dataclasses import dataclass
from datetime import date

from checklists.importers.markup import Line, joined, plain, split_marks
from checklists.importers.resolution import ResolutionError

_MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
_MONTHS += ["August", "September", "October", "November", "December"]
DATE = rf"([0-9]{{1,2}})\s+({'|'.join(_MONTHS)})\s+([0-9]{{4}})\b"

_TITLE = re.compile(
    r"[*_]*(?:A/RES/)?((ES-[0-9]+|S-[0-9]+|[0-9]+)/[0-9]+ ?[A-Z]?)\\?\.[*_]*(?=\s|$)"
)
_ENACTING = re.compile(r"^[*_]*The\s+General\s+Assembly[*_]*,[*_]*", re.MULTILINE)
_ADOPTED = re.compile(rf"adopted\s+by\s+the\s+General\s+Assembly\s+on\s+{DATE}", re.IGNORECASE)
_DISTRIBUTED = re.compile(rf"\bDistr\.?:(?:\s+\w+)?\s+{DATE}", re.IGNORECASE)
_SUBITEMS = r"(?:\s+(?:and\s+)?\([a-z]+\))*"
_AGENDA_ITEM = re.compile(
    rf"\bAgenda\s+items?\s+([0-9]+{_SUBITEMS}(?:(?:,|\s+and|\s+to)\s+[0-9]+{_SUBITEMS})*)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\s()\[\],;*]+")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands before the first paragraph."""

    symbol: str
    title: str
    session: str
    adopted_on: date | None
    distributed_on: date | None
    agenda_item: str
    draft_symbols: tuple[str, ...]


def read_masthead(lines: list[Line]) -> tuple[Masthead, list[Line]]:
    """What stands before the paragraphs, and the lines after “The General Assembly,”.

    Raises ResolutionError when there is no title line, when the enacting words don't follow the
    title, or for a date that isn't in the calendar.
    """
    at, found = _find_title(lines)
    title, body = _part_title(lines[at:])
    header = "\n".join(line.text for line in lines[:at])
    agenda = _AGENDA_ITEM.search(header)
    masthead = Masthead(
        symbol=f"A/RES/{found[1].replace(' ', '')}",
        title=title,
        session=found[2],
        adopted_on=_find_date(_ADOPTED, header),
        distributed_on=_find_date(_DISTRIBUTED, header),
        agenda_item=" ".join(agenda[1].split()) if agenda else "",
        draft_symbols=_draft_symbols(header),
    )
    return masthead, body


def to_date(day: str, month: str, year: str, line: int) -> date:
    """A written date; one that isn't in the calendar is a ResolutionError."""
    try:
        return date(int(year), _MONTHS.index(month.capitalize()) + 1, int(day))
    except ValueError:
        raise ResolutionError(f"{day} {month} {year} is not a date", line) from None


def _find_title(lines: list[Line]) -> tuple[int, re.Match[str]]:
    for at, line in enumerate(lines):
        if found := _TITLE.match(line.text):
            return at, found
    raise ResolutionError(
        "this is not a General Assembly resolution: no line has a title like “78/118. Safety …”",
        lines[0].number,
    )


def _part_title(lines: list[Line]) -> tuple[str, list[Line]]:
    """The title, which may be wrapped, and the lines after the enacting words."""
    text = "\n".join(line.text for line in lines)
    number = lines[0].number
    enacting = _ENACTING.search(text)
    before = text[: enacting.start()].strip() if enacting else ""
    if not enacting or "\n\n" in _TITLE.sub("", before, count=1).strip():
        raise ResolutionError("“The General Assembly,” doesn't follow the title", number)
    title = _TITLE.sub("", plain(joined(before.split("\n"))), count=1)
    title, _marks = split_marks(title.strip())
    if not title:
        raise ResolutionError("the resolution has a number but no title", number)
    first = number + text.count("\n", 0, enacting.end())
    rest = text[enacting.end() :].split("\n")
    return title, [Line(first + at, line.strip()) for at, line in enumerate(rest)]


def _find_date(pattern: re.Pattern[str], header: str) -> date | None:
    if not (found := pattern.search(header)):
        return None
    return to_date(found[1], found[2], found[3], header.count("\n", 0, found.start(1)) + 1)


def _draft_symbols(header: str) -> tuple[str, ...]:
    tokens = (token.rstrip(".:") for token in _TOKEN.findall(header))
    return tuple(dict.fromkeys(t for t in tokens if t.startswith("A/") and "/L." in t))
