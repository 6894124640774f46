"""What leaves the overview as a file is noted."""

from orgs import audit
from orgs.models import User


def note_download(actor: User, page: str, format_: str, asked: dict[str, str]) -> None:
    """Note that somebody took a page of the overview as a file, and what they asked for."""
    audit.record(actor, "overview.downloaded", actor, page=page, format=format_, asked=asked)
