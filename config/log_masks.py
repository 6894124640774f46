"""Personal links stay out of the logs: whoever reads a log could open them."""

import logging
import re
from typing import Any

from gunicorn import glogging  # type: ignore[import-untyped]  # it comes without types

# Delegations, reports, invitations, new passwords, addresses to confirm; the slashes also as they
# stand in another address (`?next=`).
_TOKEN = re.compile(
    r"(?i)((?:/|%2f)(?:d|r|join|reset(?:/|%2f)key|confirm-email)(?:/|%2f))"
    r"(?:[^/?&#\s\"%]|%3a){8,}"
)


def masked(text: str) -> str:
    """The text with each link's token left out."""
    return _TOKEN.sub(r"\1…", text)


class MaskLinks(logging.Filter):
    """For the log's handler: Django names the address of every request that it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without tokens."""
        message = record.getMessage()
        if (without := masked(message)) != message:
            record.msg, record.args = without, ()
        return True


class AccessLogger(glogging.Logger):  # type: ignore[misc]  # for the same reason
    """The web server's log of requests."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What a line can be made of."""
        atoms: dict[str, Any] = super().atoms(*args, **kwargs)
        return {key: masked(x) if isinstance(x, str) else x for key, x in atoms.items()}
