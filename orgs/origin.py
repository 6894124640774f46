"""Where a deed comes from: the address of whoever asks, or that it is a task or a command."""

import contextlib
import ipaddress
from collections.abc import Iterator
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

TASK = "task"
COMMAND = "command"

_origin: ContextVar[str] = ContextVar("origin", default=COMMAND)


def origin() -> str:
    """The IP address of this request, "" where it has none, else "task" or "command"."""
    return _origin.get()


def stay(where: str) -> None:
    """Whatever this process does from now on comes from there."""
    _origin.set(where)


@contextlib.contextmanager
def coming_from(where: str) -> Iterator[None]:
    """All that is done inside comes from there."""
    token = _origin.set(where)
    try:
        yield
    finally:
        _origin.reset(token)


def address_of(request: HttpRequest) -> str:
    """The sender's address, told by the outermost of our TRUSTED_PROXIES where there are any.

    allauth's rate limits count in the same way. What isn't an address is dropped, "" is left: a
    header can say anything.
    """
    proxies = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    told = hops[-proxies] if 0 < proxies <= len(hops) and any(hops) else ""
    try:
        return str(ipaddress.ip_address((told or request.META.get("REMOTE_ADDR", "")).strip("[]")))
    except ValueError:
        return ""
