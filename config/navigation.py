"""What a signed-in person finds in the header: only where their roles lead somewhere."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from checklists.models import Assessment
from orgs.access import holds, within_reach
from orgs.models import User
from orgs.roles import Capability as C

# More stand in one line neither at a desk nor, in three, on a telephone.
IN_A_LINE = 7


@dataclass(frozen=True, slots=True)
class Link:
    """One entry; `count` is how much waits behind it, None where nothing is counted."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """Entries that are folded away under one word."""

    label: str
    links: list[Link]

    @property
    def current(self) -> bool:
        """Whether the page that is open is one of these."""
        return any(link.current for link in self.links)


# Whether it is shown, its label, its URL's name, how much waits.
Entry = tuple[bool, str, str, int | None]


def navigation(request: HttpRequest) -> dict[str, list[Link | Menu]]:
    """The context processor: `navigation` for base.html.

    Who has few entries sees them side by side; otherwise what is needed less often is folded.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": []}
    work, library, manage = (
        [
            Link(label, url, request.path.startswith(url), count)
            for shown, label, name, count in entries
            if shown and (url := reverse(name))
        ]
        for entries in (_work(user), _library(), _manage(user))
    )
    if len(work + library + manage) <= IN_A_LINE:
        return {"navigation": [*work, *library, *manage]}
    menus = [Menu(_("Library"), library), Menu(_("Manage"), manage)]
    return {"navigation": [*work, *(menu for menu in menus if menu.links)]}


def _work(user: User) -> list[Entry]:
    sees, reviews = holds(user, C.VIEW_ASSESSMENT), holds(user, C.REVIEW, C.ASSIGN_REVIEW)
    contributes = holds(user, C.VIEW_ASSESSMENT, C.CONTRIBUTE)
    return [
        (contributes, _("Assessments"), "checklists:assessment_list", None),
        (reviews, _("Review"), "checklists:review_queue", _waiting(user)),
        (holds(user, C.VIEW_OVERVIEW), _("Overview"), "checklists:overview", None),
        (sees, _("Action plan"), "checklists:action_list", None),
        (sees, _("Documents"), "checklists:document_list", None),
        (holds(user, C.VIEW_REPORTS), _("Reports"), "reports:report_list", None),
    ]


def _library() -> list[Entry]:
    return [
        (True, _("Checklists"), "checklists:checklist_list", None),
        (True, _("Instruments"), "checklists:instrument_list", None),
    ]


def _manage(user: User) -> list[Entry]:
    return [
        (holds(user, C.MANAGE_CYCLES), _("Cycles"), "checklists:cycle_list", None),
        (holds(user, C.MANAGE_SCHEDULES), _("Schedules"), "reports:schedule_list", None),
        (holds(user, C.MANAGE_PEOPLE), _("People"), "people:list", None),
        (holds(user, C.VIEW_AUDIT), _("Audit trail"), "audit_list", None),
        (user.is_secretariat, _("Status"), "reports:status", None),
        (user.is_secretariat, _("Administration"), "admin:index", None),
    ]


def _waiting(user: User) -> int | None:
    if not holds(user, C.REVIEW):
        return None
    return Assessment.objects.filter(
        within_reach(user, [C.REVIEW]), status=Assessment.Status.SUBMITTED
    ).count()
