"""Makes a PDF smaller without changing what it says: its small objects are packed together.

The typesetter writes each tag of a page as an object of its own, in plain text: of a long report
these are the largest part. PDF 1.5 has object streams for them, which PDF/A-2 allows. Works on what
the typesetter writes, found by that file's own table of objects; anything else is an error. Pure.
"""

import re
import struct
import zlib
from itertools import pairwise

_END = re.compile(rb"trailer\n<<(.*?)>>\nstartxref\n(\d+)\n%%EOF\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"xref\n0 (\d+)\n(?=0000000000 65535 f)")
_SIZE = re.compile(rb"/Size \d+")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_ENTRY = 20  # bytes of a line in the table of objects

# Objects of one stream: enough to compress well, few enough to find one quickly.
_TOGETHER = 200


class PackingError(ValueError):
    """The file isn't one that the typesetter writes."""


def packed(pdf: bytes) -> bytes:
    """The same document in fewer bytes, and in the same for the same. Raises PackingError.

    Streams stay as they are, and so does the catalog, from which programs tell the language
    without unpacking anything.
    """
    end = _END.search(pdf, max(0, len(pdf) - 2000))
    root = end and _ROOT.search(end[1])
    if not end or not root:
        raise PackingError("The file has no trailer.")
    head, objects = _objects(pdf, int(end[2]))
    plain = {
        number: body
        for number, body in objects.items()
        if body.endswith(b"endstream") or number == int(root[1])
    }
    loose = [(number, body) for number, body in objects.items() if number not in plain]
    next_number = max(objects) + 1
    # Where each object is, as the new table tells it: kind, where, and which of a stream.
    rows = {0: (0, 0, 65535)}
    for start in range(0, len(loose), _TOGETHER):
        together = loose[start : start + _TOGETHER]
        for position, (number, _body) in enumerate(together):
            rows[number] = (2, next_number, position)
        plain[next_number] = _object_stream(together)
        next_number += 1
    out = bytearray(head)
    for number, body in plain.items():
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows[next_number] = (1, len(out), 0)
    return bytes(out) + _table(rows, _SIZE.sub(b"", end[1]))


def _objects(pdf: bytes, table_at: int) -> tuple[bytes, dict[int, bytes]]:
    """What stands before the first object, and the body of each by its number."""
    table = _TABLE.match(pdf, table_at)
    if not table:
        raise PackingError("The file has no table of objects.")
    lines = [table.end() + _ENTRY * index for index in range(1, int(table[1]))]
    starts = sorted(int(pdf[at : at + 10]) for at in lines if pdf[at + 17 : at + 18] == b"n")
    found: dict[int, bytes] = {}
    for start, after in pairwise([*starts, table_at]):
        number, begins, rest = pdf[start:after].rstrip().partition(b" 0 obj\n")
        if not (begins and number.isdigit() and rest.endswith(b"endobj")):
            raise PackingError(f"There is no object at byte {start}.")
        found[int(number)] = rest[: -len(b"endobj")].rstrip()
    if not found:
        raise PackingError("The file has no objects.")
    return pdf[: starts[0]], found


def _object_stream(together: list[tuple[int, bytes]]) -> bytes:
    places, bodies = [], bytearray()
    for number, body in together:
        places.append(b"%d %d" % (number, len(bodies)))
        bodies += body + b"\n"
    index = b" ".join(places) + b"\n"
    keys = b"/Type/ObjStm/N %d/First %d" % (len(together), len(index))
    return _stream(keys, index + bytes(bodies))


def _table(rows: dict[int, tuple[int, int, int]], trailer: bytes) -> bytes:
    """The new table of objects, an object itself, and the end of the file."""
    number, (_kind, at, _index) = max(rows.items())
    body = b"".join(struct.pack(">BIH", *rows.get(each, (0, 0, 0))) for each in range(number + 1))
    keys = b"/Type/XRef/Size %d/W[1 4 2]%s" % (number + 1, trailer.strip())
    return b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, _stream(keys, body), at)


def _stream(keys: bytes, body: bytes) -> bytes:
    small = zlib.compress(body, 6)
    dictionary = b"<<%s/Filter/FlateDecode/Length %d>>" % (keys, len(small))
    return dictionary + b"\nstream\n" + small + b"\nendstream"
