"""Checking a checklist's YAML against its JSON schema: each problem with its line and its place."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
from ruamel.yaml.comments import CommentedBase

SCHEMA_PATH = Path(__file__).parents[2] / "data" / "schemas" / "checklist.schema.json"


def schema_problems(document: Any) -> Iterator[tuple[int, str]]:
    """The lines, from 1, and sentences on what the schema doesn't allow in a loaded file."""
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
