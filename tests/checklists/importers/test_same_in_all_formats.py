"""The official texts give the same resolution from a text, a Word file and a PDF."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from checklists.importers.docx.document import read_docx
from checklists.importers.pdf.document import read_pdf
from checklists.importers.resolution.text import parse_resolution_text
from tests.checklists.importers.docx.builder import OfficialDocument

DOCUMENTS = Path(__file__).parent / "documents"
SYMBOLS = ["A_RES_73_6", "A_RES_73_7"]


def _said(text: str) -> Any:
    """All that a resolution says, without its places in the file."""
    return _without_places(asdict(parse_resolution_text(text)))


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        kept = value.keys() - {"line", "page", "doubts"}
        return {name: _without_places(value[name]) for name in kept}
    if isinstance(value, list | tuple):
        return [_without_places(one) for one in value]
    return value


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_word_file_gives_the_same_resolution_as_the_text(symbol: str) -> None:
    text = (DOCUMENTS / f"{symbol}.txt").read_text()
    transcript = read_docx(OfficialDocument(text).file())
    assert transcript.doubts == ()
    assert _said(transcript.text) == _said(text)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_word_file_gives_the_very_text(symbol: str) -> None:
    text = (DOCUMENTS / f"{symbol}.txt").read_text()
    assert read_docx(OfficialDocument(text).file()).text == text.replace(
        "6\n\nGeneral", "6\n\nGeneral"
    )


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_pdf_gives_the_same_resolution_as_the_text(symbol: str) -> None:
    transcript = read_pdf((DOCUMENTS / f"{symbol}-EN.pdf").read_bytes())
    text = (DOCUMENTS / f"{symbol}.txt").read_text()
    assert _said(transcript.text) == _said(text)


@pytest.mark.parametrize(
    ("symbol", "paragraphs", "footnotes"),
    [("A_RES_73_6", (25, 14), 6), ("A_RES_73_7", (13, 28), 9)],
)
def test_the_texts_are_whole(symbol: str, paragraphs: tuple[int, int], footnotes: int) -> None:
    resolution = parse_resolution_text((DOCUMENTS / f"{symbol}.txt").read_text())
    assert (len(resolution.preambular), len(resolution.operative)) == paragraphs
    assert len(resolution.footnotes) == footnotes
