"""Makes Word files as the official document system does, part by part.

No library that writes Word files writes footnotes, tracked changes and text boxes.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from checklists.importers.resolution.markup import SUPERSCRIPTS, lowered

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_NAMES = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}" xmlns:m="{_M}" xmlns:v="urn:v"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="SingleTxt"><w:name w:val="__Single Txt"/>
  <w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="_ H_1"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H23"><w:name w:val="_ H_2/3"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered Para"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="NumberedA"><w:name w:val="Numbered Para a"/>
  <w:basedOn w:val="Numbered"/></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
  <w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
"""
_LEVELS = [("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)")]
HEADING_LEVELS = [("upperRoman", "%1."), ("upperLetter", "%2.")]


def definition(name: int, levels: list[tuple[str, str]], extra: str = "") -> str:
    """A list's definition: a form and a text for each level, and more XML for the first."""
    found = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f"{extra if at == 0 else ''}<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
        for at, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{name}">{found}</w:abstractNum>'


def number(name: int, of: int, overrides: str = "") -> str:
    """A list of a definition, as paragraphs name it."""
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


NUMBERING = definition(7, _LEVELS) + definition(8, HEADING_LEVELS) + number(1, 7) + number(2, 8)


def run(text: str, properties: str = "") -> str:
    """A run of text; tabs and line ends become Word's own signs."""
    inner = escape(text).replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    text_tag = '<w:t xml:space="preserve">'
    return f"<w:r>{rpr}<w:t>{inner}</w:t></w:r>".replace("<w:t>", text_tag)


def paragraph(
    inner: str, style: str = "", *, level: tuple[int, int] | None = None, more: str = ""
) -> str:
    """A paragraph of runs; `level` is its list and level, `more` are further properties."""
    if not inner.startswith("<"):
        inner = run(inner)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = (
        f'<w:numPr><w:ilvl w:val="{level[1]}"/><w:numId w:val="{level[0]}"/></w:numPr>'
        if level
        else ""
    )
    return f"<w:p><w:pPr>{named}{numbered}{more}</w:pPr>{inner}</w:p>"


def table(*rows: list[str]) -> str:
    """A table; each cell is a string of paragraphs."""
    cells = ("".join(f"<w:tc><w:tcPr/>{cell or '<w:p/>'}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def field(code: str, result: str) -> str:
    """A field as Word writes most: begin, code, result, end."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def reference(note: int, custom: str = "", kind: str = "footnote") -> str:
    """The mark of a note in the text."""
    own = ' w:customMarkFollows="1"' if custom else ""
    typed = f"<w:t>{custom}</w:t>" if custom else ""
    return (
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        f'<w:{kind}Reference{own} w:id="{note}"/>{typed}</w:r>'
    )


def note(name: int, inner: str, kind: str = "footnote") -> str:
    """The text of a note, after its own mark and a tab."""
    own = f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:{kind}Ref/></w:r>'
    paragraphs = inner if inner.startswith("<w:p>") else paragraph(own + run("\t" + inner))
    return f'<w:{kind} w:id="{name}">{paragraphs}</w:{kind}>'


def build(body: str, *, notes: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word file of a body and footnotes; `parts` are further parts, or others for these.

    Parts are named as in the zip; `header`, `footer`, `numbering`, `styles` and `endnotes` go
    into their place in “word/”.
    """
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>___</w:t></w:r></w:p>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(DOCUMENT_TYPE),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations(
            {kind: f"{kind}.xml" for kind in _KINDS} | {"hyperlink": "https://undocs.org/"}
        ),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": _part("styles", STYLES),
        "word/numbering.xml": _part("numbering", NUMBERING),
        "word/footnotes.xml": _part("footnotes", f"{separator}</w:footnote>{notes}"),
    }
    for name, content in (parts or {}).items():
        if name in _KINDS:
            files[f"word/{name}.xml"] = _part(_ROOTS.get(name, name), str(content))
        else:
            files[name] = content
    return zipped(files)


_KINDS = ["styles", "numbering", "footnotes", "endnotes", "header", "footer"]
_ROOTS = {"header": "hdr", "footer": "ftr"}


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of files by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _part(root: str, inner: str) -> str:
    return f"{_HEAD}<w:{root} {_NAMES}>{inner}</w:{root}>"


def _content_types(kind: str) -> str:
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )


def content_types(kind: str) -> dict[str, str | bytes]:
    """The part that says what kind of document this is."""
    return {"[Content_Types].xml": _content_types(kind)}


def _relations(targets: Mapping[str, str]) -> str:
    outside = ' TargetMode="External"'
    found = "".join(
        f'<Relationship Id="{kind}" Type="{_R}/{kind}" Target="{target}"'
        f"{outside if kind == 'hyperlink' else ''}/>"
        for kind, target in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


_OPENING = re.compile(r"[A-Z][a-z]+(?: (?:with|also|its) [a-z]+| also| further| upon)?(?=[ ,])")
_SYMBOL = re.compile(r"A/[A-Z0-9./()]+[A-Z0-9)]|\b[0-9]{2}/[0-9]{1,3}\b")
_NUMBER = re.compile(r"([0-9]{1,3}\.|\([a-z]\)) ")
_PIECE = re.compile(rf"[{SUPERSCRIPTS}]+|{_SYMBOL.pattern}|[^{SUPERSCRIPTS}]")


class OfficialDocument:
    """A resolution made into a Word file: masthead in a table, numbers and notes by Word."""

    def __init__(self, text: str) -> None:
        body, _, notes = text.partition("\n__________\n")
        self._texts = [one.partition(" ")[2] for one in notes.strip().split("\n\n") if one]
        self._given = 0
        name, self._symbol, organ, distributed, *blocks = body.strip().split("\n\n")
        self._body = table(
            ["", paragraph(name), paragraph(self._symbol)],
            ["", paragraph(organ), "".join(map(paragraph, distributed.split("\n")))],
        )
        self._body += "".join(map(self._block, blocks))

    def file(self) -> bytes:
        """The file, with running headers and footers."""
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
            '<w:footerReference w:type="default" r:id="footer"/><w:titlePg/></w:sectPr>'
        )
        rule = paragraph("__________", more='<w:jc w:val="center"/>')
        running = paragraph(run("18-17962\t") + field("PAGE", "2") + "/" + field("NUMPAGES", "5"))
        notes = "".join(note(at, text) for at, text in enumerate(self._texts, start=1))
        parts = {"header": paragraph(self._symbol), "footer": running}
        return build(self._body + rule + section, notes=notes, parts=parts)

    def _block(self, block: str) -> str:
        if block.startswith("## "):
            return paragraph(block.removeprefix("## "), "H23")
        if "\n" in block:
            return "".join(
                paragraph(line, more='<w:jc w:val="right"/>') for line in block.split("\n")
            )
        if (label := _NUMBER.match(block)) and not block.startswith(("(i)", "(v)")):
            level = 1 if label[1].startswith("(") else 0
            return paragraph(self._runs(block[label.end() :]), "SingleTxt", level=(1, level))
        return paragraph(self._runs(block), "SingleTxt")

    def _runs(self, text: str) -> str:
        """The runs of a text, broken up as Word does it: at links and marks, and inside words."""
        opening = _OPENING.match(text)
        runs = [run(opening[0], "<w:i/>")] if opening else []
        plain = ""
        for piece in _PIECE.findall(text[opening.end() if opening else 0 :]):
            if len(piece) == 1 and piece not in SUPERSCRIPTS:
                plain += piece
                if len(plain) % 57:
                    continue
            runs.append(run(plain) if plain else "")
            plain = ""
            if piece[0] in SUPERSCRIPTS:
                runs.append(self._mark(int(lowered(piece))))
            elif len(piece) > 1:
                runs.append(f'<w:hyperlink r:id="hyperlink">{run(piece)}</w:hyperlink>')
        return "<w:proofErr/>".join([*runs, run(plain)])

    def _mark(self, mark: int) -> str:
        if mark > self._given:
            self._given = mark
            return reference(mark)
        return run(str(mark), '<w:vertAlign w:val="superscript"/>')
