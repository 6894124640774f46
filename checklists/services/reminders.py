"""The digest: one mail for each person, with what waits for them and how urgent it is.

What waits is read from the state of things, not from events, so a run that was missed loses
nothing; the ledger (`Digest`, `Reminder`) keeps a run that is doubled from sending twice.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Digest, Reminder
from checklists.waiting import Waiting, waiting_for
from orgs.mail import address, queue_mail
from orgs.models import User
from orgs.preferences import DigestRhythm, wants_digest

# By the person's own clock: what is sent in the night is read no earlier.
FIRST_HOUR = 7
# One run takes no longer than this many people; the rest follow in the next.
PEOPLE_AT_ONCE = 500


def people_due(now: dt.datetime) -> list[int]:
    """Whose digest is due, by their own clock, week and wish."""
    # A day that is still to come, anywhere on earth, is one of a clock that went wrong.
    until_now = Q(digests__day__lte=now.date() + dt.timedelta(days=1))
    people = (
        User.objects.filter(is_active=True)
        .filter(Q(memberships__isnull=False) | Q(is_secretariat=True))
        .exclude(digest=DigestRhythm.NONE)
        .annotate(last=Max("digests__day", filter=until_now))
        .order_by("pk")
        .values_list("pk", "time_zone", "digest", "weekend", "last")
    )
    due = []
    for pk, zone, rhythm, weekend, last in people:
        local = now.astimezone(_zone(zone))
        if local.hour >= FIRST_HOUR and wants_digest(rhythm, weekend, local.date(), last):
            due.append(pk)
    return due[:PEOPLE_AT_ONCE]


def _zone(name: str) -> dt.tzinfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        # The database of zones has dropped it: nobody else's digest must wait for that.
        return dt.UTC


@transaction.atomic
def send_digest(user_id: int, now: dt.datetime) -> bool:
    """Write a person's digest of the day into the outbox; whether there was something new to say.

    Two runs at once send one: the second waits for the first, and then finds its day in the ledger.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    today = now.astimezone(_zone(user.time_zone)).date()
    digest, is_new = Digest.objects.get_or_create(user=user, day=today, defaults={"made_at": now})
    if not is_new:
        return False
    all_waiting = list(waiting_for(user, today))
    told = set(
        Reminder.objects.filter(
            user=user, about__in=[row.about for row in all_waiting]
        ).values_list("about", "stage")
    )
    new = [row for row in all_waiting if (row.about, row.stage) not in told]
    if not new:
        return False
    Reminder.objects.bulk_create(
        Reminder(user=user, about=row.about, stage=row.stage, digest=digest) for row in new
    )
    # All of it, not only what is new: a digest is a list of what waits, and comes once.
    digest.mail = queue_mail(user, _subject(all_waiting), _letter(user, all_waiting))
    digest.save(update_fields=["mail"])
    return True


def _subject(rows: list[Waiting]) -> str:
    count = len(rows)
    late = sum(row.stage.startswith("late") for row in rows)
    subject = ngettext(
        "Operative: one thing waits for you", "Operative: %(count)d things wait for you", count
    ) % {"count": count}
    if late:
        subject += " " + ngettext("(one is late)", "(%(late)d are late)", late) % {"late": late}
    return subject


def _letter(user: User, rows: list[Waiting]) -> list[str]:
    return [
        _("Dear %(name)s,") % {"name": user},
        *(f"{row.sentence}\n{address(row.page)}" for row in rows),
        _("How often this mail comes is yours to choose:") + f"\n{address(reverse('profile'))}",
    ]


def send_due_digests(now: dt.datetime | None = None) -> int:
    """Send the digests that are due; returns how many had something to say."""
    now = now or timezone.now()
    return sum(send_digest(pk, now) for pk in people_due(now))
