"""What a file is, by its first bytes: only what may be an XLSX workbook is read any further."""

from checklists.workbook.cells import RefusedError

MAX_MB = 5

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OPENDOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"


def check_front(content: bytes) -> None:
    """Raise RefusedError for what is no zip archive, or plainly another kind of file."""
    if not content.strip(b"\0 \t\r\n"):
        raise RefusedError("empty")
    if len(content) > MAX_MB << 20:
        raise RefusedError("too_large", limit=str(MAX_MB))
    if content.startswith(_OLE):
        raise RefusedError("old_excel")
    if content.startswith(_ZIP):
        if _OPENDOCUMENT in content[:200]:
            raise RefusedError("opendocument")
        return
    raise RefusedError("text" if _is_text(content[:4096]) else "other")


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8", "strict" if len(head) < 4096 else "ignore")
    except UnicodeDecodeError:
        return False
    return text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
