"""Resolutions of any length, as PDF, as DOCX and as text, to be timed."""

import json

import typst

from reports.glyphs import font_folders
from tests.checklists.importers.docx.builder import build, paragraph

# The letterhead, two preambular paragraphs, then paragraphs of some 200 words: two fill a page.
PER_PAGE = 2
_SENTENCE = (
    "Requests all organizations to see to it that their personnel are trained, equipped and"
    " informed before they are deployed, and in this regard encourages them to share what they"
    " have learned with their partners, with host Governments and with each other, so that"
)

_LAYOUT = """
#set document(title: "A resolution")
#set page(paper: "us-letter", margin: (x: 2.6cm, y: 3cm), header: [A/RES/99/1],
  footer: context [#counter(page).display() #h(1fr) 99-00001])
#set text(font: "Noto Sans", size: 10pt)
#set par(first-line-indent: (amount: 1.2cm, all: true), justify: true)
"""


def paragraphs(pages: int) -> list[str]:
    """As many numbered paragraphs as fill so many pages, each with other words at its end."""
    return [
        f"{number}. {' '.join([_SENTENCE] * 3)} {_ready(number)} paragraph {number} is done;"
        for number in range(1, PER_PAGE * pages + 1)
    ]


def _ready(number: int) -> str:
    offices = [f"office {number + step} is ready," for step in range(12)]
    return f"{' '.join(offices)} and that"


def text(pages: int) -> str:
    """The text, with its letterhead."""
    head = [
        "United Nations",
        "A/RES/99/1",
        "General Assembly",
        "Distr.: General",
        "8 December 2044",
        "Resolution adopted by the General Assembly on 1 December 2044",
        "99/1. Safety of a great many offices",
        "The General Assembly,",
        "Recalling all its resolutions,",
        "Noting their length,",
    ]
    body = paragraphs(pages)
    body[-1] = body[-1].removesuffix(";") + "."
    return "\n\n".join([*head, *body]) + "\n"


def pdf(pages: int) -> bytes:
    """The text as a PDF with running heads; typst decides where its pages end."""
    blocks = [f"#par(text({json.dumps(block)}))" for block in text(pages).split("\n\n") if block]
    source = "\n\n".join([_LAYOUT, *blocks])
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in font_folders()],
    )
    return typst.compile(source.encode(), font_paths=fonts, ignore_system_fonts=True)


def docx(pages: int) -> bytes:
    """The text as a Word document."""
    return build("".join(paragraph(block) for block in text(pages).split("\n\n") if block))
