"""The overview through the API: for whom the pages are, and with their figures."""

from typing import Any

import pytest

from checklists.models import Answer, Cycle
from checklists.scale import AnswerValue as V
from checklists.scale import Outcome
from checklists.services.counting import recount
from orgs.models import Office, User
from orgs.roles import Role
from tests.factories import make_checklist, make_cycle, make_member, make_office
from tests.pages import client_of, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Office:
    """Headquarters with two offices, in a cycle now and in one before."""
    root = make_office("Headquarters")
    offices = [root, make_office("Lodwar", parent=root), make_office("Lima", parent=root)]
    checklist = make_checklist(8)
    former = make_cycle(offices, checklist=checklist)
    Cycle.objects.filter(pk=former.pk).update(starts_on="2025-01-01", name="2025")
    now = make_cycle(offices, checklist=checklist)
    # Items alternate between policy and practice.
    _answer(now, "Lodwar", V.IN_PLACE, V.PARTLY)
    _answer(former, "Lodwar", V.IN_PLACE, V.NOT_IN_PLACE)
    return root


def _answer(cycle: Cycle, office: str, *values: str) -> None:
    rows = Answer.objects.filter(assessment__cycle=cycle, assessment__office__name=office)
    for row, value in zip(rows.order_by("item__position"), values, strict=False):
        Answer.objects.filter(pk=row.pk).update(value=value, verdict=Outcome.ACCEPTED)
    recount(cycle.assessments.all())


@pytest.fixture
def coordinator(root: Office) -> User:
    return make_member(root, Role.COORDINATOR)


def got(user: User, url: str) -> Any:
    response = client_of(user).get(f"/api/v1/overview/{url}")
    assert response.status_code == 200, response.content
    return response.json()


def test_states_are_counted_as_on_the_page(coordinator: User) -> None:
    found = got(coordinator, "")
    assert {each["state"]: each["offices"] for each in found["states"]} == {
        "not_started": 2,
        "in_progress": 1,
        "returned": 0,
        "submitted": 0,
        "signed_off": 0,
    }
    assert [row["place"]["name"] for row in found["results"]] == ["Headquarters", "Lodwar", "Lima"]


def test_figures_are_those_of_the_heat_map(coordinator: User) -> None:
    found = got(coordinator, "?sort=worst&dimension=practice")
    first = found["results"][0]
    assert first["place"]["name"] == "Lodwar"
    assert first["whole"] == {
        "items": 4,
        "answered": 1,
        "applicable": 4,
        "accepted": 1,
        "completion": 25,
        "declared": 33,
        "verified": 33,
    }
    assert [theme["figures"]["items"] for theme in first["themes"]] == [2, 2]
    page = client_of(coordinator).get("/overview/themes/?sort=worst&dimension=practice&as=csv")
    assert page.content.decode().splitlines()[1].split(",")[3] == "33"
    assert found["sums"]["whole"]["items"] == 12
    assert found["sums"]["whole"]["completion"] == 8


def test_gaps(coordinator: User) -> None:
    found = got(coordinator, "gaps/?sort=worst")
    assert found["whole"]["practice_gap"] == 67
    assert found["results"][0]["place"]["name"] == "Lodwar"
    assert found["results"][0]["gap"]["practice_gap"] == 67
    assert [theme["gap"]["practice_gap"] for theme in found["themes"]] == [67, None]


def test_comparison_with_the_cycle_before(coordinator: User) -> None:
    found = got(coordinator, "comparison/")
    assert (found["offices"], found["offices_in_all"]) == (3, 3)
    assert found["whole"]["before"]["declared"] == 0
    assert found["whole"]["difference"] == 33
    assert found["new"] == found["dropped"] == found["changed"] == []


def test_comparison_without_a_former_cycle(coordinator: User) -> None:
    assert got(coordinator, "comparison/?cycle=2025")["whole"] is None


@pytest.mark.parametrize("url", ["", "gaps/", "comparison/"])
def test_the_unknown_is_refused_with_the_field_named(url: str, coordinator: User) -> None:
    response = client_of(coordinator).get(f"/api/v1/overview/{url}?cycle=1999")
    assert response.status_code == 400
    assert list(response.json()) == ["cycle"]


def test_a_part_of_the_tree_sees_itself_alone(root: Office) -> None:
    lima = Office.objects.get(name="Lima")
    found = got(make_member(lima, Role.COORDINATOR), "")
    assert [row["place"]["name"] for row in found["results"]] == ["Lima"]
    assert found["sums"]["whole"]["items"] == 4


def test_it_comes_page_by_page(coordinator: User, root: Office) -> None:
    more = [make_office(parent=root) for _number in range(60)]
    cycle = make_cycle([root, *more], checklist=Cycle.objects.latest("pk").checklist)
    Cycle.objects.filter(pk=cycle.pk).update(starts_on="2099-01-01", ends_on="2099-02-01")
    first = got(coordinator, "")
    assert (first["count"], len(first["results"])) == (61, 50)
    assert first["next"].endswith("/api/v1/overview/?page=2")
    assert len(got(coordinator, "?page=2")["results"]) == 11


@pytest.mark.parametrize("url", ["", "?sort=worst", "gaps/", "comparison/"])
def test_queries_do_not_grow_with_offices(url: str, coordinator: User, root: Office) -> None:
    few = queries(coordinator, f"/api/v1/overview/{url}")
    more = [make_office(parent=root) for _number in range(12)]
    cycle = make_cycle([root, *more], checklist=Cycle.objects.latest("pk").checklist)
    Cycle.objects.filter(pk=cycle.pk).update(starts_on="2099-01-01", ends_on="2099-02-01")
    assert queries(coordinator, f"/api/v1/overview/{url}") <= few + 1 <= 15
