"""Whether a PDF is whole: what is locked, cut off, damaged or a bomb is refused before it is read.

The PDF library mends what it can, and reads what is left of a damaged page without a word. That
would lose text in silence, so each compressed stream is unpacked once here and checked.
"""

import re
import zlib

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from checklists.importers.transcript import DocumentError

MAX_PAGES = 2_000
MAX_UNPACKED = 120_000_000  # bytes of text, fonts and structure; pictures are not unpacked

_STREAM = re.compile(rb">>\s*stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image")
_FONT = re.compile(rb"/Length1\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)")
_START = re.compile(rb"startxref\s+([0-9]{1,12})\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"\s*(?:xref|[0-9]+\s+[0-9]+\s+obj)\b")
_ENTRY = re.compile(rb"\b([0-9]{10}) [0-9]{5} n\b")
_PART = re.compile(rb"\s*[0-9]+\s+[0-9]+\s+obj\b")
_FLATE_FIRST = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_DICTIONARY = 4_000  # bytes before a stream in which its dictionary stands
_CHUNK = 1 << 16

CUT_OFF = "this PDF is cut off: its end is missing; get the whole file again"
DAMAGED = "this PDF is damaged: a part of it can't be unpacked; get the file again"
DAMAGED_FONT = "a font of this PDF is damaged: letters or spaces may be wrong, compare the text"
OUT_OF_PLACE = (
    "parts of this PDF aren't where it says: it is damaged or was changed, compare the text"
)
TOO_LARGE = "this PDF unpacks to more than a document may hold"
NOT_OPENED = "this PDF is damaged and can't be opened; get the file again"
LOCKED = "this PDF is locked with a password: save it without one first"


def open_pdf(content: bytes) -> pdfium.PdfDocument:
    """The opened document. Raises DocumentError when it can't be opened or has too many pages."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise DocumentError(LOCKED if locked else NOT_OPENED) from None
    count = len(document)
    if 0 < count <= MAX_PAGES:
        return document
    document.close()
    if not count:
        raise DocumentError("this PDF is damaged: it has no page")
    raise DocumentError(f"this PDF has {count:,} pages; {MAX_PAGES:,} is the most")


def check_integrity(content: bytes) -> list[str]:
    """What is doubtful about a file that can be read all the same.

    Raises DocumentError for a file without its end, with damaged streams, or a bomb.
    """
    tail = content[-2048:].rstrip(b"\0 \t\r\n")
    if not tail.endswith(b"%%EOF"):
        raise DocumentError(CUT_OFF)
    doubts = [] if _is_in_place(content) else [OUT_OF_PLACE]
    if b"/Encrypt" in content:
        return doubts  # its streams are enciphered; a password's absence shows when it is opened
    left = MAX_UNPACKED
    for found in _STREAM.finditer(content):
        head = content[max(0, found.start() - _DICTIONARY) : found.end()]
        dictionary = head[max(head.rfind(b" obj"), 0) :]
        if not _FLATE_FIRST.search(dictionary) or _PICTURE.search(dictionary):
            continue
        try:
            left -= _unpacked(content, found.end(), left)
        except DocumentError as error:
            if not _FONT.search(dictionary) or str(error) == TOO_LARGE:
                raise
            doubts.append(DAMAGED_FONT)
    return doubts


def _is_in_place(content: bytes) -> bool:
    """Whether the tables of the file's parts point at parts: a byte more or less moves them."""
    start = _START.search(content[-2048:])
    if start is None or not _TABLE.match(content, int(start[1])):
        return False
    return all(_PART.match(content, int(entry[1])) for entry in _ENTRY.finditer(content))


def _unpacked(content: bytes, start: int, most: int) -> int:
    """The size of a stream's content in bytes."""
    unpacker = zlib.decompressobj()
    size = 0
    at = start
    pending = b""
    while not unpacker.eof:
        data = pending or content[at : at + _CHUNK]
        if not data:
            raise DocumentError(CUT_OFF)
        if not pending:
            at += len(data)
        try:
            size += len(unpacker.decompress(data, 1 << 20))
        except zlib.error:
            raise DocumentError(DAMAGED) from None
        pending = unpacker.unconsumed_tail
        if size > most:
            raise DocumentError(TOO_LARGE)
    return size
