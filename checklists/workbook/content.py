"""What goes into a workbook, and what a person said in one: frozen data without the ORM."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from checklists.indicators import Indicator


@dataclass(frozen=True, slots=True)
class Said:
    """The text of an answer. `value` "" with `come_back`: "don't know yet"."""

    value: str = ""
    come_back: bool = False
    justification: str = ""
    reason: str = ""
    figures: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Question:
    """An item of an assessment: what is asked, and what is answered so far.

    `counted` says of an indicator what is counted, and over which time. `frozen`: it can't be
    answered now. `last` and `remark` are "" where there is none.
    """

    ref: str
    theme: str
    symbol: str
    paragraph: str
    official: str
    question: str
    guidance: str
    asks: str
    said: Said
    version: int
    frozen: bool
    last: str = ""
    remark: str = ""
    measure: Indicator | None = None
    counted: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence, as a line to read."""

    ref: str
    title: str
    kind: str
    name: str
    dated: str
    valid_until: str
    added: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a workbook shows. Dates are written out in the reader's language already."""

    assessment: int
    organization: str
    office: str
    cycle: str
    due: str
    status: str
    checklist: str
    language: str
    is_right_to_left: bool
    takes_answers: bool
    downloaded_at: dt.datetime
    downloaded: str
    questions: tuple[Question, ...]
    evidence: tuple[EvidenceLine, ...] = ()


def asked_digest(asked: Iterable[tuple[str, str, Indicator | None]]) -> str:
    """What was asked, as (reference, question, indicator), in a short hash.

    Another one means that the workbook asks something else.
    """
    rows = [(ref, question, measure.cells if measure else ()) for ref, question, measure in asked]
    return hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()[:32]
