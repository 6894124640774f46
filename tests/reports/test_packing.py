"""A packed PDF says what it said before, in fewer bytes."""

import re
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import typst

from reports.pdf import STANDARDS
from reports.pdf import packed as packed_document
from tests.reports.documents import NAMES, document
from tests.reports.reading import pages
from tests.reports.tags import tags

SOURCE = b"""
#set document(title: "Words")
#set text(lang: "en")
= One
#lorem(200)
#figure(alt: "A square", square())
#table(columns: 3, table.header[a][b][c], ..range(600).map(str))
#link("https://example.org/")[There]
"""


@pytest.fixture(scope="module")
def before() -> bytes:
    pdf = typst.Compiler(input=SOURCE, ignore_system_fonts=True).compile(
        format="pdf", pdf_standards=STANDARDS, timestamp=0
    )
    assert isinstance(pdf, bytes)
    return pdf


def packed(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        return packed_document(document)


def test_packed_file_is_smaller_by_half(before: bytes) -> None:
    assert len(packed(before)) < len(before) / 2


def test_text_tags_bookmarks_and_metadata_stay(before: bytes) -> None:
    after = packed(before)
    assert pages(after) == pages(before)
    assert tags(after) == tags(before)
    one, other = (pypdfium2.PdfDocument(pdf) for pdf in (before, after))
    assert one.get_metadata_dict() == other.get_metadata_dict()
    assert [mark.get_title() for mark in one.get_toc()] == [
        mark.get_title() for mark in other.get_toc()
    ]


def test_pages_look_the_same(before: bytes) -> None:
    first, second = (
        pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().tobytes()
        for pdf in (before, packed(before))
    )
    assert first == second


def test_the_same_file_gives_the_same_bytes(before: bytes) -> None:
    assert packed(before) == packed(before)


def test_a_packed_file_has_no_loose_tags() -> None:
    assert not re.search(rb"/Type ?/StructElem", document(NAMES[0]))
