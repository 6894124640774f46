"""Roles and what each may do: the one table of capabilities. Pure, no ORM."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in an office, and in all offices below it."""

    FOCAL_POINT = "focal_point", _("Focal point")
    CONTRIBUTOR = "contributor", _("Contributor")
    REVIEWER = "reviewer", _("Reviewer")
    COORDINATOR = "coordinator", _("Coordinator")
    OBSERVER = "observer", _("Observer")
    OUTSIDE_OBSERVER = "outside_observer", _("Outside observer (shareable reports)")


class Capability(StrEnum):
    """One thing that somebody may do in an office."""

    VIEW_ASSESSMENT = "view_assessment"
    CONTRIBUTE = "contribute"  # answer the items delegated to oneself, and see only those
    ANSWER = "answer"
    SUBMIT = "submit"
    DELEGATE = "delegate"
    REVIEW = "review"
    ASSIGN_REVIEW = "assign_review"
    SIGN_OFF = "sign_off"
    PLAN_ACTIONS = "plan_actions"
    REOPEN = "reopen"  # what is signed off, as a new revision
    MANAGE_CYCLES = "manage_cycles"
    VIEW_OVERVIEW = "view_overview"  # all offices in reach side by side
    VIEW_REPORTS = "view_reports"  # those that are made to be shared
    VIEW_INTERNAL_REPORTS = "view_internal_reports"  # also those that name offices
    VIEW_FULL_REPORTS = "view_full_reports"  # also those that name people and evidence
    REQUEST_REPORTS = "request_reports"
    MANAGE_SCHEDULES = "manage_schedules"
    VIEW_AUDIT = "view_audit"
    MANAGE_PEOPLE = "manage_people"  # invite, change roles, hand over, end
    REPORT_ACROSS = "report_across"  # on all organizations at once: no office's own
    MANAGE_LIBRARY = "manage_library"  # instruments, their editions, checklists: no office's own


C = Capability

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.FOCAL_POINT: frozenset(
        {
            C.VIEW_ASSESSMENT,
            C.ANSWER,
            C.SUBMIT,
            C.DELEGATE,
            C.PLAN_ACTIONS,
            C.VIEW_REPORTS,
            C.VIEW_INTERNAL_REPORTS,
            C.VIEW_FULL_REPORTS,
            C.REQUEST_REPORTS,
        }
    ),
    Role.CONTRIBUTOR: frozenset({C.CONTRIBUTE}),
    Role.REVIEWER: frozenset(
        {
            C.VIEW_ASSESSMENT,
            C.REVIEW,
            C.ASSIGN_REVIEW,
            C.SIGN_OFF,
            C.PLAN_ACTIONS,
            C.REOPEN,
            C.VIEW_REPORTS,
            C.VIEW_INTERNAL_REPORTS,
            C.VIEW_FULL_REPORTS,
            C.REQUEST_REPORTS,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            C.VIEW_ASSESSMENT,
            C.ASSIGN_REVIEW,
            C.MANAGE_CYCLES,
            C.VIEW_OVERVIEW,
            C.PLAN_ACTIONS,
            C.VIEW_REPORTS,
            C.VIEW_INTERNAL_REPORTS,
            C.VIEW_FULL_REPORTS,
            C.REQUEST_REPORTS,
            C.MANAGE_SCHEDULES,
            C.VIEW_AUDIT,
            C.MANAGE_PEOPLE,
            C.REOPEN,
        }
    ),
    Role.OBSERVER: frozenset({C.VIEW_REPORTS, C.VIEW_INTERNAL_REPORTS}),
    Role.OUTSIDE_OBSERVER: frozenset({C.VIEW_REPORTS}),
}

# The secretariat runs the platform and may review, but never speaks for an office.
SECRETARIAT: frozenset[Capability] = (
    CAPABILITIES[Role.REVIEWER]
    | CAPABILITIES[Role.COORDINATOR]
    | {C.MANAGE_LIBRARY, C.REPORT_ACROSS}
)


def roles_with(capability: Capability) -> list[Role]:
    """The roles that hold a capability."""
    return [role for role, held in CAPABILITIES.items() if capability in held]


# With these a person decides on others' answers, or reaches many offices: they prove who they are
# by more than a password, where the installation asks for it.
GUARDED = frozenset({C.REVIEW, C.MANAGE_CYCLES, C.MANAGE_PEOPLE})


def roles_given_by(held: frozenset[Capability]) -> list[Role]:
    """The roles that somebody with these capabilities in an office may give there and below.

    All roles of offices; being of the secretariat is no role of an office, so nobody gets it here.
    """
    return list(Role) if C.MANAGE_PEOPLE in held else []
