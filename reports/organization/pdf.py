"""From the frozen data of a report on several offices to its PDF: no queries."""

import json

from reports.glyphs import FontMissingError
from reports.organization.content import organization_content
from reports.organization.data import OrganizationReport
from reports.pdf import RenderError, typeset
from reports.pdf_frame import FrameError


def render(data: OrganizationReport, sha256: str) -> bytes:
    """The report as PDF bytes, the same for the same data. Raises RenderError."""
    try:
        content = organization_content(data, sha256=sha256)
    except (FrameError, FontMissingError) as error:
        raise RenderError(str(error)) from error
    timestamp = int(data.frozen_at.timestamp())
    return typeset("organization.typ", json.dumps(content), timestamp=timestamp)
