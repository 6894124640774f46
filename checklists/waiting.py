"""What waits for a person, and how urgent it is: the lines of their digest.

Offices, cycles and dates are named, and nothing of what was written. Each kind costs one query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Action, Answer, Assessment, Document
from checklists.models.documents import SOON_DAYS
from checklists.urgency import FEW_MILESTONES, stage
from orgs.access import within_reach
from orgs.models import User
from orgs.roles import Capability as C

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


def waiting_for(user: User, today: dt.date) -> Iterator[Waiting]:
    """What waits for a person, the most pressing kind first."""
    yield from _to_submit(user, today)
    yield from _delegated(user, today)
    yield from _came_back(user, today)
    yield from _to_review(user, today)
    yield from _actions(user, today)
    yield from _documents(user, today)
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


def _came_back(user: User, today: dt.date) -> Iterator[Waiting]:
    """The assessments in which colleagues' texts wait to be confirmed."""
    unsettled = Q(
        answers__delegated_items__submitted_at__isnull=False,
        answers__delegated_items__settled_at=None,
    )
    rows = (
        Assessment.objects.filter(
            within_reach(user, [C.DELEGATE]), status__in=_WITH_THE_OFFICE, paused_at=None
        )
        .filter(unsettled)
        .select_related("cycle", "office")
        .annotate(
            texts=Count("answers__delegated_items", filter=unsettled),
            first=Min("answers__delegated_items__submitted_at", filter=unsettled),
        )
        .order_by("office__path")
    )
    for row in rows:
        since = row.first.date()
        yield Waiting(
            f"came back:{row.pk}:{since}:{row.texts}",
            # Once, and once more for each week that it waits.
            f"for {(today - since).days // 7} weeks",
            ngettext(
                "%(office)s: one answer of a colleague waits for you to confirm it.",
                "%(office)s: %(count)d answers of colleagues wait for you to confirm them.",
                row.texts,
            )
            % {"office": row.office, "count": row.texts},
            reverse("checklists:delegations", args=[row.pk]),
        )


def _to_review(user: User, today: dt.date) -> Iterator[Waiting]:
    """The assessments that are the person's to review, and those of nobody's in reach."""
    whose = Q(reviewer=user)
    if not user.is_secretariat:  # which would be told of every organization's
        whose |= Q(reviewer=None)
    rows = (
        Assessment.objects.filter(
            within_reach(user, [C.REVIEW]), whose, status=Assessment.Status.SUBMITTED
        )
        .select_related("cycle", "office")
        .order_by("review_due_on", "office__path")
    )
    for row in rows:
        # Without a date where it was submitted before there were any.
        if row.review_due_on and (reached := stage(row.review_due_on, today)):
            yield Waiting(
                f"review:{row.pk}:{row.round}:{row.review_due_on}",
                reached,
                _("%(office)s, “%(cycle)s”: your review is %(when)s.")
                % {
                    "office": row.office,
                    "cycle": row.cycle,
                    "when": when(row.review_due_on, today),
                },
                reverse("checklists:review", args=[row.pk]),
            )


def _actions(user: User, today: dt.date) -> Iterator[Waiting]:
    """The person's own actions, in one line."""
    found = Action.objects.filter(responsible=user, status=Action.Status.OPEN).aggregate(
        first=Min("due_on"), total=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))
    )
    if not found["total"]:
        return
    reached = stage(found["first"], today, FEW_MILESTONES)
    if reached:
        yield Waiting(
            f"actions:{user.pk}:{found['first']}:{found['late']}",
            reached,
            ngettext(
                "One action of the plan is yours, %(when)s.",
                "%(count)d actions of the plan are yours, the first %(when)s.",
                found["total"],
            )
            % {"count": found["total"], "when": when(found["first"], today)},
            reverse("checklists:action_list") + "?state=mine",
        )


def _documents(user: User, today: dt.date) -> Iterator[Waiting]:
    """The offices whose documents in use run out, or did so in the last week."""
    rows = (
        Document.objects.filter(
            within_reach(user, [C.ANSWER]),
            uses__isnull=False,
            replaced_by=None,
            valid_until__gte=today - dt.timedelta(days=7),
            valid_until__lte=today + dt.timedelta(days=SOON_DAYS),
        )
        .values("office", "office__name")
        .annotate(count=Count("pk", distinct=True), first=Min("valid_until"))
        .order_by("first", "office")
    )
    for row in rows:
        yield Waiting(
            f"documents:{row['office']}:{row['first']}",
            stage(row["first"], today, FEW_MILESTONES),
            ngettext(
                "%(office)s: one document runs out, on %(day)s.",
                "%(office)s: %(count)d documents run out, the first on %(day)s.",
                row["count"],
            )
            % {
                "office": row["office__name"],
                "count": row["count"],
                "day": date_format(row["first"]),
            },
            reverse("checklists:document_list") + f"?office={row['office']}",
        )
