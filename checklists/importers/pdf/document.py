"""Reads the PDF of a resolution, as the United Nations publish it, into a transcript.

Nothing here knows a position on a page: margins, sizes and leading are measured on the document.
"""

import pypdfium2 as pdfium

from checklists.importers.pdf.footnotes import Footnotes, part_footnotes
from checklists.importers.pdf.glyphs import Page, read_page
from checklists.importers.pdf.integrity import check_integrity, open_pdf
from checklists.importers.pdf.layout import measure
from checklists.importers.pdf.lines import Line, read_lines
from checklists.importers.pdf.masthead import part_masthead, read_masthead
from checklists.importers.pdf.page_furniture import Furniture
from checklists.importers.pdf.paragraphs import read_paragraphs
from checklists.importers.pdf.transcript import TranscriptWriter
from checklists.importers.transcript import DocumentError, Transcript

MAX_LETTERS = 4_000_000


def read_pdf(content: bytes) -> Transcript:
    """The text of a PDF. Raises DocumentError for one that is locked, damaged or has no text."""
    doubts = check_integrity(content)
    document = open_pdf(content)
    try:
        pages = _read_pages(document)
    finally:
        document.close()
    if not any(lines for _page, lines in pages):
        raise DocumentError(
            "this PDF has no text, only pictures of pages (a scan): it must be read by"
            " text recognition first, or its text pasted"
        )
    return _transcribe(pages, doubts)


def _read_pages(document: pdfium.PdfDocument) -> list[tuple[Page, list[Line]]]:
    pages = []
    letters = 0
    for number in range(1, len(document) + 1):
        page = read_page(document, number)
        lines = read_lines(page)
        letters += sum(len(line.text) for line in lines)
        if letters > MAX_LETTERS:
            raise DocumentError(f"the first {number} pages have more text than a document may have")
        page.runs = []
        pages.append((page, lines))
    return pages


def _transcribe(pages: list[tuple[Page, list[Line]]], doubts: list[str]) -> Transcript:
    layout = measure([lines for _page, lines in pages])
    furniture = Furniture(pages, layout.leading)
    writer = TranscriptWriter()
    for doubt in dict.fromkeys(doubts):
        writer.doubt_page(1, doubt)
    footnotes = Footnotes()
    texts: list[list[Line]] = []
    for page, lines in pages:
        cleared = furniture.clear(page, lines)
        text, notes = part_footnotes(page, cleared.lines, layout)
        footnotes.add(notes)
        texts.append(text)
        _doubt_page(writer, page, lines, cleared.unsure)
    writer.know_marks(footnotes)
    masthead, texts[0] = part_masthead(texts[0], layout)
    writer.write_masthead(read_masthead(masthead))
    writer.write_paragraphs(read_paragraphs(texts, layout), len(pages))
    writer.write_footnotes(footnotes)
    return writer.finish()


def _doubt_page(
    writer: TranscriptWriter, page: Page, lines: list[Line], unsure: list[Line]
) -> None:
    """What the reader of a transcript should look at on a page."""
    if not lines:
        writer.doubt_page(page.number, "this page has no text: is it a picture?")
    if page.unread:
        writer.doubt_page(
            page.number, f"{page.unread} signs on this page have no letter that could be read"
        )
    if page.sideways:
        writer.doubt_page(
            page.number, f"{page.sideways} letters stand sideways on this page and were left out"
        )
    if page.outside:
        writer.doubt_page(
            page.number, f"{page.outside} letters stand outside of this page and were left out"
        )
    if page.recognised:
        writer.doubt_page(
            page.number, "this page is a scan; its text was recognised by a machine: compare it"
        )
    if unsure:
        left_out = " / ".join(line.text for line in unsure)
        writer.doubt_page(page.number, f"left out at the head of this page: “{left_out[:200]}”")
    if sum(len(line.cells) > 1 for line in lines) > 3:
        writer.doubt_page(
            page.number, "this page seems to have a table or columns: compare its order"
        )
