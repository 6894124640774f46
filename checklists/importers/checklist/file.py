"""Reading a checklist from its YAML file: checked against the schema, errors with line numbers."""

import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    ScalarEvent,
)
from ruamel.yaml.parser import RoundTripParser

from checklists.importers.checklist.references import item_key, reference_problems
from checklists.importers.checklist.schema import schema_problems

# A checklist nests five levels: the file, its items, an item, its indicator, what that is told by.
_DEPTH = 10
_LONG_NUMBER = re.compile(r"[-+]?[0-9][0-9A-Fa-fxo_:.]{20,}")
# YAML itself refuses these, unless they are escaped, which they can be in double quotes only.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class ChecklistFileError(ValueError):
    """The file isn't a checklist; `problems` are sentences, each with its line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ParsedTheme:
    """A theme, as the file gives it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ParsedIndicator:
    """What kind of number answers an item, and which numbers are plausible.

    `by` holds "recruitment" and "sex" in this order, or one of them, or none. `maximum` is None
    where the file sets no limit. `not_above` is the key of another indicator of the same unit and
    period, or "".
    """

    unit: str
    period: str
    by: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int | None = None
    not_above: str = ""


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """An item, as the file gives it. `line` is where it stands, counted from 1.

    `critical`: no average may hide that it is not in place.

    `sources` are citations in one line each, with the address at the end where there is one. `key`
    is the item's identity over versions and editions; one is made from the number where the file
    gives none. `indicator` is there where the dimension is "indicator", and only there.
    """

    id: str
    paragraph: str
    theme: str
    dimension: str
    question: str
    guidance: str
    evidence: tuple[str, ...]
    sources: tuple[str, ...]
    line: int
    key: str
    organizations: str = "all"
    places: str = "all"
    indicator: ParsedIndicator | None = None
    critical: bool = False


@dataclass(frozen=True, slots=True)
class ParsedCoverage:
    """What the file says of a paragraph as a whole: "context", "derived" or "assessed".

    `duty` is one line in our words: whose duty the paragraph is, or what follows from it.
    """

    paragraph: str
    disposition: str
    duty: str
    line: int


@dataclass(frozen=True, slots=True)
class ParsedChecklist:
    """A checklist, as the file gives it: themes, items and coverage in the file's order.

    A paragraph that has items and no coverage is "assessed".
    """

    slug: str
    version: int
    title: str
    instrument: str
    language: str
    themes: tuple[ParsedTheme, ...]
    items: tuple[ParsedItem, ...]
    coverage: tuple[ParsedCoverage, ...] = ()


def parse_checklist(source: str) -> ParsedChecklist:
    """Read a checklist. Raises ChecklistFileError with every problem found, not only the first."""
    document = _load(source)
    problems = sorted(schema_problems(document))
    if not problems:
        problems = sorted(reference_problems(document))
    if problems:
        raise ChecklistFileError([f"line {line}: {sentence}" for line, sentence in problems])
    return ParsedChecklist(
        slug=document["checklist"],
        version=document["version"],
        title=document["title"],
        instrument=document["instrument"],
        language=document["language"],
        themes=tuple(ParsedTheme(theme["id"], theme["title"]) for theme in document["themes"]),
        items=tuple(_item(item) for item in document["items"]),
        coverage=tuple(_coverage(entry) for entry in document.get("coverage", ())),
    )


class _OnlyWhatHasAPlace(RoundTripParser):
    """Refuses what would break the reading, or reach the database and break there.

    Nothing is made of the file's parts before the last of them has passed here.
    """

    _depth = 0

    def get_event(self) -> Any:
        """The next part of the file, where a checklist has a place for it."""
        event = super().get_event()
        self._depth += isinstance(event, CollectionStartEvent)
        self._depth -= isinstance(event, CollectionEndEvent)
        what = "such deep nesting" if self._depth > _DEPTH else _without_place(event)
        if what:
            line = event.start_mark.line + 1
            raise ChecklistFileError([f"line {line}: a checklist has no place for {what}"])
        return event


def _load(source: str) -> Any:
    yaml = YAML(typ="rt")
    yaml.Parser = _OnlyWhatHasAPlace
    try:
        return yaml.load(source)
    except ChecklistFileError:
        raise
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ChecklistFileError([f"line {line}: this isn't YAML: {error.problem}"]) from error
    except (YAMLError, ValueError, LookupError) as error:
        raise ChecklistFileError([f"line 1: this isn't YAML: {error}"]) from error


def _without_place(event: Event) -> str:
    """The name of what a checklist has no place for, or ""."""
    if isinstance(event, AliasEvent):
        return "an alias"  # a few lines of them stand for gigabytes
    if isinstance(event, (CollectionStartEvent, ScalarEvent)) and event.tag is not None:
        return "a tag"
    if isinstance(event, ScalarEvent):
        if not event.style and _LONG_NUMBER.fullmatch(event.value):
            return "such a long number"  # Python can't write it down
        if event.style == '"' and _UNSTORABLE.search(event.value):
            return "a control character or half a character"
    return ""


def _item(item: Any) -> ParsedItem:
    applies_to = item.get("applies_to", {})
    return ParsedItem(
        id=item["id"],
        paragraph=item["paragraph"],
        theme=item["theme"],
        dimension=item["dimension"],
        question=item["question"].strip(),
        guidance=item["guidance"].strip(),
        evidence=tuple(item["evidence"]),
        sources=tuple(_citation(source) for source in item.get("sources", ())),
        line=item.lc.line + 1,
        key=item_key(item),
        organizations=applies_to.get("organizations", "all"),
        places=applies_to.get("places", "all"),
        indicator=_indicator(item["indicator"]) if "indicator" in item else None,
        critical=item.get("critical", False),
    )


def _citation(source: Any) -> str:
    """A source in one line: "Stay Safe 2.0, IFRC, 2022, https://…"."""
    if isinstance(source, str):
        return source.strip()
    parts = (source.get(part) for part in ("title", "publisher", "year", "address"))
    return ", ".join(str(part).strip() for part in parts if part)


def _indicator(indicator: Any) -> ParsedIndicator:
    by = indicator.get("by", ())
    return ParsedIndicator(
        unit=indicator["unit"],
        period=indicator["period"],
        by=tuple(part for part in ("recruitment", "sex") if part in by),
        minimum=indicator.get("minimum", 0),
        maximum=indicator.get("maximum"),
        not_above=indicator.get("not_above", ""),
    )


def _coverage(entry: Any) -> ParsedCoverage:
    return ParsedCoverage(
        paragraph=entry["paragraph"],
        disposition=entry["disposition"],
        duty=entry.get("duty", "").strip(),
        line=entry.lc.line + 1,
    )
