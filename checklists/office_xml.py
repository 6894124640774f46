"""What the XML inside an Office file says, read as an Office program reads it.

By a parser, since words that are looked for in the bytes can be hidden: by another prefix, a
character's number in place of the character, another encoding, or a “>” in an attribute. The
parser loads nothing, and stops at the first declaration of a document type.
"""

import re
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

MAX_LOOK = 40_000_000  # bytes of a part that is looked at element by element
_CHUNK = 1 << 16
_RISKY_RELATIONS = {"afchunk", "oleobject", "vbaproject", "control", "attachedtoolbars"}
_MACRO_TYPE = re.compile(r"macroEnabled|vbaProject|vbaData|activeX|intlmacrosheet", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:)?(//|\\\\)|\s*[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_STARTS_A_PROGRAM = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
_FIELD_FETCHES = re.compile(
    r'(INCLUDEPICTURE|INCLUDETEXT|IMPORT|DATABASE)\s+"?\s*([a-z]+:)?(//|\\\\)|\bLINK\s+\w+\.',
    re.IGNORECASE,
)
# program|'document'!cell
_FORMULA_STARTS = re.compile(r"^[\s=+@-]*\w+\|.*!")
_FORMULA_FETCHES = re.compile(r"\bWEBSERVICE\s*\(", re.IGNORECASE)
# Also a character's number, and the zeros of UTF-16.
_IN_FORMULAS = (b"|", b"\0", b"&#", b"webservice", b"dde")
_DDE = {"ddeLink", "dde-connection", "dde-link", "dde-source", "dde-connection-decl"}
_TEXTS = {"instrText", "delInstrText", "f"}


class OfficeXMLError(ValueError):
    """What the part says isn't taken; the message is the reason, for the person."""


def is_xml(head: bytes) -> bool:
    """Whether a part that begins so is XML, in any encoding that a parser finds out."""
    text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    return text.startswith(b"<")


def check_xml(name: str, size: int, opened: Callable[[], IO[bytes]]) -> None:
    """Raise OfficeXMLError for what runs, fetches, or hides something.

    `name` is the part's in lower case, `opened` gives its content from the start. Of tables with
    millions of cells, elements are looked at one by one only where a formula could do harm.
    """
    look = _Look(name)
    if name.startswith("xl/sharedstrings") or (
        name.startswith("xl/worksheets/") and not _may_do_harm(opened)
    ):
        look.at_declarations_alone()
    elif size > MAX_LOOK:
        raise OfficeXMLError(_("Unpacked it would be far too large."))
    with opened() as stream:
        look.read(stream)


def _may_do_harm(opened: Callable[[], IO[bytes]]) -> bool:
    """Whether a table has what a harmful formula needs, however it is written."""
    before = b""
    with opened() as stream:
        while chunk := stream.read(_CHUNK):
            text = (before + chunk).lower()
            if any(word in text for word in _IN_FORMULAS):
                return True
            before = chunk[-10:]
    return False


class _Look:
    def __init__(self, name: str) -> None:
        self._name = name
        self._fields: list[str] = []
        self._text: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = None
        self._checks = self._checks_of(name)

    def at_declarations_alone(self) -> None:
        self._parser.StartElementHandler = None

    def read(self, stream: IO[bytes]) -> None:
        try:
            while chunk := stream.read(_CHUNK):
                self._parser.Parse(chunk, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            # Excel closes no <br> in its drawings of comments, and nothing else reads them.
            if self._name.endswith(".vml"):
                return
            raise OfficeXMLError(_("It is damaged, or made to be read in two ways.")) from error
        fields = "".join(self._fields)
        if _STARTS_A_PROGRAM.search(fields):
            raise _starts()
        if _FIELD_FETCHES.search(fields):
            raise _fetches()

    def _checks_of(self, name: str) -> list[Callable[[str, dict[str, str]], None]]:
        if name.endswith(".rels"):
            return [_check_relation]
        if name == "[content_types].xml":
            return [_check_type]
        if name.startswith("meta-inf/"):
            return [_check_encryption]
        if name in ("content.xml", "styles.xml"):
            return [_check_script, _check_place]
        return [_check_script_is_called, _check_data]

    def _doctype(self, *_declared: object) -> None:
        raise OfficeXMLError(_("It holds declarations that no Office program writes."))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local in _DDE:
            raise _starts()
        for check in self._checks:
            check(tag, attributes)
        if local in _TEXTS:
            self._text = []
            self._parser.CharacterDataHandler = self._text.append
            self._parser.EndElementHandler = self._end
        elif local == "fldSimple":
            self._fields += [" ", *(x for key, x in attributes.items() if key.endswith("instr"))]
        elif local == "fldChar" and "begin" in attributes.values():
            self._fields.append(" ")  # another field; the pieces of one are read as one

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local not in _TEXTS:
            return
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
        text = "".join(self._text)
        if local != "f":
            self._fields.append(text)
        elif _FORMULA_STARTS.search(text):
            raise _starts()
        elif _FORMULA_FETCHES.search(text):
            raise _fetches()


def _check_relation(tag: str, attributes: dict[str, str]) -> None:
    if tag.rpartition(":")[2] != "Relationship":
        return
    kind = attributes.get("Type", "").strip().rpartition("/")[2].lower()
    if kind in _RISKY_RELATIONS:
        raise OfficeXMLError(_("It holds an embedded object that could run."))
    is_external = attributes.get("TargetMode", "").strip().lower() == "external"
    target = attributes.get("Target", "")
    if kind != "hyperlink" and (is_external or _ELSEWHERE.match(target)):
        raise _fetches()


def _check_type(_tag: str, attributes: dict[str, str]) -> None:
    if any(_MACRO_TYPE.search(value) for value in attributes.values()):
        raise _macros()


def _check_encryption(tag: str, _attributes: dict[str, str]) -> None:
    if tag.rpartition(":")[2] == "encryption-data":
        raise OfficeXMLError(_("It is protected by a password: save it without one."))


def _check_script(tag: str, attributes: dict[str, str]) -> None:
    if tag.rpartition(":")[2] == "script":
        raise _macros()
    _check_script_is_called(tag, attributes)


def _check_script_is_called(tag: str, attributes: dict[str, str]) -> None:
    calls = any(value.strip().startswith("vnd.sun.star.script:") for value in attributes.values())
    if calls or tag == "script:event-listener":
        raise _macros()


def _check_place(tag: str, attributes: dict[str, str]) -> None:
    """In an OpenDocument everything but a link to click on is fetched from where it says."""
    if tag.rpartition(":")[2] == "a":
        return
    for name, value in attributes.items():
        if name.rpartition(":")[2] == "href" and _ELSEWHERE.match(value):
            raise _fetches()


def _check_data(tag: str, attributes: dict[str, str]) -> None:
    if tag.rpartition(":")[2] in ("connection", "queryTable") and attributes.get(
        "refreshOnLoad", ""
    ).strip() in ("1", "true"):
        raise _fetches()


def _fetches() -> OfficeXMLError:
    return OfficeXMLError(
        _("It fetches something from elsewhere when it is opened: break its links.")
    )


def _starts() -> OfficeXMLError:
    return OfficeXMLError(_("It starts another program when it is opened."))


def _macros() -> OfficeXMLError:
    return OfficeXMLError(_("Files with macros aren't taken."))
