"""Small PDFs made by hand, honest and not."""

import zlib
from collections.abc import Callable

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A file of numbered objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, filters: int = 1, extra: bytes = b"") -> bytes:
    """A stream that is compressed once or several times over."""
    for _ in range(filters):
        content = zlib.compress(content, 1)
    names = b"/FlateDecode" * filters
    return b"<</Length %d/Filter[%s]%s>>stream\n%s\nendstream" % (
        len(content),
        names,
        extra,
        content,
    )


def page_with(content: bytes, *more: bytes, resources: bytes = b"", trailer: bytes = b"") -> bytes:
    """A file of one page that draws `content`, a stream object; `more` are objects from 6 on."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>" + resources + b">>>>",
            content,
            _FONT,
            *more,
        ],
        trailer,
    )


def pages_with(*contents: bytes, rotate: int = 0) -> bytes:
    """A file of pages, each of which draws a stream object."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        _FONT,
    ]
    for at, content in enumerate(contents):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (rotate, first + 2 * at + 1)
        )
        objects.append(content)
    return pdf(objects)


def shown(*lines: tuple[float, float, float, str]) -> bytes:
    """A content stream that shows lines, each at x and y in a size."""
    operations = (f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in lines)
    return stream("\n".join(operations).encode("latin-1"))


_TEXT = b"BT /F 10 Tf 72 700 Td (The General Assembly,) Tj ET "
_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def _forms_within_forms() -> bytes:
    """Twelve forms, each of which draws the next one ten times."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>"
    forms = [
        stream(b"/X Do " * 10, extra=form % (b"/XObject<</X %d 0 R>>" % (number + 1)))
        for number in range(6, 18)
    ]
    last = stream(_TEXT, extra=form % b"/Font<</F 5 0 R>>")
    return page_with(stream(b"/X Do"), *forms, last, resources=b"/XObject<</X 6 0 R>>")


def _hundred_thousand_pages() -> bytes:
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"
    kids = b"3 0 R " * 100_000
    return pdf([_CATALOG, b"<</Type/Pages/Kids[%s]/Count 100000>>" % kids, leaf])


def _ten_gigapixels() -> bytes:
    picture = (
        b"/Type/XObject/Subtype/Image/Width 100000/Height 100000"
        b"/ColorSpace/DeviceRGB/BitsPerComponent 8"
    )
    return page_with(
        stream(b"/I Do"), stream(bytes(1000), extra=picture), resources=b"/XObject<</I 6 0 R>>"
    )


# Small files that a careless reader would choke on.
BOMBS: dict[str, Callable[[], bytes]] = {
    "a long stream": lambda: page_with(stream(bytes(150_000_000))),
    "a stream compressed twice": lambda: page_with(stream(bytes(300_000_000), filters=2)),
    "text without end": lambda: page_with(stream(_TEXT * 1_000_000, filters=2)),
    "forms within forms": _forms_within_forms,
    "a hundred thousand pages": _hundred_thousand_pages,
    "pages within pages": lambda: pdf([_CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000>>"]),
    "arrays within arrays": lambda: pdf([_CATALOG, b"[" * 500_000 + b"]" * 500_000]),
    "ten gigapixels": _ten_gigapixels,
    "a long object stream": lambda: pdf(
        [_CATALOG, stream(b"9 0 " + bytes(150_000_000), extra=b"/Type/ObjStm/N 1/First 4")]
    ),
}
