"""Reads a PDF as a reader's program does."""

import re
import zlib

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
    """Every stream of a file that can be unpacked, one after the other: for looking at objects."""
    starts = re.finditer(rb"/FlateDecode[^>]*>>\s*stream\n", pdf)
    streams = (zlib.decompressobj().decompress(pdf[start.end() :]) for start in starts)
    return b"\n".join([pdf, *streams])
