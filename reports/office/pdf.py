"""From an office's frozen data to its PDF: no queries."""

import json

from reports.glyphs import FontMissingError
from reports.office.content import ContentError, office_content
from reports.office.data import OfficeReport
from reports.pdf import RenderError, typeset
from reports.pdf_frame import FrameError


def render_office_report(data: OfficeReport, *, sha256: str = "") -> bytes:
    """The report as PDF bytes, the same for the same data on every machine.

    `sha256` is the hexadecimal hash of the stored frozen JSON. Give it when that JSON exists: data
    frozen before a field was added would dump to other bytes today. Raises RenderError.
    """
    try:
        content = office_content(data, sha256=sha256)
    except (ContentError, FrameError, FontMissingError) as error:
        raise RenderError(str(error)) from error
    return typeset("office.typ", json.dumps(content), timestamp=int(data.frozen_at.timestamp()))
