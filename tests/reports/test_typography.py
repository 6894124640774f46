"""Every kind of report as a reader's program finds it: head, foot, contents, bookmarks, notes."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from reports.kinds import Kind, Tier
from tests.reports.actions.sample import ACTIONS, actions_report
from tests.reports.documents import document
from tests.reports.evidence.sample import DOCUMENTS, evidence_report
from tests.reports.office.sample import compared_report
from tests.reports.organization.sample import organization_report
from tests.reports.reading import pages, squeezed, words
from tests.reports.rendering import HASH, render

KINDS = tuple(str(kind) for kind in Kind)
ENGLISH = tuple(f"{kind}-{tier}" for kind in KINDS for tier in (Tier.FULL, Tier.SHAREABLE))
EVERY = (*ENGLISH, *(f"{kind}-ar" for kind in KINDS))

# Where the text ends on a page and the foot begins, in points from the bottom.
FOOT = 26 / 25.4 * 72 - 2
NOTE = re.compile(r"\d+A/RES/\d+/\d+,[^.]*?paras?\..*$")


class Bookmark:
    """An entry of the outline: its `title`, `level`, `page` from 0 and `top` in points."""

    def __init__(self, found: pypdfium2.PdfBookmark) -> None:
        target = found.get_dest()
        assert target is not None
        self.title = found.get_title()
        self.level = found.level
        self.page = target.get_index()
        _mode, place = target.get_view()
        self.top = place[1]


def _bookmarks(pdf: pypdfium2.PdfDocument) -> list[Bookmark]:
    return [Bookmark(found) for found in pdf.get_toc(max_depth=6)]


def _links(pdf: pypdfium2.PdfDocument, number: int) -> Iterator[int]:
    """The pages, from 0, to which links on a page lead."""
    page = pdf[number]
    position, link = pdfium.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        if target := pdfium.FPDFLink_GetDest(pdf, link):
            yield pdfium.FPDFDest_GetDestPageIndex(pdf, target)


@pytest.mark.parametrize("name", ENGLISH)
def test_title_page_stands_alone_and_the_others_are_numbered(name: str) -> None:
    first, *others = pages(document(name))
    assert first.startswith("Operative")
    assert "Relief Bridge International" in first or name.startswith("paragraphs")
    assert "Data frozen" in first
    assert "Page 1" not in first
    count = len(others) + 1
    for number, text in enumerate(others, start=2):
        assert f"Page {number} of {count}" in text


@pytest.mark.parametrize("name", ENGLISH)
def test_running_head_stands_on_every_page_but_the_first(name: str) -> None:
    _first, *others = pages(document(name))
    heads = {text[:20] for text in others}
    assert len(heads) == 1, heads


@pytest.mark.parametrize("name", EVERY)
def test_contents_lead_to_every_part(name: str) -> None:
    pdf = pypdfium2.PdfDocument(document(name))
    parts = [mark for mark in _bookmarks(pdf) if mark.level == 0 and mark.page > 1]
    contents = list(_links(pdf, 1))
    assert parts
    assert {mark.page for mark in parts} <= set(contents)
    assert all(0 < page < len(pdf) for page in contents)


@pytest.mark.parametrize("name", EVERY)
def test_bookmarks_are_in_reading_order(name: str) -> None:
    marks = _bookmarks(pypdfium2.PdfDocument(document(name)))
    places = [(mark.page, -mark.top) for mark in marks]
    assert places == sorted(places)
    assert len(marks) >= 4


@pytest.mark.parametrize("name", EVERY)
def test_no_heading_is_left_alone_at_the_foot_of_a_page(name: str) -> None:
    pdf = pypdfium2.PdfDocument(document(name))
    for mark in _bookmarks(pdf):
        text = pdf[mark.page].get_textpage().get_text_bounded(bottom=FOOT, top=mark.top + 4)
        below = NOTE.sub("", squeezed(text))
        assert len(below) > len(squeezed(mark.title)), (mark.title, mark.page + 1)


@pytest.mark.parametrize("name", [*(f"{kind}-full" for kind in KINDS if kind != "paragraphs")])
def test_paragraphs_are_cited_in_footnotes(name: str) -> None:
    whole = words(document(name))
    assert re.search(r"\d ?A/RES/78/118, paras?\.\s\d+", whole)


@pytest.mark.parametrize("name", ["office-full", "organization-full"])
def test_first_note_has_the_title_of_the_instrument(name: str) -> None:
    whole = squeezed(words(document(name)))
    title = "SafetyandsecurityofhumanitarianpersonnelandprotectionofUnitedNationspersonnel"
    assert whole.count(f"A/RES/78/118,{title},para.") == 1


def test_mark_of_a_footnote_leads_to_it() -> None:
    pdf = pypdfium2.PdfDocument(document("office-full"))
    first = next(mark.page for mark in _bookmarks(pdf) if mark.title.startswith("12.1"))
    assert first in set(_links(pdf, first))


def _office() -> bytes:
    return render(compared_report())


def _organization() -> bytes:
    return render(organization_report(60), HASH)


def _actions() -> bytes:
    data = actions_report()
    many = replace(data.offices[0], actions=ACTIONS * 20)
    return render(replace(data, offices=(many,)), HASH)


def _evidence() -> bytes:
    data = evidence_report()
    many = replace(data.offices[0], documents=DOCUMENTS * 20)
    return render(replace(data, offices=(many,)), HASH)


@pytest.mark.parametrize(
    ("made", "head"),
    [
        (_office, "Item Question What is open Page"),
        (_office, "Item Question Then Now Change"),
        (_organization, "Item Question Dimension In place"),
        (_actions, "What is to be done Items Priority Until Progress"),
        (_evidence, "Document Serves Dated Valid until"),
    ],
)
def test_table_repeats_its_head_on_the_next_page(made: Callable[[], bytes], head: str) -> None:
    found = [page for page in pages(made()) if head in page]
    assert len(found) >= 2


@pytest.mark.parametrize("name", [*ENGLISH, *(f"{kind}-fr" for kind in KINDS)])
def test_no_words_are_set_over_others(name: str) -> None:
    for number, page in enumerate(pypdfium2.PdfDocument(document(name)), start=1):
        words = page.get_textpage()
        boxes = [words.get_rect(index) for index in range(words.count_rects())]
        for one, other in itertools.combinations(boxes, 2):
            width = min(one[2], other[2]) - max(one[0], other[0])
            height = min(one[3], other[3]) - max(one[1], other[1])
            # Lines that stand close may share a hair's breadth.
            over = max(0, width) * max(0, height)
            assert over <= 0.2 * min(_area(one), _area(other)), (number, one, other)


def _area(box: tuple[float, float, float, float]) -> float:
    left, bottom, right, top = box
    return (right - left) * (top - bottom)


@pytest.mark.parametrize("name", ENGLISH)
def test_hash_of_the_frozen_data_stands_with_the_notes_on_the_last_page(name: str) -> None:
    last = pages(document(name))[-1]
    assert "About this report" in last
    assert HASH in squeezed(last)
