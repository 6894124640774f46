"""What waits on a person in assessments, and handing it to a successor."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from checklists.models import Answer, Assessment
from checklists.services.locking import lock_answers
from checklists.services.review import assign_review
from orgs import audit
from orgs.access import can
from orgs.handover import Area, Duty
from orgs.models import User
from orgs.roles import Capability

# More lines than this nobody reads.
_SHOWN = 50


def _delegated(person: User, area: Area) -> list[str]:
    rows = Answer.objects.filter(
        area.holds("assessment__office"),
        delegated_to=person,
        assessment__status__in=[Assessment.Status.OPEN, Assessment.Status.RETURNED],
    )
    named = rows.select_related("item", "assessment__office", "assessment__cycle")
    ordered = named.order_by("assessment__cycle__due_on", "assessment", "item__position")
    return [f"{row.item.ref}, {row.assessment}" for row in ordered[:_SHOWN]]


def _hand_over_delegated(actor: User, person: User, successor: User, area: Area) -> int:
    """Ask the successor what the person was asked, where they may contribute."""
    rows = Answer.objects.select_for_update(of=("self",)).select_related(
        "item", "assessment__cycle", "assessment__office__organization"
    )
    moved = 0
    for answer in rows.filter(
        area.holds("assessment__office"),
        delegated_to=person,
        assessment__status__in=[Assessment.Status.OPEN, Assessment.Status.RETURNED],
    ):
        office = answer.assessment.office
        if not can(successor, Capability.CONTRIBUTE, office):
            continue
        answer.delegated_to = successor
        answer.save(update_fields=["delegated_to"])
        audit.record(
            actor,
            "answer.delegated",
            answer,
            organization=office.organization,
            to=successor.pk,
            instead_of=person.pk,
        )
        moved += 1
    return moved


def _lock(person: User, area: Area) -> None:
    """Lock the assessments in which something waits on a person, of either kind, then the answers.

    In the order in which everybody locks them, and all assessments in one order.
    """
    answers = Answer.objects.filter(delegated_to=person)
    mine = Q(pk__in=answers.values("assessment")) | Q(reviewer=person)
    rows = Assessment.objects.filter(area.holds("office"), mine)
    locked = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    lock_answers(answers.filter(assessment__in=locked))


DELEGATED = Duty("delegated_items", _("Items to answer"), _delegated, _hand_over_delegated, _lock)


def _to_review(person: User, area: Area) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(area.holds("office"), reviewer=person)
    open_ones = rows.exclude(status=Assessment.Status.SIGNED_OFF)
    return open_ones.select_related("office", "cycle").order_by("cycle__due_on", "office__path")


def _assigned(person: User, area: Area) -> list[str]:
    return [str(row) for row in _to_review(person, area)[:_SHOWN]]


def _hand_over_assigned(actor: User, person: User, successor: User, area: Area) -> int:
    """The reviews are the successor's, where they may review; until when stays as it was."""
    rows = [
        row.pk
        for row in _to_review(person, area)
        if can(successor, Capability.REVIEW, row.office)
        and can(actor, Capability.ASSIGN_REVIEW, row.office)
    ]
    if rows:
        assign_review(actor, rows, successor)
    return len(rows)


ASSIGNED = Duty("assigned_reviews", _("Reviews assigned"), _assigned, _hand_over_assigned, _lock)
