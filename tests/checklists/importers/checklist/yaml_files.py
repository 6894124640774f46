"""Checklist files to read: those that are shipped, and a small one made to measure."""

from pathlib import Path

import checklists

DATA = Path(checklists.__file__).parent / "data"
SHIPPED = sorted((DATA / "checklists").glob("*.yaml"))

_SMALL = """\
checklist: {checklist}
version: {version}
title: {title}
instrument: A/RES/99/1
language: en

themes:
  - id: training
    title: Training
  - id: {second_theme}
    title: Travel

items:
  - id: "{id}"
    paragraph: "{paragraph}"
    theme: {theme}
    dimension: {dimension}
    question: >-
      {question}
    guidance: >-
      In place: it is signed.
    evidence:
      - The policy
    sources:
      - A guide, 2020

  - id: "12.1"
    paragraph: "12"
    theme: travel
    dimension: practice
    question: Is it followed?
    guidance: "In place: it is."
    evidence: [A log, "A: photograph"]
"""

_FIELDS = {
    "checklist": "small",
    "version": "1",
    "title": "Small checklist",
    "second_theme": "travel",
    "id": "10.1",
    "paragraph": "10",
    "theme": "training",
    "dimension": "policy",
    "question": "Is there a policy?",
}


def checklist_file(**changes: object) -> str:
    """A checklist of two items; the fields of its head and of its first item can be changed."""
    return _SMALL.format(**_FIELDS | changes)


def line_with(source: str, text: str) -> int:
    """The number of the first line that has this text."""
    return next(n for n, line in enumerate(source.split("\n"), 1) if text in line)


_COUNTED = """
  - id: "{id}"
    paragraph: "{paragraph}"
    key: {key}
    theme: travel
    dimension: {dimension}
    question: How many?
    guidance: Count them.
    evidence: [A list, A form]
"""

_INDICATOR = """\
    indicator:
      unit: {unit}
      period: {period}
      by: {by}
      minimum: {minimum}
      maximum: {maximum}
"""

_COUNTED_FIELDS = {
    "id": "13.1",
    "paragraph": "13",
    "key": "journeys",
    "dimension": "indicator",
    "unit": "journeys",
    "period": "year",
    "by": "[]",
    "minimum": "0",
    "maximum": "500",
}


def counted(not_above: str = "", *, indicator: bool = True, **changes: object) -> str:
    """An item to put at the end of `checklist_file()`: one that asks for a number."""
    fields = _COUNTED_FIELDS | changes
    limit = f"      not_above: {not_above}\n" if not_above else ""
    return _COUNTED.format(**fields) + (_INDICATOR.format(**fields) + limit) * indicator
