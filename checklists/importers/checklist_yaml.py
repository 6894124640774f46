"""Reading a checklist from its YAML file: checked against the schema, errors with line numbers."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedBase
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    ScalarEvent,
)

SCHEMA_PATH = Path(__file__).parent.parent / "data" / "schemas" / "checklist.schema.json"

# A checklist nests four levels: the file, its items, an item, its evidence.
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
class ParsedItem:
    """An item, as the file gives it. `line` is where it stands, counted from 1."""

    id: str
    paragraph: str
    theme: str
    dimension: str
    question: str
    guidance: str
    evidence: tuple[str, ...]
    sources: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ParsedChecklist:
    """A checklist, as the file gives it: themes and items in the file's order."""

    slug: str
    version: int
    title: str
    instrument: str
    language: str
    themes: tuple[ParsedTheme, ...]
    items: tuple[ParsedItem, ...]


def parse_checklist(source: str) -> ParsedChecklist:
    """Read a checklist. Raises ChecklistFileError with every problem found, not only the first."""
    document = _load(source)
    problems = sorted(_schema_problems(document))
    if not problems:
        problems = sorted(_reference_problems(document))
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
    )


def _load(source: str) -> Any:
    try:
        _refuse_what_has_no_place(source)
        return YAML(typ="rt").load(source)
    except ChecklistFileError:
        raise
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ChecklistFileError([f"line {line}: this isn't YAML: {error.problem}"]) from error
    except (YAMLError, ValueError, LookupError) as error:
        raise ChecklistFileError([f"line 1: this isn't YAML: {error}"]) from error


def _refuse_what_has_no_place(source: str) -> None:
    """What would break the reading, or reach the database and break there."""
    depth = 0
    for event in YAML(typ="rt").parse(source):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        what = "such deep nesting" if depth > _DEPTH else _without_place(event)
        if what:
            line = event.start_mark.line + 1
            raise ChecklistFileError([f"line {line}: a checklist has no place for {what}"])


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
    return ParsedItem(
        id=item["id"],
        paragraph=item["paragraph"],
        theme=item["theme"],
        dimension=item["dimension"],
        question=item["question"].strip(),
        guidance=item["guidance"].strip(),
        evidence=tuple(item["evidence"]),
        sources=tuple(item.get("sources", ())),
        line=item.lc.line + 1,
    )


def _schema_problems(document: Any) -> Iterator[tuple[int, str]]:
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
        path = list(error.absolute_path)
        yield _line(document, path), f"{_place(path)}: {_shortened(error.message)}"


def _shortened(message: str) -> str:
    """A message quotes the value first and says at its end what is wrong with it."""
    return message if len(message) <= 300 else f"{message[:140]} … {message[-140:]}"


def _place(path: list[str | int]) -> str:
    """The place in words: "items, number 3, question"."""
    words = [f"number {part + 1}" if isinstance(part, int) else str(part) for part in path]
    return ", ".join(words) or "the file"


def _line(document: Any, path: list[str | int]) -> int:
    """The line, from 1, of the deepest part of the path that knows where it stands."""
    line = 1
    here = document
    for part in path:
        if not isinstance(here, CommentedBase):
            break
        position = here.lc.data and here.lc.data.get(part)
        if position:
            line = position[0] + 1
        here = here[part]  # type: ignore[index]  # a mapping or a sequence, as the path says
    return line


def _reference_problems(document: Any) -> Iterator[tuple[int, str]]:
    """What the schema can't say: identifiers are unique, and what is named exists."""
    themes: set[str] = set()
    for theme in document["themes"]:
        if theme["id"] in themes:
            yield theme.lc.line + 1, f"the theme “{theme['id']}” is there twice"
        themes.add(theme["id"])
    items: set[str] = set()
    for item in document["items"]:
        line = item.lc.line + 1
        if item["id"] in items:
            yield line, f"the item {item['id']} is there twice"
        items.add(item["id"])
        if item["theme"] not in themes:
            yield line, f"item {item['id']} names the theme “{item['theme']}”, which isn't listed"
        if item["id"].partition(".")[0] != item["paragraph"]:
            yield line, f"item {item['id']} doesn't begin with its paragraph, {item['paragraph']}"
