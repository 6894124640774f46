"""Small files that are what they say, made here: PDFs, pictures, Office files and archives."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from PIL import Image

ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def make_pdf(*objects: bytes, catalog: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one blank page, with more objects (numbered from 4), and more in its catalog."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
        *objects,
    ]
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = b"/Size %d" % (len(bodies) + 1)
    return (
        out
        + b"trailer\n<<"
        + size
        + b"/Root 1 0 R"
        + trailer
        + b">>\nstartxref\n%d\n%%%%EOF\n" % start
    )


def make_picture(
    kind: str = "PNG", size: tuple[int, int] = (6, 4), mode: str = "RGB", **options: Any
) -> bytes:
    """A picture whose upper left point is red."""
    image = Image.new(mode, size, "white" if mode != "P" else 0)
    if mode == "RGB":
        image.putpixel((0, 0), (255, 0, 0))
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def make_zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of some parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def make_office(
    main_part: str = "word/document.xml", parts: Mapping[str, bytes] | None = None
) -> bytes:
    """An Office file of a main part, and more."""
    given = {"[Content_Types].xml": b"<Types/>", main_part: b"<document/>"}
    return make_zip(given | dict(parts or {}))


def make_odt(parts: Mapping[str, bytes]) -> bytes:
    """An OpenDocument text, with more parts."""
    return make_zip({"mimetype": ODT_TYPE, "content.xml": b"<office/>"} | dict(parts))


PDF = make_pdf()
PNG = make_picture()
JPEG = make_picture("JPEG")
DOCX = make_office()
