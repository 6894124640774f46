"""An uploaded file is what its content says, and its name can do no harm."""

import io
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.uploads import Upload, UploadError, inspect
from tests.sample_files import JPEG, PDF, PNG

EXECUTABLE = b"MZ\x90\x00" + bytes(60)
ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def _zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _office(main_part: str, **more: bytes) -> bytes:
    return _zip({"[Content_Types].xml": b"<Types/>", main_part: b"<document/>", **more})


DOCX = _office("word/document.xml")
XLSX = _office("xl/workbook.xml")
PPTX = _office("ppt/presentation.xml")
ODT = _zip({"mimetype": ODT_TYPE, "content.xml": b"<office/>"}, zipfile.ZIP_STORED)
ODS = _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})

# One for each way of packing: each fails in its own way.
ARCHIVES = [
    _zip({"mimetype": 5 * ODT_TYPE, "content.xml": b"<office/>"}, method)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
]


def _inspect(content: bytes, name: str, *, limit_mb: int = 1) -> Upload:
    return inspect(io.BytesIO(content), name, len(content), limit_mb=limit_mb)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PDF", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "a.pptx",
            PPTX,
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("a.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("a.ods", ODS, "application/vnd.oasis.opendocument.spreadsheet"),
    ],
)
def test_file_that_is_what_its_name_says_is_taken(
    name: str, content: bytes, content_type: str
) -> None:
    upload = _inspect(content, name)
    assert (upload.name, upload.content_type) == (name, content_type)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PNG),
        ("a.png", PDF),
        ("a.docx", XLSX),
        ("a.xlsx", DOCX),
        ("a.odt", DOCX),
        ("a.docx", ODT),
        ("a.odt", ODS),
        ("a.pdf", DOCX),
        ("a.jpg", PNG),
    ],
)
def test_message_says_what_the_content_is_instead(name: str, content: bytes) -> None:
    with pytest.raises(UploadError, match=r"is not a .+: its content is a .+\."):
        _inspect(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", EXECUTABLE),
        ("a.pdf", b"just text"),
        ("a.pdf", b"<html><script>alert(1)</script></html>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.docx", EXECUTABLE),
        ("a.docx", _zip({"word/document.xml": b"without its content types"})),
        ("a.docx", _zip({"readme.txt": b"any archive"})),
        ("a.docx", b"PK\x03\x04"),
        ("a.odt", _zip({"mimetype": b"text/html"})),
        ("a.odt", _zip({"mimetype": ODT_TYPE + b"\n"})),
        ("a.odt", _zip({"mimetype": b"\xff\xfe"})),
        ("a.docx", DOCX[: len(DOCX) // 2]),
    ],
)
def test_content_of_another_or_no_known_type_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UploadError, match="something else, or is damaged"):
        _inspect(content, name)


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "a.docm", "a.zip", "a", ".pdf", "<>.pdf", "", "a.pdf.exe"]
)
def test_type_that_is_not_taken_is_refused_with_those_that_are(name: str) -> None:
    with pytest.raises(UploadError, match=r"Taken are: \.pdf, \.docx"):
        _inspect(PDF, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", _office("word/document.xml", **{"word/vbaProject.bin": b"x"})),
        ("a.docx", _office("word/document.xml", **{"word/VBAPROJECT.BIN": b"x"})),
        ("a.xlsx", _office("xl/workbook.xml", **{"xl/vbaProject.bin": b"x"})),
        ("a.odt", _zip({"mimetype": ODT_TYPE, "Basic/Standard/Module1.xml": b"x"})),
        ("a.odt", _zip({"mimetype": ODT_TYPE, "Scripts/python/evil.py": b"x"})),
    ],
)
def test_macros_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(UploadError, match="macros"):
        _inspect(content, name)


def test_empty_file_is_refused() -> None:
    with pytest.raises(UploadError, match=r"“a\.pdf” is empty"):
        _inspect(b"", "a.pdf")


def test_file_at_the_limit_is_taken() -> None:
    content = PDF + bytes((1 << 20) - len(PDF))
    assert _inspect(content, "a.pdf", limit_mb=1).name == "a.pdf"


def test_file_over_the_limit_is_refused_with_the_limit() -> None:
    content = PDF + bytes((1 << 20) - len(PDF) + 1)
    with pytest.raises(UploadError, match="larger than 1 MB"):
        _inspect(content, "a.pdf", limit_mb=1)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/cron.d/log.pdf", "log.pdf"),
        ("C:\\Users\\ana\\log.pdf", "log.pdf"),
        ("/etc/passwd/../log.pdf", "log.pdf"),
        ("log\r\nSet-Cookie: a=b.pdf", "logSet-Cookie a=b.pdf"),
        ('lo"g;.pdf', "log.pdf"),
        ("log\x00.pdf", "log.pdf"),
        ("invoice\u202efdp.pdf", "invoicefdp.pdf"),
        ("\u2066log\u2069.pdf", "log.pdf"),
        ("  log .pdf", "log.pdf"),
        ("...pdf", "file.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1.plan.pdf", "_lpt1.plan.pdf"),
        ("п" * 149 + ".pdf", "п" * 100 + ".pdf"),
        ("log.pdf.", "log.pdf"),
        ("تقرير الأمن.pdf", "تقرير الأمن.pdf"),
        ("Журнал № 1.pdf", "Журнал № 1.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_name_is_kept_without_what_could_do_harm(given: str, kept: str) -> None:
    assert _inspect(PDF, given).name == kept


def test_override_of_direction_cannot_hide_the_true_ending() -> None:
    with pytest.raises(UploadError, match="of a type that isn't taken"):
        _inspect(EXECUTABLE, "log\u202efdp.exe")


@pytest.mark.parametrize("content", [PDF, DOCX, ODT])
def test_file_is_left_at_its_start(content: bytes) -> None:
    file = io.BytesIO(content)
    inspect(file, {PDF: "a.pdf", DOCX: "a.docx", ODT: "a.odt"}[content], len(content), limit_mb=1)
    assert file.tell() == 0


def test_encrypted_type_of_an_open_document_is_refused() -> None:
    content = bytearray(ODT)
    directory = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    with pytest.raises(UploadError, match="damaged"):
        _inspect(bytes(content), "a.odt")


def _changed(content: bytes, find: bytes, offset: int, byte: int) -> bytes:
    changed = bytearray(content)
    changed[content.index(find) + offset] = byte
    return bytes(changed)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(DOCX[:-30], id="end cut off"),
        pytest.param(_changed(ARCHIVES[1], b"mimetype", 10, 255), id="deflated part"),
        pytest.param(_changed(ARCHIVES[2], b"mimetype", 14, 255), id="bzip2 part"),
        pytest.param(_changed(ARCHIVES[3], b"mimetype", 20, 255), id="lzma part"),
        pytest.param(_changed(ODT, b"PK\x05\x06", 19, 224), id="directory before the start"),
        pytest.param(
            _zip({"mimetype": ODT_TYPE, "é.xml": b""}).replace("é".encode(), b"\xff\xff"),
            id="name of a part",
        ),
    ],
)
def test_damaged_archive_is_refused(content: bytes) -> None:
    with pytest.raises(UploadError, match="damaged"):
        _inspect(content, "a.odt")


def test_small_archive_of_a_huge_part_is_not_unpacked() -> None:
    content = _zip({"mimetype": bytes(64 << 20)})
    tracemalloc.start()
    try:
        with pytest.raises(UploadError):
            _inspect(content, "a.odt")
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 << 20


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["a.pdf", "a.png", "a.docx"]))
def test_any_bytes_are_taken_or_refused(content: bytes, name: str) -> None:
    with suppress(UploadError):
        _inspect(content, name)


@given(
    st.sampled_from(ARCHIVES),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6),
    st.floats(0.1, 1),
)
def test_any_damaged_archive_is_taken_or_refused(
    archive: bytes, changes: list[tuple[float, int]], length: float
) -> None:
    content = bytearray(archive[: int(len(archive) * length)])
    for place, byte in changes:
        content[int(len(content) * place)] = byte
    content[:4] = b"PK\x03\x04"
    with suppress(UploadError):
        _inspect(bytes(content), "a.odt")


@given(st.text(max_size=300))
def test_any_name_becomes_a_safe_one_or_is_refused(name: str) -> None:
    try:
        safe = _inspect(PDF, name + ".pdf").name
    except UploadError:
        return
    assert 5 <= len(safe) <= 170
    assert safe.isprintable()
    assert not set(safe) & set('/\\<>:"|?*;')
