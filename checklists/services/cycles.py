"""Opening a cycle: each office gets its assessment, with an answer to every item still to give."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from checklists.models import Answer, Assessment, Checklist, Cycle
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
) -> Cycle:
    """Open a cycle for some offices of an organization, and tell their focal points.

    Raises Http404 or PermissionDenied unless the actor coordinates each office, and ConflictError
    where the checklist isn't published or the organization has a cycle of this name, and ValueError
    without offices or where one is another organization's.
    """
    if not offices or any(office.organization_id != organization.pk for office in offices):
        raise ValueError("A cycle is opened for one or more offices of its organization.")
    if not checklist.is_published:
        raise ConflictError(_("This checklist isn't published yet."))
    for office in offices:
        demand(actor, Capability.MANAGE_CYCLES, office)
    # Locked, so that a form that is sent twice at once opens one cycle.
    Organization.objects.select_for_update().get(pk=organization.pk)
    if organization.cycles.filter(name=name).exists():
        raise ConflictError(_("There is a cycle of this name already."))
    cycle = Cycle.objects.create(
        organization=organization,
        checklist=checklist,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=due_on,
        opened_by=actor,
    )
    assessments = Assessment.objects.bulk_create(
        Assessment(cycle=cycle, office=office) for office in offices
    )
    items = list(checklist.items.all())
    Answer.objects.bulk_create(
        Answer(assessment=assessment, item=item) for assessment in assessments for item in items
    )
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
