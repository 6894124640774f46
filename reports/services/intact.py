"""What is stored is given out only while it is what was made: its hash is looked at each time."""

import io
import logging

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from orgs.access import ConflictError
from reports import frozen

logger = logging.getLogger(__name__)


class AlteredError(ConflictError):
    """Frozen data, or a file, that isn't what it was. The message is for the person."""


class AwayError(ConflictError):
    """A file that can't be read just now. The message is for the person."""


def intact(raw: bytes, sha256: str, what: object) -> bytes:
    """The bytes, if they have the hash. Raises AlteredError; `what` is for the log."""
    if frozen.digest(raw) != sha256:
        logger.error("What is stored of %r isn't what was made: its SHA-256 is another one.", what)
        raise AlteredError(
            _(
                "What is stored was altered or damaged since it was made: its hash is another one. "
                "It isn't given out. Tell the secretariat."
            )
        )
    return raw


def opened(file: FieldFile, sha256: str) -> io.BytesIO:
    """A stored file, if it is what was made.

    Raises AlteredError, AwayError or FileNotFoundError.
    """
    try:
        with file.open("rb") as stored:
            raw = stored.read()
    except FileNotFoundError:
        raise
    except OSError as error:
        logger.warning("%s can't be read: %s", file.name, error)
        raise AwayError(
            _("The file can't be read just now. Try again in a few minutes.")
        ) from error
    return io.BytesIO(intact(raw, sha256, file.name))
