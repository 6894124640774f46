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
            ident = str(message["Message-ID"]).strip("<>").partition("@")[0]
            stem = get_valid_filename(f"{email.to[0]}-{ident}")
            for attachment in message.walk():
                if name := attachment.get_filename():
                    content = attachment.get_payload(decode=True)
                    (folder / f"{stem}-{get_valid_filename(name)}").write_bytes(bytes(content))
            (folder / f"{stem}.eml").write_bytes(message.as_bytes())
        return len(email_messages)
