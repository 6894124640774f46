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
