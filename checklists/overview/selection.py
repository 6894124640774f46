"""Which assessments an overview is of: those in a person's reach that the address asks for."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from checklists.models import Answer, Assessment, Cycle, ThemeCount
from orgs.access import within_reach
from orgs.models import Office, Organization, User
from orgs.roles import Capability as C


class State(models.TextChoices):
    """Where an office is: the status of its assessment, where nothing answered is told apart."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    RETURNED = "returned", _("Returned")
    SUBMITTED = "submitted", _("Submitted")
    SIGNED_OFF = "signed_off", _("Signed off")


WITH_THE_OFFICE = (State.NOT_STARTED, State.IN_PROGRESS, State.RETURNED)
LATE = "late"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; "" and None ask for everything, and for the latest cycles."""

    cycle: str = ""  # its name
    compared_with: str = ""  # the name of another one
    organization: Organization | None = None
    kind: str = ""  # of organization
    office: Office | None = None  # with all below it
    status: str = ""  # a state, or LATE
    theme: str = ""  # its slug
    dimension: str = "practice"
    figure: str = "declared"
    sort: str = "tree"


@dataclass(frozen=True, slots=True)
class Place:
    """An office in a cycle; `days_late` is 0 where it isn't late, or is paused."""

    assessment: int
    office: int
    name: str
    path: str
    cycle: Cycle
    state: str
    days_late: int
    is_paused: bool

    @property
    def organization(self) -> Organization:
        """Whose office it is."""
        return self.cycle.organization

    @property
    def state_label(self) -> str:
        """The word for its state."""
        return str(State(self.state).label)


def cycles_in_reach(user: User) -> list[Cycle]:
    """The cycles that offices in reach take part in, newest first. One query."""
    mine = Assessment.objects.filter(within_reach(user, [C.VIEW_OVERVIEW]))
    return list(
        Cycle.objects.filter(pk__in=mine.values("cycle"))
        .select_related("organization")
        .order_by("-starts_on", "-pk")
    )


class Selection:
    """The assessments that are looked at. `today` is the reader's day, by which offices are late.

    `cycles` are those of `cycles_in_reach`. Without a user nothing is out of reach: for a report,
    which is for whoever may read it.
    """

    def __init__(
        self, user: User | None, asked: Asked, cycles: list[Cycle], today: dt.date
    ) -> None:
        self.user = user
        self.asked = asked
        self.today = today
        self.cycles = [cycle for cycle in cycles if self._is_of_organization(cycle)]

    def _is_of_organization(self, cycle: Cycle) -> bool:
        asked = self.asked
        wanted = asked.office.organization_id if asked.office else None
        if asked.organization:
            wanted = asked.organization.pk
        return (wanted is None or cycle.organization_id == wanted) and (
            not asked.kind or cycle.organization.kind == asked.kind
        )

    @cached_property
    def chosen(self) -> list[Cycle]:
        """The cycles of the name that is asked for, or the latest of each organization."""
        if self.asked.cycle:
            return [cycle for cycle in self.cycles if cycle.name == self.asked.cycle]
        latest: dict[int, Cycle] = {}
        for cycle in self.cycles:
            latest.setdefault(cycle.organization_id, cycle)
        return list(latest.values())

    @cached_property
    def former(self) -> dict[int, Cycle]:
        """By chosen cycle the one to compare it with: of the name asked for, or the one before."""
        found: dict[int, Cycle] = {}
        for now in self.chosen:
            for cycle in self.cycles:
                if cycle.organization_id == now.organization_id and self._goes_before(cycle, now):
                    found.setdefault(now.pk, cycle)
        return found

    def _goes_before(self, cycle: Cycle, now: Cycle) -> bool:
        if self.asked.compared_with:
            return cycle.name == self.asked.compared_with and cycle.pk != now.pk
        return cycle.starts_on < now.starts_on

    @property
    def checklists(self) -> set[int]:
        """What the chosen cycles ask."""
        return {cycle.checklist_id for cycle in self.chosen}

    def assessments_of(self, cycles: Iterable[Cycle]) -> QuerySet[Assessment]:
        """Those in reach in some cycles, in the part of the tree that is asked for."""
        rows = Assessment.objects.filter(cycle__in=[cycle.pk for cycle in cycles])
        if self.user:
            rows = rows.filter(within_reach(self.user, [C.VIEW_OVERVIEW]))
        if self.asked.office:
            rows = rows.filter(office__path__startswith=self.asked.office.path)
        return rows

    @property
    def assessments(self) -> QuerySet[Assessment]:
        """Those that are asked for, each with its `state`."""
        answered = ThemeCount.objects.filter(assessment=OuterRef("pk"), answered__gt=0)
        rows = self.assessments_of(self.chosen).annotate(
            state=Case(
                When(~models.Q(status=Assessment.Status.OPEN), then=F("status")),
                When(Exists(answered), then=Value(State.IN_PROGRESS.value)),
                default=Value(State.NOT_STARTED.value),
            )
        )
        if self.asked.status == LATE:
            late = models.Q(cycle__due_on__lt=self.today, paused_at__isnull=True)
            return rows.filter(late, state__in=WITH_THE_OFFICE)
        return rows.filter(state=self.asked.status) if self.asked.status else rows

    @property
    def answers(self) -> QuerySet[Answer]:
        """All answers of these assessments."""
        return Answer.objects.filter(assessment__in=self.wanted.values("pk"))

    @property
    def counts(self) -> QuerySet[ThemeCount]:
        """What is counted of these answers, in the theme that is asked for."""
        rows = ThemeCount.objects.filter(assessment__in=self.wanted.values("pk"))
        return rows.filter(theme__slug=self.asked.theme) if self.asked.theme else rows

    @property
    def wanted(self) -> QuerySet[Assessment]:
        """The same as `assessments`, without their states where none is asked for."""
        return self.assessments if self.asked.status else self.assessments_of(self.chosen)

    @cached_property
    def places(self) -> list[Place]:
        """The offices in the order of the tree. One query."""
        cycles = {cycle.pk: cycle for cycle in self.chosen}
        rows = self.assessments.order_by("office__path").values_list(
            "pk", "cycle", "state", "office", "office__name", "office__path", "paused_at"
        )  # type: ignore[misc]  # its type doesn't say that `state` is annotated
        return [
            Place(
                assessment=pk,
                office=office,
                name=name,
                path=path,
                cycle=cycles[cycle],
                state=state,
                days_late=0 if paused_at else self._days_late(cycles[cycle], state),
                is_paused=paused_at is not None and state in WITH_THE_OFFICE,
            )
            for pk, cycle, state, office, name, path, paused_at in rows
        ]

    def _days_late(self, cycle: Cycle, state: str) -> int:
        days = (self.today - cycle.due_on).days
        return max(0, days) if state in WITH_THE_OFFICE else 0

    @cached_property
    def has_many_organizations(self) -> bool:
        """Whether the offices belong to several."""
        return len({place.cycle.organization_id for place in self.places}) > 1
