"""Handing a mail to a mail server, so that one knows afterwards whether it may have gone out."""

import smtplib

from django.conf import settings
from django.core.mail.backends import smtp


class UnansweredError(OSError):
    """The server had the text, or a part of it, and never said whether it takes it."""


class _Asking(smtplib.SMTP):
    """Waits longer for the answer that counts, and tells its absence from other failures."""

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override]  # typeshed's
        """Hand over the text; returns the answer."""
        assert self.sock is not None  # it was just told the recipients
        patience = self.sock.gettimeout()
        # Servers look into a mail before they answer. Who hangs up too early sends it twice.
        self.sock.settimeout(settings.EMAIL_ANSWER_TIMEOUT)
        try:
            answer = super().data(msg)
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise UnansweredError(f"No answer to the text: {error}") from error
        self.sock.settimeout(patience)
        return answer


class _AskingWithTls(_Asking, smtplib.SMTP_SSL):
    """The same from the first byte on in TLS."""


class EmailBackend(smtp.EmailBackend):
    """Django's, with such connections."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """How it connects."""
        return _AskingWithTls if self.use_ssl else _Asking
