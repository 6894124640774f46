"""The front door for documents: what comes in, and what is turned away with a clear sentence."""

import time
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.importers.reading import MAX_BYTES, read_document
from checklists.importers.transcript import DocumentError
from tests.checklists.importers.pdf.builder import BOMBS, page_with, shown, stream

DOCUMENTS = Path(__file__).parent / "documents"
RESOLUTION = (DOCUMENTS / "A_RES_73_7-EN.pdf").read_bytes()
TEXT = "78/118. Safety\n\nThe General Assembly,\n\n1. Urges “States”;\n"
LOCK = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -1/O<%s>/U<%s>>>/ID[<00><00>]" % (
    b"01" * 32,
    b"02" * 32,
)


def archive(*names: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as written:
        for name in names:
            written.writestr(name, "<x/>")
    return content.getvalue()


def refusal(content: bytes, name: str = "sent.pdf") -> str:
    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        read_document(content, name)
    assert time.monotonic() - began < 5
    return str(caught.value)


def test_a_pdf_is_told_by_its_content() -> None:
    transcript = read_document(RESOLUTION, "resolution.txt")

    assert transcript.text == (DOCUMENTS / "A_RES_73_7-EN.txt").read_text()


def test_doubts_come_back_from_the_child() -> None:
    transcript = read_document((DOCUMENTS / "A_RES_73_6-EN.pdf").read_bytes(), "a.pdf")

    assert [(doubt.line, doubt.page) for doubt in transcript.doubts] == [(157, 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_in_every_encoding_that_says_so(encoding: str) -> None:
    assert read_document(TEXT.encode(encoding), "a.txt").text == TEXT


def test_ends_of_lines_are_made_the_same() -> None:
    assert read_document(b"one\r\ntwo\rthree\n", "a.txt").text == "one\ntwo\nthree\n"


def test_a_text_in_another_encoding_is_refused_with_its_line() -> None:
    assert refusal("one\ntwo “quoted”".encode("cp1252"), "a.txt") == (
        "line 2 of a.txt is not UTF-8: save the file as UTF-8 text"
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "sent.pdf is empty"),
        (b" \n\0\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "picture"),
        (b"<!DOCTYPE html><p>78/118. Safety", "web page"),
        (b"\x7fELF" + bytes(100), "a program"),
        (b"MZ\x90" + bytes(100), "a program"),
        (b"{\\rtf1 78/118.}", "rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word document"),
        (archive("notes.txt"), "an archive"),
        (archive("xl/workbook.xml", "[Content_Types].xml"), "a workbook"),
        (archive("[Content_Types].xml", "word/document.xml")[:60], "cut off"),
        (b"one\ntwo\x07\n", "line 2 has control characters"),
        (b"a" * (MAX_BYTES + 1), "20 MB is the most"),
    ],
    # A zip holds the time: named by its bytes, a test would have two names in two processes.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_document_is_refused_by_name(content: bytes, says: str) -> None:
    assert says in refusal(content)


@pytest.mark.parametrize("part", [0.02, 0.5, 0.9, 0.999])
def test_a_pdf_that_is_cut_off_is_refused(part: float) -> None:
    assert "cut off" in refusal(RESOLUTION[: int(len(RESOLUTION) * part)])


def test_a_pdf_whose_text_is_damaged_is_refused() -> None:
    at = RESOLUTION.index(b"stream", RESOLUTION.index(b"/FlateDecode")) + 60
    assert "damaged" in refusal(RESOLUTION[:at] + b"\0\xff\0\xff" + RESOLUTION[at + 4 :])


def test_a_file_with_bytes_too_many_is_doubted() -> None:
    at = RESOLUTION.index(b"endobj")
    read = read_document(RESOLUTION[:at] + b"% more\n" + RESOLUTION[at:], "a.pdf")

    assert [doubt.message.split(":")[0] for doubt in read.doubts] == [
        "parts of this PDF aren't where it says"
    ]


def test_a_locked_pdf_is_refused() -> None:
    locked = page_with(shown((72, 700, 10, "The General Assembly,")), trailer=LOCK)
    assert "locked with a password" in refusal(locked)


def test_a_scan_is_refused() -> None:
    assert "a scan" in refusal(page_with(stream(b"0 0 m 100 100 l S")))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    sentence = refusal(BOMBS[name]())

    assert sentence.startswith(("this PDF", "page 1 is damaged"))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_an_error(content: bytes) -> None:
    if content.startswith((b"%PDF", b"PK")):
        return
    with suppress(DocumentError):
        assert "\0" not in read_document(content, "a.txt").text
