"""Opening a cycle, where each office gets an answer to give to each item put to it; and correcting
one."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from checklists.models import Answer, Assessment, Checklist, Cycle, Item
from checklists.models.assessments import REVIEW_DAYS
from checklists.queries import items_for
from checklists.services.actions import carry_actions
from checklists.services.carrying import Carried, offers
from checklists.services.counting import recount
from orgs import audit
from orgs.access import ConflictError, demand, people_with
from orgs.mail import address, queue_mail
from orgs.models import Office, Organization, User
from orgs.roles import Capability


@transaction.atomic
def open_cycle(
    actor: User,
    *,
    organization: Organization,
    checklist: Checklist,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    due_on: dt.date,
    offices: Sequence[Office],
    review_days: int = REVIEW_DAYS,
) -> Cycle:
    """Open a cycle for some offices of an organization, and tell their focal points.

    Raises Http404 or PermissionDenied unless the actor coordinates each office, and ConflictError
    where the checklist isn't published, has no item for an office, or the organization has a cycle
    of this name, and ValueError without offices or where one is another organization's.
    """
    if not offices or any(office.organization_id != organization.pk for office in offices):
        raise ValueError("A cycle is opened for one or more offices of its organization.")
    if not checklist.is_published:
        raise ConflictError(_("This checklist isn't published yet."))
    for office in offices:
        demand(actor, Capability.MANAGE_CYCLES, office)
    # Locked, so that a form that is sent twice at once opens one cycle.
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    if organization.cycles.filter(name=name).exists():
        raise ConflictError(_("There is a cycle of this name already."))
    every_item = list(checklist.items.all())
    items = {office.pk: items_for(every_item, organization, office) for office in offices}
    if without := [office.name for office in offices if not items[office.pk]]:
        raise ConflictError(
            _("This checklist has no item for: %(offices)s.") % {"offices": ", ".join(without)}
        )
    cycle = Cycle.objects.create(
        organization=organization,
        checklist=checklist,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=due_on,
        review_days=review_days,
        opened_by=actor,
    )
    assessments = Assessment.objects.bulk_create(
        Assessment(cycle=cycle, office=office) for office in offices
    )
    offered = offers(cycle, offices, every_item)
    Answer.objects.bulk_create(
        _blank(assessment, item, offered.get((assessment.office_id, item.pk)))
        for assessment in assessments
        for item in items[assessment.office_id]
    )
    recount(Assessment.objects.filter(cycle=cycle))
    carry_actions(assessments)
    audit.record(
        actor,
        "cycle.opened",
        cycle,
        organization=organization,
        offices=[office.pk for office in offices],
    )
    for assessment in assessments:
        _tell_focal_points(assessment)
    return cycle


def _blank(assessment: Assessment, item: Item, offered: Carried | None) -> Answer:
    """An answer to give, with last cycle's on offer where there is one."""
    answer = Answer(assessment=assessment, item=item)
    if offered:
        answer.carried_from_id, answer.carry = offered.answer, offered.carry
    return answer


@transaction.atomic
def change_cycle(actor: User, cycle_id: int, *, name: str, due_on: dt.date) -> None:
    """Correct a cycle's name or due date; what is assessed stays as it is.

    Raises Http404 or PermissionDenied unless the actor coordinates each of its offices, and
    ConflictError where the organization has a cycle of that name.
    """
    cycle = Cycle.objects.select_for_update().get(pk=cycle_id)
    for office in Office.objects.filter(assessments__cycle=cycle):
        demand(actor, Capability.MANAGE_CYCLES, office)
    others = Cycle.objects.filter(organization=cycle.organization_id, name=name)
    if others.exclude(pk=cycle.pk).exists():
        raise ConflictError(_("There is a cycle of this name already."))
    changes = {
        field: [str(getattr(cycle, field)), str(value)]
        for field, value in (("name", name), ("due_on", due_on))
        if getattr(cycle, field) != value
    }
    if not changes:
        return
    cycle.name, cycle.due_on = name, due_on
    cycle.save(update_fields=["name", "due_on"])
    audit.record(actor, "cycle.changed", cycle, organization=cycle.organization, changes=changes)


def _tell_focal_points(assessment: Assessment) -> None:
    page = address(reverse("checklists:assessment", args=[assessment.pk]))
    for person in people_with(Capability.SUBMIT, assessment.office):
        queue_mail(
            person,
            _("A self-assessment is open: %(office)s") % {"office": assessment.office},
            [
                _("Dear %(name)s,") % {"name": person},
                _("The cycle “%(cycle)s” is open, and %(office)s is part of it. Please submit by")
                % {"cycle": assessment.cycle, "office": assessment.office}
                + f" {assessment.cycle.due_on:%Y-%m-%d}.",
                page,
            ],
        )
