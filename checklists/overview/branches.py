"""Dividing offices by organization, or by the branch of the tree that they stand in."""

from dataclasses import dataclass

from checklists.overview.selection import Place, Selection
from orgs.models import Office


@dataclass(frozen=True, slots=True)
class Branch:
    """Several offices that stand together; `organization` or `office` shows these alone."""

    label: str
    places: list[Place]
    organization: int | None = None
    office: int | None = None
    path: str = ""  # of the office

    @property
    def key(self) -> object:
        """What its answers are grouped by: the path, or the organization."""
        return self.path or self.organization


def branches(selection: Selection) -> list[Branch]:
    """The organizations; within one, the branches right below the office that is asked for.

    A branch of a single office is left out: it stands in the list of offices. One query at most.
    """
    if selection.has_many_organizations:
        return [_of_organization(places) for places in _by_organization(selection.places)]
    groups: dict[str, list[Place]] = {}
    start = _start(selection)
    for place in selection.places:
        groups.setdefault(place.path[: start + Office.steplen], []).append(place)
    groups = {path: places for path, places in groups.items() if len(places) > 1}
    if not groups:
        return []
    heads = Office.objects.filter(path__in=groups).order_by("path").only("name", "path")
    asked = selection.asked.organization
    organization = asked.pk if asked else None
    return [
        Branch(head.name, groups[head.path], organization, head.pk, head.path) for head in heads
    ]


def _start(selection: Selection) -> int:
    """How long the path is below which the branches begin."""
    if selection.asked.office:
        return len(selection.asked.office.path)
    return min((len(place.path) for place in selection.places), default=0)


def _by_organization(places: list[Place]) -> list[list[Place]]:
    groups: dict[int, list[Place]] = {}
    for place in places:
        groups.setdefault(place.cycle.organization_id, []).append(place)
    return sorted(groups.values(), key=lambda group: group[0].organization.name.casefold())


def _of_organization(places: list[Place]) -> Branch:
    organization = places[0].organization
    return Branch(organization.name, places, organization=organization.pk)
