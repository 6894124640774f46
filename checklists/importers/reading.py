"""The front door for documents: what a file is, told by its content, and its transcript.

Files come from anywhere. A text is read here; a PDF or a Word document only in a process of its
own with limits (checklists.importers.confinement).
"""

import codecs
import re

import filetype

from checklists.importers.confinement import read_confined
from checklists.importers.transcript import DocumentError, Transcript

MAX_BYTES = 20_000_000
MAX_LETTERS = 4_000_000
WEB_SECONDS = 20.0  # what a page's visitor waits at most

_WORD_PARTS = (b"word/document.xml", b"[Content_Types].xml")
_OTHER_ZIPS = {
    b"xl/workbook.xml": "a workbook",
    b"ppt/presentation.xml": "a presentation",
    b"application/vnd.oasis.opendocument.text": "an OpenDocument text: save it as DOCX",
}
_KNOWN_STARTS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "an old Word document (.doc) or one with a password: save it as DOCX without one"
    ),
    b"{\\rtf": "a rich text document: save it as DOCX",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"#!": "a program",
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|\?xml|svg)\b", re.IGNORECASE)
# What no text has: control characters other than tab, line ends and page end.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


def read_document(content: bytes, name: str, *, seconds: float = WEB_SECONDS) -> Transcript:
    """The transcript of a PDF, a DOCX or a text, whatever its name says.

    `seconds` is how long a large file may take; a small one gets less. Raises DocumentError with a
    sentence for whoever sent the file.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise DocumentError(f"{name} is empty")
    if len(content) > MAX_BYTES:
        raise DocumentError(
            f"{name} has {len(content) / 1e6:,.1f} MB; {MAX_BYTES / 1e6:,.0f} MB is the most"
        )
    if _is_pdf(content):
        return read_confined("pdf", content, seconds=seconds)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_zip(content, name)
        return read_confined("docx", content, seconds=seconds)
    if kind := _other_kind(content):
        raise DocumentError(f"{name} is {kind}; a resolution is read from PDF, DOCX or text")
    return Transcript(_decode(content, name))


def _is_pdf(content: bytes) -> bool:
    head = content[:1024]
    if head.lstrip(codecs.BOM_UTF8 + b"\0 \t\r\n").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in head and b"\0" in head


def _check_zip(content: bytes, name: str) -> None:
    if all(part in content for part in _WORD_PARTS):
        return
    for part, kind in _OTHER_ZIPS.items():
        if part in content:
            raise DocumentError(f"{name} is {kind}; a resolution is read from PDF, DOCX or text")
    if _WORD_PARTS[0] in content or _WORD_PARTS[1] in content:
        raise DocumentError(f"{name} is cut off or damaged; get the whole file again")
    raise DocumentError(f"{name} is an archive; unpack it and send the document itself")


def _other_kind(content: bytes) -> str:
    """What a file is that can't be a text; empty when it may be one."""
    for start, kind in _KNOWN_STARTS.items():
        if content.startswith(start):
            return kind
    if _HTML.match(content[:1024].lstrip(codecs.BOM_UTF8 + b" \t\r\n")):
        return "a web page or XML: save it as text, or paste its text"
    guess = filetype.guess(content[:8192])
    if guess is None:
        return ""
    return f"a picture ({guess.mime})" if guess.mime.startswith("image/") else f"{guess.mime}"


def _decode(content: bytes, name: str) -> str:
    encoding = "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, errors="ignore")
        line = len(_unify(before).split("\n"))
        raise DocumentError(
            f"line {line} of {name} is not {encoding.removesuffix('-sig').upper()}:"
            " save the file as UTF-8 text"
        ) from None
    text = _unify(text)
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise DocumentError(f"{name} is no text: line {line} has control characters")
    if len(text) > MAX_LETTERS:
        raise DocumentError(
            f"{name} has {len(text):,} letters; {MAX_LETTERS:,} is the most a document may have"
        )
    return text


def _unify(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
