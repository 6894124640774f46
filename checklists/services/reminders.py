"""The digest: one mail for each person, with what waits for them and how urgent it is.

What waits is read from the state of things, not from events, so a run that was missed loses
nothing; the ledger (`Digest`, `Reminder`) keeps a run that is doubled from sending twice.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Answer, Assessment, Digest, Reminder
from checklists.urgency import stage
from orgs.access import within_reach
from orgs.mail import address, queue_mail
from orgs.models import User
from orgs.preferences import DigestRhythm, wants_digest
from orgs.roles import Capability as C

# By the person's own clock: what is sent in the night is read no earlier.
FIRST_HOUR = 7
# One run takes no longer than this many people; the rest follow in the next.
PEOPLE_AT_ONCE = 500
# An office is late for so many days before those above it are told.
ESCALATE_AFTER = dt.timedelta(days=3)

_WITH_THE_OFFICE = [Assessment.Status.OPEN, Assessment.Status.RETURNED]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person: for the ledger, and as the mail says it."""

    about: str
    stage: str
    sentence: str
    page: str


def people_due(now: dt.datetime) -> list[int]:
    """Whose digest is due, by their own clock, week and wish."""
    people = (
        User.objects.filter(is_active=True)
        .filter(Q(memberships__isnull=False) | Q(is_secretariat=True))
        .exclude(digest=DigestRhythm.NONE)
        .annotate(last=Max("digests__day"))
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
    user = User.objects.select_for_update().get(pk=user_id)
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


def waiting_for(user: User, today: dt.date) -> Iterator[Waiting]:
    """What waits for a person, the most pressing kind first."""
    yield from _to_submit(user, today)
    yield from _delegated(user, today)
    yield from _late_below(user, today)


def when(due_on: dt.date, today: dt.date) -> str:
    """A due date in words: "due in 3 days, 15 July 2026"."""
    left = (due_on - today).days
    day = date_format(due_on)
    if left > 1:
        return _("due in %(days)d days, %(day)s") % {"days": left, "day": day}
    if left == 1:
        return _("due tomorrow, %(day)s") % {"day": day}
    if left == 0:
        return _("due today")
    return ngettext(
        "late by one day, it was due on %(day)s",
        "late by %(days)d days, it was due on %(day)s",
        -left,
    ) % {"days": -left, "day": day}


def _to_submit(user: User, today: dt.date) -> Iterator[Waiting]:
    """The assessments that the person is to submit, with how much is open in them."""
    rows = (
        Assessment.objects.filter(
            within_reach(user, [C.SUBMIT]), status__in=_WITH_THE_OFFICE, paused_at=None
        )
        .select_related("cycle", "office")
        .annotate(open_count=Count("answers", filter=OPEN_ANSWER))
        .order_by("cycle__due_on", "office__path")
    )
    for row in rows:
        if reached := stage(row.cycle.due_on, today):
            yield Waiting(
                _about("assessment", row),
                reached,
                ngettext(
                    "%(office)s, “%(cycle)s”: %(when)s; one item is open.",
                    "%(office)s, “%(cycle)s”: %(when)s; %(count)d items are open.",
                    row.open_count,
                )
                % {
                    "office": row.office,
                    "cycle": row.cycle,
                    "when": when(row.cycle.due_on, today),
                    "count": row.open_count,
                },
                reverse("checklists:assessment", args=[row.pk]),
            )


# Of the look-up from assessments; `Answer.is_open` says the same of one.
OPEN_ANSWER = Q(answers__value="") | Q(answers__verdict="returned")


def _about(kind: str, row: Assessment) -> str:
    """With round and due date: a new round, or a date that was moved, begins anew."""
    return f"{kind}:{row.pk}:{row.round}:{row.cycle.due_on}"


def _delegated(user: User, today: dt.date) -> Iterator[Waiting]:
    """The assessments in which items are delegated to the person and open."""
    mine = Answer.objects.filter(Q(value="") | Q(verdict="returned"), delegated_to=user)
    rows = (
        Assessment.objects.filter(
            within_reach(user, [C.CONTRIBUTE]), status__in=_WITH_THE_OFFICE, paused_at=None
        )
        .filter(pk__in=mine.values("assessment"))
        .select_related("cycle", "office")
        .annotate(open_count=Count("answers", filter=OPEN_ANSWER & Q(answers__delegated_to=user)))
        .order_by("cycle__due_on", "office__path")
    )
    for row in rows:
        if reached := stage(row.cycle.due_on, today):
            yield Waiting(
                _about("delegated", row),
                reached,
                ngettext(
                    "%(office)s asks for your answer to one item, %(when)s.",
                    "%(office)s asks for your answer to %(count)d items, %(when)s.",
                    row.open_count,
                )
                % {
                    "office": row.office,
                    "when": when(row.cycle.due_on, today),
                    "count": row.open_count,
                },
                reverse("checklists:assessment", args=[row.pk]),
            )


def _late_below(user: User, today: dt.date) -> Iterator[Waiting]:
    """Escalation: for a coordinator, the offices below that are late; one line for each cycle."""
    if user.is_secretariat:
        return  # runs the platform, and chases nobody's offices
    rows = (
        Assessment.objects.filter(
            within_reach(user, [C.MANAGE_CYCLES]),
            status__in=_WITH_THE_OFFICE,
            paused_at=None,
            cycle__due_on__lte=today - ESCALATE_AFTER,
        )
        .values("cycle", "cycle__name", "cycle__due_on")
        .annotate(offices=Count("pk"))
        .order_by("cycle__due_on", "cycle")
    )
    for row in rows:
        due_on = row["cycle__due_on"]
        yield Waiting(
            f"cycle:{row['cycle']}:{due_on}",
            stage(due_on, today),
            ngettext(
                "“%(cycle)s”: one office is late, %(when)s.",
                "“%(cycle)s”: %(count)d offices are late, %(when)s.",
                row["offices"],
            )
            % {
                "cycle": row["cycle__name"],
                "count": row["offices"],
                "when": when(due_on, today),
            },
            reverse("checklists:cycle", args=[row["cycle"]]),
        )


def send_due_digests(now: dt.datetime | None = None) -> int:
    """Send the digests that are due; returns how many had something to say."""
    now = now or timezone.now()
    return sum(send_digest(pk, now) for pk in people_due(now))
