"""Files that aren't a workbook, or want to be more than one, and what is said of each."""

import io
import zipfile
from collections.abc import Callable

import pytest

from checklists.importers.confinement import read_workbook_confined
from checklists.workbook.cells import RefusedError
from checklists.workbook.front_door import MAX_MB, check_front
from checklists.workbook.package import check_package
from checklists.workbook.reading import read_raw
from checklists.workbook.refusals import sentence
from tests.checklists.workbook.filling import made, part, repacked

_RELS = "xl/_rels/workbook.xml.rels"
_SHEET = "xl/worksheets/sheet2.xml"
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def _with(**parts: bytes) -> Callable[[], bytes]:
    return lambda: repacked(made(), {name.replace("__", "/"): one for name, one in parts.items()})


def _added(name: str, content: bytes = b"x") -> Callable[[], bytes]:
    return lambda: repacked(made(), {name: content})


def _replaced(name: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        content = made()
        before = part(content, name)
        assert old in before
        return repacked(content, {name: before.replace(old, new, 1)})

    return make


def _relation(kind: str, target: str) -> Callable[[], bytes]:
    row = (
        f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return _replaced(_RELS, b"</Relationships>", row.encode())


def _locked() -> bytes:
    content = bytearray(made())
    central = content.rindex(b"PK\x01\x02")
    content[central + 8] |= 1
    return bytes(content)


def _lying_size() -> bytes:
    """An archive whose directory says that a part is small, when it unpacks to much."""
    content = bytearray(repacked(made(), {"xl/media/a.png": b"\0" * 3_000_000}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def _archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def _opendocument() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    return target.getvalue()


def _twice() -> bytes:
    target = io.BytesIO(made())
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(_SHEET, b"<worksheet/>")
    return target.getvalue()


def _entities() -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    return repacked(made(), {_SHEET: bomb + part(made(), _SHEET)})


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("nothing", lambda: b"", "empty"),
    ("blanks", lambda: b" \r\n\0" * 100, "empty"),
    ("too large", lambda: b"PK\x03\x04" + b"x" * (MAX_MB << 20), "too_large"),
    ("old Excel, or a password", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "old_excel"),
    ("CSV", lambda: "Item,Answer\n35.1,Im Gänze\n".encode(), "text"),
    ("HTML called xlsx", lambda: b"<html><table></table></html>", "text"),
    ("picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "other"),
    ("program", lambda: b"\x7fELF" + b"\0" * 50, "other"),
    ("PDF", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "other"),
    ("OpenDocument", _opendocument, "opendocument"),
    (
        "binary workbook",
        lambda: _archive(xl__workbook_bin=b"", **{"xl/workbook.bin": b""}),
        "binary",
    ),
    ("Word document", lambda: _archive(word__document=b""), "no_workbook"),
    ("empty archive", lambda: b"PK\x05\x06" + b"\0" * 18, "other"),
    ("cut off", lambda: made()[:-200], "damaged"),
    ("half of it", lambda: made()[: len(made()) // 2], "damaged"),
    ("a part with a password", _locked, "password"),
    ("macros", _added("xl/vbaProject.bin"), "macros"),
    ("macros elsewhere", _added("customXml/VBAPROJECT.bin"), "macros"),
    ("macro sheet of Excel 4", _added("xl/macrosheets/sheet1.xml"), "macros"),
    ("dialog sheet", _added("xl/dialogsheets/sheet1.xml"), "macros"),
    (
        "macro-enabled by its types",
        _replaced(
            "[Content_Types].xml", b"spreadsheetml.sheet.main", b"spreadsheetml.macroEnabled.main"
        ),
        "macros",
    ),
    ("external link", _added("xl/externalLinks/externalLink1.xml"), "links"),
    ("connection", _added("xl/connections.xml"), "links"),
    ("query", _added("xl/queryTables/queryTable1.xml"), "links"),
    ("template from a server", _relation("attachedTemplate", "http://evil.example/t"), "links"),
    ("picture from a server", _relation("image", "file://evil/x.png"), "links"),
    ("DDE", _added("xl/other.xml", b'<x><ddeLink ddeService="cmd"/></x>'), "links"),
    ("embedded file", _added("xl/embeddings/oleObject1.bin"), "objects"),
    ("ActiveX", _added("xl/activeX/activeX1.xml"), "objects"),
    ("form control", _added("xl/ctrlProps/ctrlProp1.xml"), "objects"),
    ("ribbon", _added("customUI/customUI.xml"), "objects"),
    (
        "OLE object",
        _replaced(_SHEET, b"</sheetData>", b"</sheetData><oleObjects><oleObject/></oleObjects>"),
        "objects",
    ),
    ("bomb of blanks", _added("xl/media/a.png", b"\0" * 30_000_000), "bomb"),
    ("bomb of repeated XML", _added("xl/comments1.xml", b"<a/>" * 3_000_000), "bomb"),
    ("larger than its directory says", _lying_size, "damaged"),
    (
        "a thousand parts",
        lambda: repacked(made(), {f"xl/{n}.xml": b"<a/>" for n in range(999)}),
        "bomb",
    ),
    ("entities", _entities, "entities"),
    ("part in UTF-16", _added("xl/a.xml", "<!DOCTYPE a>".encode("utf-16")), "damaged"),
    ("a part twice", _twice, "damaged"),
    ("a path that climbs", _added("xl/../../etc/passwd"), "damaged"),
    ("no sheets' table", _added("xl/workbook.xml", b"<workbook/>"), "damaged"),
    (
        "workbook without types",
        lambda: repacked(made(), {"[Content_Types].xml": None}),
        "no_workbook",
    ),
    (
        "string that isn't there",
        _added(
            _SHEET,
            _HEAD + b'<row r="1"><c r="A1" t="s"><v>999999</v></c></row></sheetData></worksheet>',
        ),
        "damaged",
    ),
    (
        "row of no number",
        _added(_SHEET, _HEAD + b'<row r="x"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'),
        "damaged",
    ),
    (
        "cell as long as a book",
        _added(
            _SHEET,
            _HEAD
            + b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
            + b"ab cd" * 9_000
            + b"</t></is></c></row></sheetData></worksheet>",
        ),
        "long_cell",
    ),
]


def _read(content: bytes) -> None:
    check_front(content)
    read_raw(content)


@pytest.mark.parametrize(
    ("make", "code"), [row[1:] for row in HOSTILE], ids=[r[0] for r in HOSTILE]
)
def test_refused_with_its_reason(make: Callable[[], bytes], code: str) -> None:
    content = make()
    with pytest.raises(RefusedError) as refused:
        _read(content)
    assert refused.value.code == code
    said = sentence(refused.value)
    assert said.endswith(".")
    assert "%(" not in said


def test_far_away_cell_costs_nothing() -> None:
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    raw = read_raw(repacked(made(), {_SHEET: _HEAD + row}))
    assert [sheet.rows for sheet in raw.sheets if sheet.name == "Answers"] == [()]


def test_child_reads_an_honest_workbook() -> None:
    raw = read_workbook_confined(made(), seconds=20)
    assert [sheet.name for sheet in raw.sheets] == [
        "Instructions",
        "Answers",
        "Indicators",
        "Evidence",
        "operative",
    ]


def test_child_tells_its_refusal_in_a_code() -> None:
    raw = read_workbook_confined(_added("xl/vbaProject.bin")(), seconds=20)
    assert raw.refused == "macros"


def test_largest_honest_package_passes() -> None:
    check_package(made())
