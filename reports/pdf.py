"""From a report's content to a PDF: PDF/A-2a and PDF/UA-1 in one file, no queries.

Compile in the process that needs the bytes and never at import: a child that is forked after its
parent compiled hangs in the typesetter's thread pool.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import typst

from reports.glyphs import font_folders
from reports.pdf_row_heads import mark_row_heads

if TYPE_CHECKING:
    from typst import PDFStandard

SOURCE = Path(__file__).parent / "typst"
STANDARDS: list["PDFStandard"] = ["a-2a", "ua-1"]

# The typesetter keeps what it computed for the next compilation, and lets go of what ten
# compilations in a row did not use. Ten of an empty page after each report keep a worker small.
_AGING_ROUNDS = 10


class RenderError(RuntimeError):
    """A report that could not be typeset. `diagnostic` says where and why, for the log."""

    def __init__(self, message: str, diagnostic: str = "") -> None:
        super().__init__(message)
        self.diagnostic = diagnostic


def typeset(source: str, content: str, *, timestamp: int) -> bytes:
    """A source of `typst/` with its content as JSON, to PDF bytes. Raises RenderError."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in font_folders()],
    )
    compiler = typst.Compiler(
        input=str(SOURCE / source),
        root=str(SOURCE),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": content},
    )
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=STANDARDS, timestamp=timestamp
        )
    except typst.TypstError as error:
        raise RenderError(
            f"The report could not be typeset: {error.message}", error.diagnostic
        ) from error
    finally:
        _age_cache()
    if warnings:
        # Also an unknown font is only a warning, and another one would be drawn in its place.
        said = "\n".join(warning.diagnostic for warning in warnings)
        raise RenderError(f"The report was typeset with a warning: {warnings[0].message}", said)
    if not isinstance(pdf, bytes):
        raise RenderError("The typesetter returned no document.")
    with pikepdf.open(BytesIO(pdf)) as document:
        mark_row_heads(document)
        return packed(document)


def packed(document: pikepdf.Pdf) -> bytes:
    """A document in fewer bytes, and in the same for the same.

    The typesetter writes each tag of a page as an object of its own, in plain text: of a long
    report these are the largest part. Object streams take them together, as PDF/A-2 allows.
    """
    out = BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _age_cache() -> None:
    for _ in range(_AGING_ROUNDS):
        typst.Compiler(input=b"", ignore_system_fonts=True).compile(format="pdf")
