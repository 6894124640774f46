"""What each action of the audit trail is called, and where the page of an object is.

Each app gives its own words and pages when it starts, since this one knows nothing of the others.
"""

from collections.abc import Callable, Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# From the keys of some objects of one kind, as the trail writes them, to the addresses of those
# that still exist. One query.
Pages = Callable[[Iterable[str]], Mapping[str, str]]

_words: dict[str, str | Promise] = {}
_pages: dict[str, Pages] = {}


def words_for(words: Mapping[str, str | Promise], pages: Mapping[str, Pages] | None = None) -> None:
    """Add actions with their words, and kinds of objects ("checklists.answer") with their pages."""
    _words.update(words)
    _pages.update(pages or {})


def in_words(action: str) -> str:
    """An action for people: "Answer saved". One without words is shown as it is written."""
    return str(_words.get(action, action))


def all_actions() -> dict[str, str]:
    """Each action with its words, in the order of the words."""
    return dict(sorted(((key, str(words)) for key, words in _words.items()), key=lambda kv: kv[1]))


def pages_of(references: Iterable[str]) -> dict[str, str]:
    """From "checklists.answer 12" to its page, where it has one. One query for each kind."""
    by_kind: dict[str, list[str]] = {}
    for reference in references:
        kind, _blank, key = reference.partition(" ")
        by_kind.setdefault(kind, []).append(key)
    return {
        f"{kind} {key}": url
        for kind, keys in by_kind.items()
        if kind in _pages
        for key, url in _pages[kind](keys).items()
    }


words_for(
    {
        "audit.exported": _("Audit trail exported"),
        "invitation.accepted": _("Invitation accepted"),
        "invitation.sent": _("Invitation sent"),
        "invitation.sent_again": _("Invitation sent again"),
        "invitation.withdrawn": _("Invitation withdrawn"),
        "password.changed": _("Password changed"),
        "password.reset": _("Password chosen by a mailed link"),
        "person.closed": _("Account closed"),
        "person.handed_over": _("Handed over to a successor"),
        "person.joined": _("Joined by an invitation"),
        "person.second_factor_reset": _("Second step reset"),
        "second_factor.added": _("Second step added"),
        "second_factor.removed": _("Second step removed"),
        "sessions.ended": _("Signed out elsewhere"),
        "membership.changed": _("Role changed"),
        "membership.created": _("Role given"),
        "membership.deleted": _("Role taken away"),
        "office.changed": _("Office changed"),
        "office.created": _("Office created"),
        "office.deleted": _("Office deleted"),
        "organization.changed": _("Organization changed"),
        "organization.created": _("Organization created"),
        "organization.deleted": _("Organization deleted"),
        "user.changed": _("Person changed"),
        "user.created": _("Person added"),
        "user.deleted": _("Person deleted"),
    }
)
