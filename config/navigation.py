"""What a signed-in person finds in the header: only where their roles lead somewhere."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from checklists.models import Assessment
from orgs.access import holds, within_reach
from orgs.models import User
from orgs.roles import Capability as C


@dataclass(frozen=True, slots=True)
class Link:
    """One entry; `count` is how much waits behind it, None where nothing is counted."""

    label: str
    url: str
    current: bool
    count: int | None = None


def navigation(request: HttpRequest) -> dict[str, list[Link]]:
    """The context processor: `navigation` for base.html."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": []}
    entries: list[tuple[bool, str, str, int | None]] = [
        (
            holds(user, C.VIEW_ASSESSMENT, C.CONTRIBUTE),
            _("Assessments"),
            "checklists:assessment_list",
            None,
        ),
        (
            holds(user, C.REVIEW, C.ASSIGN_REVIEW),
            _("Review"),
            "checklists:review_queue",
            _waiting(user),
        ),
        (holds(user, C.VIEW_OVERVIEW), _("Overview"), "checklists:overview", None),
        (holds(user, C.VIEW_ASSESSMENT), _("Action plan"), "checklists:action_list", None),
        (holds(user, C.VIEW_ASSESSMENT), _("Documents"), "checklists:document_list", None),
        (holds(user, C.MANAGE_CYCLES), _("Cycles"), "checklists:cycle_list", None),
        (holds(user, C.VIEW_REPORTS), _("Reports"), "reports:report_list", None),
        (holds(user, C.MANAGE_SCHEDULES), _("Schedules"), "reports:schedule_list", None),
        (holds(user, C.MANAGE_PEOPLE), _("People"), "people:list", None),
        (True, _("Checklists"), "checklists:checklist_list", None),
        (True, _("Instruments"), "checklists:instrument_list", None),
        (holds(user, C.VIEW_AUDIT), _("Audit trail"), "audit_list", None),
        (user.is_secretariat, _("Administration"), "admin:index", None),
    ]
    return {
        "navigation": [
            Link(label, url, request.path.startswith(url), count)
            for shown, label, name, count in entries
            if shown and (url := reverse(name))
        ]
    }


def _waiting(user: User) -> int | None:
    if not holds(user, C.REVIEW):
        return None
    return Assessment.objects.filter(
        within_reach(user, [C.REVIEW]), status=Assessment.Status.SUBMITTED
    ).count()
