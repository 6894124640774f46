"""Where a request comes from, when a session was last used, the reader's time zone, and the page
for a wrong state.
"""

import datetime as dt
import time
import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from orgs.access import ConflictError
from orgs.origin import address_of, coming_from
from orgs.services.sessions import note_seen
from orgs.signed_out import written

GetResponse = Callable[[HttpRequest], HttpResponse]


class OriginMiddleware:
    """Tells the audit trail from which address this request comes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with coming_from(address_of(request)):
            return self.get_response(request)


# A page more often than this writes nothing.
SEEN_EVERY_SECONDS = 600
SEEN = "seen_at"


class SeenMiddleware:
    """Notes now and then that a session is in use, for the person's list of sessions."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = request.session.get(SEEN)
        if isinstance(seen, int) and time.time() - seen > SEEN_EVERY_SECONDS:
            request.session[SEEN] = int(time.time())
            note_seen(request.session.session_key or "", address_of(request), timezone.now())
        return self.get_response(request)


class TimeZoneMiddleware:
    """Shows all times in the time zone of whoever is signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(_zone(getattr(request.user, "time_zone", "UTC"))):
            return self.get_response(request)


def _zone(name: str) -> dt.tzinfo:
    """The zone; UTC where the database of time zones doesn't know it any more."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return dt.UTC


class ConflictMiddleware:
    """Answers a ConflictError with 409 and a page that says why."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for an exception that a view raised."""
        if isinstance(error, ConflictError):
            # What was typed may have nowhere to go now: it is given back.
            context = {"message": str(error), "written": written(request)}
            return render(request, "409.html", context, status=409)
        return None
