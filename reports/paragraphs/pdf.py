"""From the frozen data of a report by paragraph to its PDF: no queries."""

import json

from reports.glyphs import FontMissingError
from reports.office.content import ContentError
from reports.paragraphs.content import paragraphs_content
from reports.paragraphs.data import ParagraphsReport
from reports.pdf import RenderError, typeset


def render_paragraphs_report(data: ParagraphsReport, *, sha256: str = "") -> bytes:
    """The report as PDF bytes, the same for the same data on every machine. Raises RenderError."""
    try:
        content = paragraphs_content(data, sha256=sha256)
    except (ContentError, FontMissingError) as error:
        raise RenderError(str(error)) from error
    return typeset("paragraphs.typ", json.dumps(content), timestamp=int(data.frozen_at.timestamp()))
