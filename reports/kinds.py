"""What kinds of report there are, and in which tiers of detail. Pure, no ORM."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orgs.roles import Capability


class Kind(models.TextChoices):
    """What a report is about."""

    OFFICE = "office", _("Office report")
    ORGANIZATION = "organization", _("Organization report")
    PARAGRAPHS = "paragraphs", _("Report by paragraph, across organizations")
    ACTIONS = "actions", _("Action plan")
    EVIDENCE = "evidence", _("Evidence register")


class Tier(models.TextChoices):
    """How much a report tells.

    Full: everything. Internal: no person's name and no place where evidence lies. Shareable: in
    addition no office's or other place's name and nothing that somebody wrote: figures alone.
    """

    FULL = "full", _("Full: with names and evidence")
    INTERNAL = "internal", _("Internal: without persons' names")
    SHAREABLE = "shareable", _("Shareable: without names and places")


READ_WITH: dict[str, Capability] = {
    Tier.FULL: Capability.VIEW_FULL_REPORTS,
    Tier.INTERNAL: Capability.VIEW_INTERNAL_REPORTS,
    Tier.SHAREABLE: Capability.VIEW_REPORTS,
}

# Reports on many organizations at once, which belong to none of their offices.
ACROSS = frozenset({Kind.PARAGRAPHS})
