"""Files that somebody might send to do harm, each made here, and what becomes of each."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.checklists.hostile_contents import (
    ENTITIES,
    OLE,
    PPTX,
    RELATIONS,
    SHEET,
    TYPES,
    XLSX,
    animated,
    attached_pdf,
    bomb,
    encrypted,
    field,
    formula,
    js_pdf,
    linking_out,
    many_parts,
    nested,
    overlapping,
    packed_js_pdf,
    pdf_in_zip,
    png_header,
    relation,
    template,
    twice_named,
    with_place,
    with_text,
)
from tests.sample_files import (
    DOCX,
    JPEG,
    ODT_TYPE,
    PDF,
    PNG,
    make_odt,
    make_office,
    make_pdf,
    make_picture,
    make_zip,
)


@dataclass(frozen=True)
class Hostile:
    """`refused` is the reason that the person reads, "" where the file is taken.

    What is taken is harmless: `harmless` says how, `kept_name` is its name, and nothing of `gone`
    is in what is stored.
    """

    what: str
    name: str
    content: Callable[[], bytes]
    refused: str = ""
    harmless: str = ""
    kept_name: str = ""
    gone: bytes = b""


RUNS = "It holds another file that could run."
OBJECT = "It holds an embedded object that could run."
FETCHES = "It fetches something from elsewhere when it is opened: break its links."
STARTS = "It starts another program when it is opened."
MACROS = "Files with macros aren't taken."
LOCKED = "It is protected by a password: save it without one."
TWO = "It is made to be read as two kinds of file."
BOMB = "Unpacked it would be far too large."
DECLARES = "It holds declarations that no Office program writes."
DAMAGED = "It is damaged or cut off: save it again, or take it anew."
PROGRAM = "The PDF holds a program: print it to a new PDF, and give that."
LEADS_OUT = "A part of it has a name that leads out of the file."
NOT_PDF = "“{name}” is not a PDF document: its content is something else, or is damaged."
NOT_WORD = "“{name}” is not a Word document: its content is something else, or is damaged."
NOT_PNG = "“{name}” is not a PNG picture: its content is something else, or is damaged."
NOT_TAKEN = "“{name}” is of a type that isn't taken."
ANEW = "the picture is made anew from its points"
DOWNLOAD = "served as a download under a safe name"

HOSTILE = [
    Hostile("Program named as a PDF", "a.pdf", lambda: b"MZ" + bytes(90), NOT_PDF),
    Hostile("Program with two endings", "a.pdf.exe", lambda: b"MZ" + bytes(90), NOT_TAKEN),
    Hostile("Web page named as a PDF", "a.pdf", lambda: b"<html><script>x</script>", NOT_PDF),
    Hostile("Web page", "a.html", lambda: b"<html></html>", NOT_TAKEN),
    Hostile("SVG with a script", "a.svg", lambda: b"<svg onload='x'/>", NOT_TAKEN),
    Hostile("SVG named as a PNG", "a.png", lambda: b"<svg onload='x'/>", NOT_PNG),
    Hostile("Shell script named as Word", "a.docx", lambda: b"#!/bin/sh\nrm -rf /", NOT_WORD),
    Hostile("Shortcut of Windows", "a.lnk", lambda: b"L\0\0\0" + bytes(72), NOT_TAKEN),
    Hostile("Archive", "a.zip", lambda: make_zip({"a.exe": b"MZ"}), NOT_TAKEN),
    Hostile("Archive named as Word", "a.docx", lambda: make_zip({"a.txt": b"x"}), NOT_WORD),
    Hostile("Empty file", "a.pdf", lambda: b"", "“a.pdf” is empty."),
    Hostile("File over the limit", "a.pdf", lambda: PDF + bytes(2 << 20), "larger than 1 MB"),
    Hostile("PDF with JavaScript on opening", "a.pdf", js_pdf, PROGRAM),
    Hostile(
        "PDF with JavaScript under a name in code",
        "a.pdf",
        lambda: make_pdf(b"<</S/J#61vaScript/J#53(x)>>", catalog=b"/OpenAction 4 0 R"),
        PROGRAM,
    ),
    Hostile("PDF with JavaScript in a packed object", "a.pdf", packed_js_pdf, PROGRAM),
    Hostile(
        "PDF that starts a program",
        "a.pdf",
        lambda: make_pdf(b"<</S/Launch/F(cmd.exe)>>", catalog=b"/OpenAction 4 0 R"),
        "The PDF starts a program: print it to a new PDF, and give that.",
    ),
    Hostile(
        "PDF with a program attached",
        "a.pdf",
        attached_pdf,
        "The PDF has other files in it: give each by itself.",
    ),
    Hostile(
        "PDF with a form that runs (XFA)",
        "a.pdf",
        lambda: make_pdf(b"<</XFA 5 0 R/Fields[]>>", b"<<>>", catalog=b"/AcroForm 4 0 R"),
        "The PDF is a form that runs: print it to a new PDF, and give that.",
    ),
    Hostile(
        "PDF with film",
        "a.pdf",
        lambda: make_pdf(b"<</Type/Annot/Subtype/RichMedia>>"),
        "The PDF plays film or sound: print it to a new PDF, and give that.",
    ),
    Hostile(
        "PDF with a password",
        "a.pdf",
        lambda: make_pdf(b"<</Filter/Standard/V 1/R 2>>", trailer=b"/Encrypt 4 0 R"),
        LOCKED,
    ),
    Hostile("PDF that is an archive too", "a.pdf", lambda: PDF + DOCX, TWO),
    Hostile(
        "PDF that is a web page too",
        "a.pdf",
        lambda: PDF.replace(b"\n%", b"\n%<script>x</script>", 1),
        TWO,
    ),
    Hostile("PDF behind a picture", "a.pdf", lambda: PNG + PDF, "its content is a PNG picture."),
    Hostile("PDF behind other words", "a.pdf", lambda: b"GIF89a;" + PDF, NOT_PDF),
    Hostile("PDF that is cut off", "a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<<", DAMAGED),
    Hostile("Word file that is a PDF too", "a.docx", lambda: pdf_in_zip(), TWO),
    Hostile(
        "Word file with macros",
        "a.docx",
        lambda: make_office(parts={"word/vbaProject.bin": b"x"}),
        MACROS,
    ),
    Hostile(
        "Word file with macros under another name",
        "a.docx",
        lambda: make_office(parts={"word/theme.bin": OLE}),
        OBJECT,
    ),
    Hostile(
        "Word file of the type with macros",
        "a.docx",
        lambda: make_office(parts={TYPES: b'<Override ContentType="x.macroEnabled.main+xml"/>'}),
        MACROS,
    ),
    Hostile(
        "Word file that names macros as related",
        "a.docx",
        lambda: make_office(parts={RELATIONS: relation("vbaProject", "theme.bin", "Internal")}),
        OBJECT,
    ),
    Hostile(
        "Workbook with macros of Excel 4",
        "a.xlsx",
        lambda: make_office(XLSX, parts={"xl/macrosheets/sheet1.xml": b"<x/>"}),
        MACROS,
    ),
    Hostile(
        "Workbook with ActiveX",
        "a.xlsx",
        lambda: make_office(XLSX, parts={"xl/activeX/activeX1.xml": b"<x/>"}),
        MACROS,
    ),
    Hostile(
        "Workbook that starts a program (DDE)",
        "a.xlsx",
        lambda: make_office(
            XLSX, parts={"xl/externalLinks/link1.xml": b'<ddeLink ddeService="cmd"/>'}
        ),
        STARTS,
    ),
    Hostile(
        "Workbook that fetches another",
        "a.xlsx",
        lambda: make_office(XLSX, parts={"xl/_rels/a.rels": relation("externalLinkPath", "//h/b")}),
        FETCHES,
    ),
    Hostile(
        "Word file with a field that starts a program, in pieces",
        "a.docx",
        lambda: make_office(
            parts={
                "word/document.xml": b"<w:p><w:instrText>DDE</w:instrText><w:r/>"
                b"<w:instrText>AUTO c:\\\\cmd</w:instrText></w:p>"
            }
        ),
        STARTS,
    ),
    Hostile(
        "Word file with a template from elsewhere",
        "a.docx",
        lambda: make_office(parts={RELATIONS: relation("attachedTemplate", "https://h/x.dotm")}),
        FETCHES,
    ),
    Hostile(
        "Word file with a picture that tells who opens it",
        "a.docx",
        lambda: make_office(parts={RELATIONS: relation("image", "https://h/p.png")}),
        FETCHES,
    ),
    Hostile(
        "Word file with a web page in it",
        "a.docx",
        lambda: make_office(parts={RELATIONS: relation("aFChunk", "a.mht", "Internal")}),
        OBJECT,
    ),
    Hostile(
        "Presentation with a program in it",
        "a.pptx",
        lambda: make_office(PPTX, parts={"ppt/media/a.exe": b"MZ"}),
        RUNS,
    ),
    Hostile(
        "Presentation with a program under another name",
        "a.pptx",
        lambda: make_office(PPTX, parts={"ppt/media/image1.png": b"MZ" + bytes(60)}),
        RUNS,
    ),
    Hostile(
        "Presentation with an embedded object",
        "a.pptx",
        lambda: make_office(PPTX, parts={"ppt/embeddings/oleObject1.bin": OLE}),
        OBJECT,
    ),
    Hostile(
        "Word file that declares entities",
        "a.docx",
        lambda: make_office(parts={"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        "It holds declarations that no Office program writes.",
    ),
    Hostile("Old Word file, or one with a password", "a.docx", lambda: OLE, "of an old format"),
    Hostile("Word file with an encrypted part", "a.docx", lambda: encrypted(DOCX), LOCKED),
    Hostile("Zip bomb", "a.docx", bomb, BOMB),
    Hostile("Zip bomb of many parts", "a.docx", many_parts, BOMB),
    Hostile("Zip bomb of parts that overlap", "a.docx", overlapping, BOMB),
    Hostile("Archives in archives", "a.docx", nested, "It holds files inside files inside files."),
    Hostile(
        "Word file with an archive in it",
        "a.docx",
        lambda: make_office(parts={"word/media/image1.png": make_zip({"a": b"b"})}),
        "It holds another archive.",
    ),
    Hostile(
        "Word file with a part named ../../x",
        "a.docx",
        lambda: make_office(parts={"../../x.xml": b"<x/>"}),
        LEADS_OUT,
    ),
    Hostile(
        "Word file with a part named by a drive",
        "a.docx",
        lambda: make_office(parts={"C:/x.xml": b"<x/>"}),
        LEADS_OUT,
    ),
    Hostile(
        "Word file with two main parts",
        "a.docx",
        twice_named,
        "It is damaged, or made to be read in two ways.",
    ),
    Hostile("Word file that is cut off", "a.docx", lambda: DOCX[:-40], NOT_WORD),
    Hostile(
        "OpenDocument with macros",
        "a.odt",
        lambda: make_odt(parts={"Basic/Standard/Module1.xml": b"x"}),
        MACROS,
    ),
    Hostile(
        "OpenDocument that runs a script on opening",
        "a.odt",
        lambda: make_odt(parts={"content.xml": b'<a xlink:href="vnd.sun.star.script:x"/>'}),
        MACROS,
    ),
    Hostile(
        "OpenDocument that starts a program (DDE)",
        "a.odt",
        lambda: make_odt(parts={"content.xml": b"<office:dde-source/>"}),
        STARTS,
    ),
    Hostile(
        "OpenDocument with a password",
        "a.odt",
        lambda: make_odt(parts={"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        LOCKED,
    ),
    Hostile(
        "OpenDocument that says it is a web page",
        "a.odt",
        lambda: make_zip({"mimetype": b"text/html", "content.xml": ODT_TYPE}),
        "“{name}” is not a OpenDocument text: its content is something else, or is damaged.",
    ),
    Hostile(
        "Picture of 50,000 × 50,000 points in 100 bytes",
        "a.png",
        lambda: png_header(50_000, 50_000),
        "The picture has over 40 million points: make it smaller.",
    ),
    Hostile("Picture that is cut off", "a.png", lambda: make_picture(size=(90, 90))[:-90], DAMAGED),
    Hostile("Picture that lies about its size", "a.png", lambda: png_header(900, 900), DAMAGED),
    Hostile("Picture that moves", "a.png", animated, "The picture moves: give one still picture."),
    Hostile("Photograph with its place", "a.jpg", with_place, "", ANEW, gone=b"GPS"),
    Hostile("Picture with a script in a comment", "a.png", with_text, "", ANEW, gone=b"GPS"),
    Hostile(
        "Picture with a program behind it",
        "a.png",
        lambda: PNG + b"MZprog",
        "",
        ANEW,
        gone=b"MZprog",
    ),
    Hostile(
        "Picture that is an archive too", "a.jpg", lambda: JPEG + DOCX, "", ANEW, gone=b"PK\x03\x04"
    ),
    Hostile(
        "Picture with a web page in its colour profile",
        "a.jpg",
        lambda: make_picture("JPEG", icc_profile=b"<script>GPS</script>"),
        "",
        ANEW,
        gone=b"script",
    ),
    Hostile(
        "Name that turns its end around",
        "report\u202efdp.exe.pdf",
        lambda: PDF,
        "",
        DOWNLOAD,
        "reportfdp.exe.pdf",
    ),
    Hostile("Name with a path", "../../etc/cron.d/a.pdf", lambda: PDF, "", DOWNLOAD, "a.pdf"),
    Hostile("Name of a device", "CON.pdf", lambda: PDF, "", DOWNLOAD, "_CON.pdf"),
    Hostile(
        "Name with a header in it",
        "a\r\nSet-Cookie: b.pdf",
        lambda: PDF,
        "",
        DOWNLOAD,
        "aSet-Cookie b.pdf",
    ),
    Hostile(
        "Name of 5,000 letters", "x" * 5_000 + ".pdf", lambda: PDF, "", DOWNLOAD, "x" * 150 + ".pdf"
    ),
    Hostile("Name with a dot at its end", "a.pdf. . ", lambda: PDF, "", DOWNLOAD, "a.pdf"),
    Hostile(
        "Word file with a template from elsewhere, behind a “>”",
        "a.docx",
        lambda: make_office(parts={RELATIONS: template(b'Id="a>b"', b"External")}),
        FETCHES,
    ),
    Hostile(
        "Word file with a template from elsewhere, in other letters",
        "a.docx",
        lambda: make_office(parts={RELATIONS: template(b'Id="a"', b"&#69;xternal")}),
        FETCHES,
    ),
    Hostile(
        "Word file with a template from elsewhere, under another prefix",
        "a.docx",
        lambda: make_office(
            parts={
                RELATIONS: template(b'Id="a"', b"External")
                .replace(b"<R", b"<p-q:R")
                .replace(b"</R", b"</p-q:R")
                .replace(b"ships>", b'ships xmlns:p-q="relations">', 1)
            }
        ),
        FETCHES,
    ),
    Hostile(
        "Word file with a template from elsewhere, in UTF-16",
        "a.docx",
        lambda: make_office(
            parts={RELATIONS: template(b'Id="a"', b"External").decode().encode("utf-16")}
        ),
        FETCHES,
    ),
    Hostile(
        "Word file with a picture that is fetched by a field",
        "a.docx",
        lambda: make_office(parts={"word/footer2.xml": field('INCLUDEPICTURE "http://e/x" \\d')}),
        FETCHES,
    ),
    Hostile(
        "Word file with a field that starts a program, in other letters",
        "a.docx",
        lambda: make_office(parts={"word/header1.xml": field("D&#68;eauto c:\\x")}),
        STARTS,
    ),
    Hostile(
        "Word file with a field that starts a program, under another prefix",
        "a.docx",
        lambda: make_office(
            parts={"word/header1.xml": field("DDEAUTO c:\\x").replace(b"w:", b"q:")}
        ),
        STARTS,
    ),
    Hostile(
        "Word file that declares entities behind a long comment",
        "a.docx",
        lambda: make_office(parts={"word/header1.xml": b"<!--" + b"x" * 5000 + b"-->" + ENTITIES}),
        DECLARES,
    ),
    Hostile(
        "Word file that declares entities in UTF-16",
        "a.docx",
        lambda: make_office(parts={"word/header1.xml": ENTITIES.decode().encode("utf-16")}),
        DECLARES,
    ),
    Hostile(
        "Word file that declares entities in a part of another name",
        "a.docx",
        lambda: make_office(parts={"word/header1.dat": ENTITIES}),
        DECLARES,
    ),
    Hostile(
        "Word file with a part that no parser reads",
        "a.docx",
        lambda: make_office(parts={"word/header1.xml": b"<a><b></a>"}),
        "It is damaged, or made to be read in two ways.",
    ),
    Hostile("Word file with a link to a file of the machine", "a.docx", linking_out, LEADS_OUT),
    Hostile(
        "Workbook with a query that runs on opening",
        "a.xlsx",
        lambda: make_office(
            XLSX,
            parts={
                "xl/connections.xml": b'<connections><connection id="1" refreshOnLoad="1">'
                b'<webPr url="http://e/x"/></connection></connections>'
            },
        ),
        FETCHES,
    ),
    Hostile(
        "Workbook with a formula that fetches",
        "a.xlsx",
        lambda: make_office(XLSX, parts={SHEET: formula('WEBSERVICE("http://e/x")')}),
        FETCHES,
    ),
    Hostile(
        "Workbook with a formula that starts a program",
        "a.xlsx",
        lambda: make_office(XLSX, parts={SHEET: formula("cmd|'/c calc'!A0")}),
        STARTS,
    ),
    Hostile(
        "OpenDocument with a picture that tells who opens it",
        "a.odt",
        lambda: make_odt(
            {
                "content.xml": b'<o:d xmlns:o="o" xmlns:draw="d" xmlns:xlink="x">'
                b'<draw:image xlink:href="http://e/x.png" xlink:actuate="onLoad"/></o:d>'
            }
        ),
        FETCHES,
    ),
]
