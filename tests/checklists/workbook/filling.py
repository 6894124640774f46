"""Fills workbooks in as people do, and bends them as nobody should."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from checklists.indicators import Indicator
from checklists.workbook.content import Contents, EvidenceLine, Question, Said
from checklists.workbook.writing import write_workbook

BY_SEX = Indicator("persons", "cycle", ("sex",))


def question(ref: str = "1.1", **changes: Any) -> Question:
    """An item, asked for the first time."""
    fields: dict[str, Any] = {
        "ref": ref,
        "theme": "Training",
        "symbol": "A/RES/78/118",
        "paragraph": ref.partition(".")[0],
        "official": "Requests all organizations to train their personnel;",
        "question": f"Is {ref} done?",
        "guidance": "In place: it is done.",
        "asks": "Policy",
        "said": Said(),
        "version": 0,
        "frozen": False,
    }
    return Question(**fields | changes)


def contents(*questions: Question, **changes: Any) -> Contents:
    """What goes into a workbook."""
    fields: dict[str, Any] = {
        "assessment": 7,
        "organization": "Meridian Relief",
        "office": "Field office Nord-Kivu",
        "cycle": "2026, first half",
        "due": "15 July 2026",
        "status": "In progress",
        "checklist": "Security of personnel, version 2",
        "language": "en",
        "is_right_to_left": False,
        "takes_answers": True,
        "downloaded_at": dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC),
        "downloaded": "1 March 2026, 09:30",
        "questions": questions,
        "evidence": (),
    }
    return Contents(**fields | changes)


def made(*questions: Question) -> bytes:
    """A workbook of some items; of two and an indicator where none are given."""
    evidence = (EvidenceLine("1.1", "=Log", "File", "log.pdf", "", "", "1 March 2026"),)
    asked = questions or (
        question("1.1"),
        question("2.1"),
        question("3.1", measure=BY_SEX, counted="Persons, 2026"),
    )
    return write_workbook(contents(*asked, evidence=evidence))


def changed(content: bytes, change: Callable[[Workbook], object]) -> bytes:
    """A workbook that somebody opened, changed and saved."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def filled(content: bytes, cells: Mapping[str, object]) -> bytes:
    """A workbook with other values in some cells: {"Answers!C3": "In place"}."""

    def fill(book: Workbook) -> None:
        for where, value in cells.items():
            sheet, _separator, cell = where.partition("!")
            book[sheet][cell].value = value

    return changed(content, fill)


def repacked(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """A package with some parts added or put in place of others; None leaves one out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return target.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
