"""What waits on a person beyond their roles. The apps above say what they have of it.

Each kind is registered once, when its app is ready: orgs knows none of them by name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django_stubs_ext import StrPromise

from orgs.models import Office, User


@dataclass(frozen=True, slots=True)
class Area:
    """Some offices with all below them, by their paths; `[""]` is everywhere."""

    paths: Sequence[str]

    def holds(self, look_up: str) -> Q:
        """A condition on rows with an office: those in the area. `look_up` leads to the office."""
        within = Q(pk__in=[])
        for path in self.paths:
            within |= Q(**{f"{look_up}__path__startswith": path})
        return within

    def contains(self, office: Office) -> bool:
        """Whether an office is in the area."""
        return any(office.path.startswith(path) for path in self.paths)


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of thing that may wait on a person.

    `waiting(person, area)` gives a line for each, at most as many as anybody would read;
    `hand_over(actor, person, successor, area)` moves what the successor may take, and returns how
    many that were. `lock(person, area)` locks all that it may move: it is called for all kinds
    before the first of them is moved and noted in the audit trail.
    """

    name: str
    label: StrPromise
    waiting: Callable[[User, Area], list[str]]
    hand_over: Callable[[User, User, User, Area], int]
    lock: Callable[[User, Area], None]


_duties: dict[str, Duty] = {}


def register(duty: Duty) -> None:
    """Make a kind known; under the same name it takes the former's place."""
    _duties[duty.name] = duty


def duties() -> list[Duty]:
    """All kinds, in the order in which the apps gave them."""
    return list(_duties.values())


def waiting_on(person: User, area: Area) -> list[tuple[StrPromise, list[str]]]:
    """What waits on a person in some offices, by kind; no kind of which there is nothing."""
    found = [(duty.label, duty.waiting(person, area)) for duty in duties()]
    return [(label, lines) for label, lines in found if lines]
