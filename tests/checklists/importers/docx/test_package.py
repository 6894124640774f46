"""Which files are refused as Word files, and how."""

import io
import zipfile

import pytest

from checklists.importers.docx.document import read_docx
from checklists.importers.docx.xml import MAX_DEPTH, MAX_NODES
from checklists.importers.transcript import DocumentError
from tests.checklists.importers.docx.builder import (
    DOCUMENT_TYPE,
    build,
    content_types,
    paragraph,
    run,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TEXT = paragraph("The General Assembly,")


def _with_document(xml: str | bytes) -> bytes:
    return build("", parts={"word/document.xml": xml})


def _refusal(content: bytes) -> str:
    with pytest.raises(DocumentError) as refused:
        read_docx(content)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no Word document"),
        (b"The General Assembly,", "no Word document"),
        (b"%PDF-1.7", "no Word document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "old format (.doc)"),
        (OLE, "old Office format"),
        (zipped({"a.txt": "a"}), "a zip archive, but no Word document"),
        (zipped({}), "a zip archive, but no Word document"),
        (b"PK\x03\x04", "cut off"),
        (build(TEXT)[:-30], "cut off"),
        (build(TEXT)[:700], "cut off"),
    ],
)
def test_other_files_are_refused(content: bytes, reason: str) -> None:
    assert reason in _refusal(content)


def test_another_office_file_is_refused() -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert "an Office file, but no Word" in _refusal(build(TEXT, parts=content_types(kind)))


def test_macros_are_refused() -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert "contains macros" in _refusal(build(TEXT, parts=content_types(kind)))
    assert "contains macros" in _refusal(build(TEXT, parts={"word/vbaProject.bin": b"x"}))


def test_a_template_is_read() -> None:
    kind = DOCUMENT_TYPE.replace("document.main", "template.main")
    assert read_docx(build(TEXT, parts=content_types(kind))).text == "The General Assembly,\n"


def test_strict_documents_are_read() -> None:
    with zipfile.ZipFile(io.BytesIO(build(TEXT))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in files.items()
    }
    assert read_docx(zipped(strict)).text == "The General Assembly,\n"


def test_utf_16_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(build(TEXT))) as archive:
        text = archive.read("word/document.xml").decode().replace("UTF-8", "UTF-16")
    assert read_docx(_with_document(text.encode("utf-16"))).text == "The General Assembly,\n"


def test_missing_parts_are_done_without() -> None:
    with zipfile.ZipFile(io.BytesIO(build(TEXT))) as archive:
        needed = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        files = {name: archive.read(name) for name in needed}
    assert read_docx(zipped(files)).text == "The General Assembly,\n"


def test_a_document_without_its_body_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(build(TEXT))) as archive:
        names = [name for name in archive.namelist() if name != "word/document.xml"]
        files = {name: archive.read(name) for name in names}
    assert "no Word document" in _refusal(zipped(files))


def test_a_document_without_text_is_refused() -> None:
    assert _refusal(build(paragraph(""))) == "This Word file has no text."


@pytest.mark.parametrize("xml", ["", "<", "<a>", "<a></b>", b"\xff\xfe\x00", b"<a>\xff</a>", "a"])
def test_damaged_xml_is_refused(xml: str | bytes) -> None:
    assert "word/document.xml" in _refusal(_with_document(xml))


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert "declares a type" in _refusal(_with_document(bomb))
    external = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert "declares a type" in _refusal(_with_document(external.encode("utf-16")))


def test_a_bomb_is_refused() -> None:
    assert "would unpack to 60 MB" in _refusal(build(TEXT, parts={"x.xml": bytes(60_000_000)}))


def test_too_large_a_text_is_refused() -> None:
    with io.BytesIO() as packed:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("x", build(TEXT))
        assert "no Word document" in _refusal(packed.getvalue())
    noise = bytes(range(256)) * 70_000
    large = io.BytesIO(_with_document(noise))
    with zipfile.ZipFile(large, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("picture", bytes(1_000_000))
    assert "too large (17 MB in word/document.xml)" in _refusal(large.getvalue())


def test_thousands_of_parts_are_refused() -> None:
    assert "parts: that is no document" in _refusal(
        zipped({f"{number}.xml": "" for number in range(4_001)})
    )


def test_deep_nesting_is_refused() -> None:
    deep = "<w:ins>" * MAX_DEPTH + run("x") + "</w:ins>" * MAX_DEPTH
    assert "nested too deep" in _refusal(build(paragraph(deep)))


def test_endless_elements_are_refused() -> None:
    assert "document.xml is too large" in _refusal(build(paragraph("<w:r/>" * MAX_NODES)))


def test_a_part_with_a_password_is_refused() -> None:
    content = bytearray(build(TEXT))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "protected by a password" in _refusal(bytes(content))


def test_an_unknown_packing_is_refused() -> None:
    content = bytearray(build(TEXT))
    content[content.index(b"PK\x01\x02") + 10] = 97
    assert "packed this way" in _refusal(bytes(content))
