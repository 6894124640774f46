"""From the frozen data of a register of documents to its PDF: no queries."""

import json

from reports.evidence.content import evidence_content
from reports.evidence.data import EvidenceReport
from reports.glyphs import FontMissingError
from reports.pdf import RenderError, typeset
from reports.pdf_frame import FrameError


def render(data: EvidenceReport, sha256: str) -> bytes:
    """The register as PDF bytes, the same for the same data. Raises RenderError."""
    try:
        content = evidence_content(data, sha256=sha256)
    except (FrameError, FontMissingError) as error:
        raise RenderError(str(error)) from error
    return typeset("evidence.typ", json.dumps(content), timestamp=int(data.frozen_at.timestamp()))
