"""The scheduled reports that a person receives, and handing them to a successor."""

from django.utils.translation import gettext_lazy as _

from orgs import audit
from orgs.handover import Area, Duty
from orgs.models import User
from reports.access import readers
from reports.models import Schedule

_SHOWN = 50


def _received(person: User, area: Area) -> list[str]:
    rows = Schedule.objects.filter(area.holds("office"), recipients=person)
    return [
        f"{row.get_frequency_display()}, {row.office}"
        for row in rows.select_related("office").order_by("office__path", "pk")[:_SHOWN]
    ]


def _hand_over_received(actor: User, person: User, successor: User, area: Area) -> int:
    """Put the successor in the person's place, where they may read the office's reports."""
    rows = Schedule.objects.select_for_update(of=("self",)).select_related("office__organization")
    moved = 0
    for schedule in rows.filter(area.holds("office"), recipients=person):
        if not readers(User.objects.filter(pk=successor.pk), schedule.tier, schedule.office):
            continue
        schedule.recipients.add(successor)
        schedule.recipients.remove(person)
        audit.record(
            actor,
            "schedule.changed",
            schedule,
            organization=schedule.organization,
            recipient=[person.pk, successor.pk],
        )
        moved += 1
    return moved


def _lock(person: User, area: Area) -> None:
    rows = Schedule.objects.select_for_update(of=("self",)).order_by("pk")
    list(rows.filter(area.holds("office"), recipients=person).values_list("pk"))


RECEIVED = Duty(
    "schedules", _("Scheduled reports to receive"), _received, _hand_over_received, _lock
)
