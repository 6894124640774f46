"""Where somebody is signed in: the list, and ending it."""

import datetime as dt
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs import audit
from orgs.models import User

# What a browser says of itself names many others too: the first that is found here counts.
_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session: `key` is the session's own, never to be shown."""

    pk: int
    key: str
    device: str
    ip: str
    created_at: dt.datetime
    last_seen_at: dt.datetime


def device(user_agent: str) -> str:
    """A browser and its system in a few words, from what it says of itself."""
    browser = next((name for mark, name in _BROWSERS.items() if f"{mark}/" in user_agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def sessions_of(user: User) -> list[SignedIn]:
    """The sessions in which a person is signed in now, the last used first."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at"))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    return [
        SignedIn(
            row.pk,
            row.session_key,
            device(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
        )
        for row in rows
        if row.session_key in alive
    ]


@transaction.atomic
def end_sessions(
    actor: User | None, user: User, *, only: int | None = None, keep: str | None = None
) -> int:
    """End a person's sessions: one by its number, or all but the one with the key `keep`.

    Returns how many; 0 where it was ended before.
    """
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep or "")
    if only is not None:
        rows = rows.filter(pk=only)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    if keys:
        audit.record(actor, "sessions.ended", user, count=len(keys))
    return len(keys)


def note_seen(session_key: str, address: str, now: dt.datetime) -> None:
    """Note that a session is in use, and from which address, where one is known."""
    changes: dict[str, object] = {"last_seen_at": now} | ({"ip": address} if address else {})
    UserSession.objects.filter(session_key=session_key).update(**changes)
