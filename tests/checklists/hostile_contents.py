"""What the files hold that somebody might send to do harm: each made here, byte by byte."""

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

from tests.sample_files import (
    DOCX,
    PDF,
    make_office,
    make_pdf,
    make_picture,
    make_zip,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
XLSX = "xl/workbook.xml"
PPTX = "ppt/presentation.xml"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
ENTITIES = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"
SHEET = "xl/worksheets/sheet1.xml"


def relation(kind: str, target: str, mode: str = "External") -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<Relationships><Relationship Id="r1" Type="{base}/{kind}" Target="{target}"'
        f' TargetMode="{mode}"/></Relationships>'
    ).encode()


def template(identity: bytes, mode: bytes) -> bytes:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    return (
        b"<Relationships><Relationship "
        + identity
        + b' Type="%b" Target="http://e/x" TargetMode="%b"/></Relationships>' % (kind, mode)
    )


def field(code: str) -> bytes:
    return f'<w:hdr xmlns:w="w"><w:instrText> {code}</w:instrText></w:hdr>'.encode()


def formula(code: str) -> bytes:
    return f"<worksheet><sheetData><row><c><f>{code}</f></c></row></sheetData></worksheet>".encode()


def linking_out() -> bytes:
    """One part is a symbolic link, as Unix writes them."""
    file = io.BytesIO(DOCX)
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("word/media/image1.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def js_pdf() -> bytes:
    return make_pdf(b"<</S/JavaScript/JS(app.alert)>>", catalog=b"/OpenAction 4 0 R")


def packed_js_pdf() -> bytes:
    objects = zlib.compress(b"9 0 <</S/JavaScript/JS(app.alert(1))>>")
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(objects)
    return make_pdf(head + b"\nstream\n" + objects + b"\nendstream")


def attached_pdf() -> bytes:
    catalog = b"/Names<</EmbeddedFiles<</Names[(a.exe)4 0 R]>>>>"
    stream = b"<</Type/EmbeddedFile/Length 2>>\nstream\nMZ\nendstream"
    return make_pdf(b"<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>", stream, catalog=catalog)


def encrypted(content: bytes) -> bytes:
    """An archive whose first part says that it is encrypted."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def bomb() -> bytes:
    return make_office(parts={"word/media/image1.png": bytes(60_000_000)})


def many_parts() -> bytes:
    return make_office(parts={f"word/{n}.xml": b"" for n in range(5_001)})


def overlapping() -> bytes:
    """Two names in the directory for one packed part: each adds its size again."""
    content = make_office(parts={"word/a.bin": bytes(range(256)) * 40})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
    entries, end = content[start:-22], bytearray(content[-22:])
    last = entries[entries.rindex(b"PK\x01\x02") :]
    more = b"".join(last.replace(b"word/a.bin", b"word/b%04d" % n) for n in range(300))
    count = 3 + 300
    struct.pack_into("<HHL", end, 8, count, count, len(entries) + len(more))
    return content[:start] + entries + more + bytes(end)


def twice_named() -> bytes:
    file = io.BytesIO(DOCX)
    with zipfile.ZipFile(file, "a") as archive:
        info = zipfile.ZipInfo("word/document.xml")
        archive.NameToInfo.pop(info.filename)
        archive.writestr(info, b"<another/>")
    return file.getvalue()


def nested() -> bytes:
    inner = make_office(XLSX)
    middle = make_office(XLSX, parts={"xl/embeddings/a.xlsx": inner})
    return make_office(parts={"word/embeddings/a.xlsx": middle})


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "GPS-Camera"
    exif.get_ifd(0x8825)[1] = "N"
    return make_picture("JPEG", exif=exif.tobytes())


def with_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>GPS</script>")
    return make_picture("PNG", pnginfo=info)


def animated() -> bytes:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    return file.getvalue()


def pdf_in_zip() -> bytes:
    """A Word file with a PDF unpacked in its first part, where PDF readers look for it."""
    parts = {"%PDF-1.txt": PDF, TYPES: b"<Types/>", "word/document.xml": b"<document/>"}
    return make_zip(parts, zipfile.ZIP_STORED)
