"""From the frozen data of an action plan to its PDF: no queries."""

import json

from reports.actions.content import actions_content
from reports.actions.data import ActionsReport
from reports.glyphs import FontMissingError
from reports.pdf import RenderError, typeset
from reports.pdf_frame import FrameError


def render(data: ActionsReport, sha256: str) -> bytes:
    """The plan as PDF bytes, the same for the same data. Raises RenderError."""
    try:
        content = actions_content(data, sha256=sha256)
    except (FrameError, FontMissingError) as error:
        raise RenderError(str(error)) from error
    return typeset("actions.typ", json.dumps(content), timestamp=int(data.frozen_at.timestamp()))
