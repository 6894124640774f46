"""The text of one paragraph of a Word file: runs, fields, marks of notes, tracked changes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from checklists.importers.docx.notes import Notes
from checklists.importers.docx.styles import Styles, read_look
from checklists.importers.docx.xml import Node, attribute
from checklists.importers.resolution.markup import SUPERSCRIPTS, raised
from checklists.importers.transcript import DocumentError

TRACKED = "tracked changes: inserted text was taken, deleted text left out"
_PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "FILENAME", "FILESIZE", "EDITTIME"}
_COUNTED_FIELDS = {"AUTONUM", "AUTONUMLGL", "AUTONUMOUT"}
_NOTE_REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# XML can't hold this character: it stands before each mark until the paragraph is whole.
_MARK = "\x02"
_RAISED_DIGITS = re.compile(r"[0-9]{1,3}(?:[\s,]+[0-9]{1,3})*")
_LONGEST = 500_000  # characters of a paragraph
_MOST_FIELDS = 50  # inside each other
_TYPED_MARK = re.compile(r"\s*(\*{1,3}|[0-9]{1,3}|\S)")
_SAME = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": None, "\n": " ", "\r": " "})


@dataclass(slots=True)
class Text:
    """The text of a paragraph, to be made even, with what was found in it."""

    raw: str = ""
    bold: bool = False  # all of it
    boxes: list[Node] = field(default_factory=list)  # contents of text boxes
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_result: bool = False

    @property
    def name(self) -> str:
        return (self.code.split() or [""])[0].upper()


class TextReader:
    """Reads paragraphs in the document's order: fields may go on from one to the next."""

    def __init__(self, styles: Styles, notes: Notes) -> None:
        self._styles = styles
        self._notes = notes
        self._fields: list[_Field] = []
        self._counted = 0
        self._start()
        self._readers: dict[str, Callable[[Node], None]] = {
            "t": self._read_text,
            "m:t": self._read_text,
            "sym": self._read_symbol,
            "r": self._read_run,
            "del": self._leave_out,
            "moveFrom": self._leave_out,
            "ins": self._read_changed,
            "moveTo": self._read_changed,
            "fldChar": self._read_field_sign,
            "instrText": self._read_field_code,
            "fldSimple": self._read_simple_field,
            "mc:AlternateContent": self._read_alternative,
            "txbxContent": self._read_box,
            "footnoteReference": self._read_reference,
            "endnoteReference": self._read_reference,
            "altChunk": self._read_foreign,
            "subDoc": self._read_foreign,
        }

    def read(self, paragraph: Node, bold: bool = False) -> Text:
        """The text of a paragraph, whose style may be bold."""
        self._start(bold)
        self._read_children(paragraph)
        if self._awaited:
            self._found.doubts.append("a note's own mark is missing")
        self._fields = [one for one in self._fields if one.name not in _PAGE_FIELDS]
        self._found.bold = self._has_bold and not self._has_other
        self._found.raw = "".join(self._parts)
        self._found.doubts = list(dict.fromkeys(self._found.doubts))
        return self._found

    def _start(self, bold: bool = False) -> None:
        self._found = Text()
        self._parts: list[str] = []
        self._length = 0
        self._style_bold = self._bold = bold
        self._raised = False
        self._has_bold = self._has_other = False
        self._awaited: tuple[str, str] | None = None  # the note whose typed mark follows

    def _read_children(self, node: Node) -> None:
        for child in node:
            if child.tag in _SIGNS:
                self._add(_SIGNS[child.tag])
            elif reader := self._readers.get(child.tag):
                reader(child)
            elif not child.tag.endswith("Pr") and child.tag not in ("sdtEndPr", "rt"):
                # Links, controls, pictures with text boxes, and what later versions may add.
                self._read_children(child)

    def _read_run(self, run: Node) -> None:
        properties = run.find("rPr")
        look = read_look(None, properties)
        if properties is not None and (named := properties.find("rStyle")) is not None:
            look = look.over(self._styles.look(attribute(named, "val"), "character"))
        if look.hidden:
            return
        self._bold = self._style_bold if look.bold is None else look.bold
        self._raised = bool(look.raised)
        self._read_children(run)
        self._bold, self._raised = self._style_bold, False

    def _read_text(self, node: Node) -> None:
        text = (node.text or "").translate(_SAME)
        if self._awaited and text.strip():
            typed = _TYPED_MARK.match(text)
            assert typed
            self._add_mark(self._notes.own_mark(*self._awaited, typed[1]))
            self._awaited = None
            text = text[typed.end() :]
        if not text:
            return
        digits = _RAISED_DIGITS.fullmatch(text.strip())
        if digits and (self._raised or self._is_in_note_reference()):
            self._add(_MARK + raised(text.strip()))
            return
        self._add(text)
        if text.strip():
            self._has_bold |= self._bold
            self._has_other |= not self._bold

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > _LONGEST:
            raise DocumentError("This Word file can't be read: a paragraph in it never ends.")
        if not any(one.in_result and one.name in _PAGE_FIELDS for one in self._fields):
            self._parts.append(text)

    def _add_mark(self, mark: str) -> None:
        self._parts.append(_MARK + mark)

    def _read_symbol(self, node: Node) -> None:
        """A sign by its place in a font: ordinary fonts and “Symbol” agree on ASCII's signs."""
        try:
            code = int(attribute(node, "char"), 16)
        except ValueError:
            return
        code = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
        sign = Node("t")
        font = attribute(node, "font")
        if code < 0x20 or code > 0xFFFD or 0xD800 <= code <= 0xF8FF or font.startswith("Wingd"):
            self._found.doubts.append(f"a sign of the font “{font}” was left out")
            return
        sign.text = chr(code)
        self._read_text(sign)

    def _leave_out(self, node: Node) -> None:
        self._found.doubts.append(TRACKED)
        for tag, kind in _NOTE_REFERENCES.items():
            for reference in node.iter(tag):
                self._notes.delete(kind, attribute(reference, "id"))

    def _read_changed(self, node: Node) -> None:
        self._found.doubts.append(TRACKED)
        self._read_children(node)

    def _read_alternative(self, node: Node) -> None:
        """The same content in several forms, of which one counts."""
        chosen = node.find("mc:Choice")
        if chosen is None:
            chosen = node.find("mc:Fallback")
        if chosen is not None:
            self._read_children(chosen)

    def _read_box(self, node: Node) -> None:
        self._found.boxes.append(node)

    def _read_foreign(self, _node: Node) -> None:
        self._found.doubts.append("a file inside this file was left out")

    def _read_reference(self, node: Node) -> None:
        kind, note = _NOTE_REFERENCES[node.tag], attribute(node, "id")
        if attribute(node, "customMarkFollows") in ("1", "true", "on"):
            self._awaited = kind, note
        else:
            self._add_mark(self._notes.next_mark(kind, note))

    def _read_field_sign(self, node: Node) -> None:
        kind = attribute(node, "fldCharType")
        if kind == "begin":
            if len(self._fields) == _MOST_FIELDS:
                raise DocumentError("This Word file can't be read: its fields never end.")
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.in_result:
                self._add_counted(ended)

    def _read_field_code(self, node: Node) -> None:
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].code += node.text or ""

    def _read_simple_field(self, node: Node) -> None:
        simple = _Field(attribute(node, "instr"), in_result=True)
        self._fields.append(simple)
        if simple.name in _COUNTED_FIELDS:
            self._add_counted(simple)
        else:
            self._read_children(node)
        if self._fields and self._fields[-1] is simple:
            self._fields.pop()

    def _add_counted(self, ended: _Field) -> None:
        """The number of a field that Word works out while it prints."""
        if ended.name in _COUNTED_FIELDS:
            self._counted += 1
            self._add(f"{self._counted}.")
        elif ended.name == "LISTNUM":
            self._found.doubts.append("a number that Word works out (LISTNUM) was left out")

    def _is_in_note_reference(self) -> bool:
        """Whether this is the result of a field that repeats a footnote's mark, raised."""
        return any(
            one.in_result and one.name == "NOTEREF" and r"\f" in one.code for one in self._fields
        )


def evened(text: str) -> str:
    """The lines of a paragraph without doubled spaces; each mark directly after its word, but not
    joined to another mark.
    """
    text = re.sub(rf"(?<=[{SUPERSCRIPTS}]){_MARK}", " ", text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    lines = (line.replace(f" {_MARK}", _MARK).replace(_MARK, "") for line in lines)
    return "\n".join(line for line in lines if line)
