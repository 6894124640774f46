"""What a screen reader gets of each document: headings, tables, pictures, language and order."""

import itertools
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest

from tests.reports.documents import NAMES, document
from tests.reports.reading import language, squeezed, unpacked
from tests.reports.tags import Tag, tags

LEVELS = {f"H{level}": level for level in range(1, 7)}

every_document = pytest.mark.parametrize("name", NAMES)


@cache
def _tags(name: str) -> list[Tag]:
    return tags(document(name))


def _headings(name: str) -> list[Tag]:
    return [_unnoted(tag) for tag in _tags(name) if tag.name in LEVELS]


def _unnoted(tag: Tag) -> Tag:
    """The typesetter's title of a heading goes on with the footnote, after a word joiner."""
    return replace(tag, title=tag.title.partition("\N{WORD JOINER}")[0])


@every_document
def test_headings_skip_no_level(name: str) -> None:
    levels = [LEVELS[tag.name] for tag in _headings(name)]
    assert levels[0] == 1
    for before, level in itertools.pairwise(levels):
        assert level <= before + 1


@every_document
def test_bookmarks_are_headings_in_their_order(name: str) -> None:
    marks = [mark.get_title() for mark in pypdfium2.PdfDocument(document(name)).get_toc()]
    titles = [squeezed(tag.title) for tag in _headings(name)]
    rest = iter(titles)
    assert [mark for mark in marks if squeezed(mark) not in rest] == []
    assert marks or name.startswith("declaration")


@every_document
def test_every_picture_has_words(name: str) -> None:
    assert [tag for tag in _tags(name) if tag.name == "Figure" and not tag.alt] == []


@every_document
def test_every_table_begins_with_its_heads(name: str) -> None:
    found = _tags(name)
    tables = [number for number, tag in enumerate(found) if tag.name == "Table"]
    for number in tables:
        # What goes on over a page is the same table, and there its heads are drawn, not read again.
        if found[number + 1].name == "THead":
            assert [tag.name for tag in found[number + 2 : number + 4]] == ["TR", "TH"]
    rows = [tag for number in tables for tag in found[number + 1 : number + 2]]
    assert any(tag.name == "THead" for tag in rows) or not tables


@every_document
def test_language_and_title_are_told(name: str) -> None:
    pdf = document(name)
    end = name.rpartition("-")[2] if "zh" not in name else "zh"
    assert language(pdf).startswith(end if end in ("fr", "ar", "zh") else "en")
    objects = unpacked(pdf)
    assert b"/DisplayDocTitle true" in objects
    assert pypdfium2.PdfDocument(pdf).get_metadata_value("Title")
    assert (b"/Direction /R2L" in objects) == (end == "ar")


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-full")])
def test_headings_are_read_where_they_stand(name: str) -> None:
    pages = pypdfium2.PdfDocument(document(name))
    drawn = [squeezed(page.get_textpage().get_text_bounded()) for page in pages]
    for number, words in enumerate(drawn):
        at = 0
        for tag in _headings(name):
            if tag.page == number and tag.title:
                at = words.find(squeezed(tag.title), at)
                assert at >= 0, tag
