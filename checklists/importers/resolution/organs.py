"""The organs whose resolutions are read: how each numbers, names and enacts them."""

import re
from dataclasses import dataclass

ROMAN = r"(?:(?:S|ES)-)?[IVXLC]+"


@dataclass(frozen=True, slots=True)
class Organ:
    """`prefix` begins its symbols; `title` matches the number that opens a title line."""

    name: str
    prefix: str
    title: re.Pattern[str]


def _title(number: str) -> re.Pattern[str]:
    return re.compile(rf"[*_]*{number}[*_]*(?=\s|$)")


GENERAL_ASSEMBLY = Organ(
    "General Assembly",
    "A/RES/",
    _title(
        r"(?:A/RES/)?(?P<number>(?P<session>ES-[0-9]+|S-[0-9]+|[0-9]{1,3})/[0-9]+ ?[A-Z]?"
        rf"|[0-9]{{1,4}}(?: [A-Z])? ?\\?\((?P<roman>{ROMAN})\\?\))\\?\."
    ),
)
SECURITY_COUNCIL = Organ(
    "Security Council",
    "S/RES/",
    _title(r"Resolution\s+(?P<number>[0-9]{1,4}\s+\\?\([0-9]{4}\\?\))\.?"),
)
HUMAN_RIGHTS_COUNCIL = Organ(
    "Human Rights Council",
    "A/HRC/RES/",
    _title(r"(?P<number>(?P<session>S-[0-9]+|[0-9]{1,3})/[0-9]+)(?:\\?\.|[*_]*$)"),
)
ECONOMIC_AND_SOCIAL_COUNCIL = Organ(
    "Economic and Social Council",
    "E/RES/",
    _title(r"(?:E/RES/)?(?P<number>(?P<session>[0-9]{4})/[0-9]+ ?[A-Z]?)\\?\."),
)
ORGANS = {
    organ.name: organ
    for organ in (
        GENERAL_ASSEMBLY,
        SECURITY_COUNCIL,
        HUMAN_RIGHTS_COUNCIL,
        ECONOMIC_AND_SOCIAL_COUNCIL,
    )
}
_OLD = re.compile(rf"([0-9]{{1,4}})\s?([A-Z])?\s?\(({ROMAN})\)")
_YEAR = re.compile(r"([0-9]{1,4})\s?\(([0-9]{4})\)")


def symbol_of(organ: Organ, number: str) -> str:
    """The symbol for a number as it is printed: “2453 A (XXIII)” is A/RES/2453A(XXIII)."""
    number = " ".join(number.replace("\\", "").split())
    if found := _OLD.fullmatch(number):
        return f"{organ.prefix}{found[1]}{found[2] or ''}({found[3]})"
    if found := _YEAR.fullmatch(number):
        return f"{organ.prefix}{found[1]} ({found[2]})"
    return f"{organ.prefix}{number.replace(' ', '')}"
