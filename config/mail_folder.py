"""Mail into a folder, for the embedded copy: one .eml file a mail, its attachments beside it."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.text import get_valid_filename


class EmailBackend(BaseEmailBackend):
    """Writes each mail below EMAIL_FILE_PATH, where any mail program opens it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; returns how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            # The Message-ID is the name: a mail that is sent twice is one file.
            ident = get_valid_filename(str(message["Message-ID"]).strip("<>").partition("@")[0])
            stem = f"{_cut(get_valid_filename(email.to[0]), 80)}-{_cut(ident, 80)}"
            for attachment in message.walk():
                if name := attachment.get_filename():
                    content = attachment.get_payload(decode=True)
                    own = Path(get_valid_filename(name))
                    beside = f"{stem}-{_cut(own.stem, 70)}{_cut(own.suffix, 20)}"
                    (folder / beside).write_bytes(bytes(content))
            (folder / f"{stem}.eml").write_bytes(message.as_bytes())
        return len(email_messages)


def _cut(name: str, limit: int) -> str:
    """A part of a file's name; file systems count bytes, and take 255 in all."""
    return name.encode()[:limit].decode(errors="ignore")
