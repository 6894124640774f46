"""Reads the tags of a PDF as a screen reader gets them: pdfium's tree of each page."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Tag:
    """One tag with its alternative text, language and title."""

    name: str
    depth: int
    page: int
    alt: str = ""
    language: str = ""
    title: str = ""


def tags(pdf: bytes) -> list[Tag]:
    """All tags, in reading order."""
    document = pypdfium2.PdfDocument(pdf)
    return [tag for number in range(len(document)) for tag in _page(document[number], number)]


def _page(page: pypdfium2.PdfPage, number: int) -> Iterator[Tag]:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        yield from _below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), number, 0)
    pdfium.FPDF_StructTree_Close(tree)


def _below(element: Any, page: int, depth: int) -> Iterator[Tag]:
    yield Tag(
        name=_text(pdfium.FPDF_StructElement_GetType, element),
        depth=depth,
        page=page,
        alt=_text(pdfium.FPDF_StructElement_GetAltText, element),
        language=_text(pdfium.FPDF_StructElement_GetLang, element),
        title=_text(pdfium.FPDF_StructElement_GetTitle, element),
    )
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _below(child, page, depth + 1)


def _text(ask: Callable[..., int], element: Any) -> str:
    size = ask(element, None, 0)
    held = ctypes.create_string_buffer(size)
    ask(element, held, size)
    return held.raw[: max(0, size - 2)].decode("utf-16-le")
