"""Reads a PDF as a reader's program does."""

import re
from io import BytesIO

import pikepdf
import pypdfium2


def pages(pdf: bytes) -> list[str]:
    """The text of each page, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def words(pdf: bytes) -> str:
    """The whole text, with single spaces."""
    return " ".join(pages(pdf))


def squeezed(text: str) -> str:
    """A text without spaces and breaks, which a line end may put anywhere."""
    return re.sub(r"[\s\u200b\ufffe\u00ad]+", "", text)


def unpacked(pdf: bytes) -> bytes:
    """Every object of a file in plain text, streams too: for looking at objects."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def language(pdf: bytes) -> str:
    """The language that the document says it is in."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return str(document.Root.Lang)
