"""Roles hold in their office and below it, and nowhere else; everything else is denied."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from orgs.access import (
    can,
    capabilities,
    demand,
    demand_anywhere,
    holds,
    offices,
    people_with,
    within_reach,
)
from orgs.models import Membership, Office, User
from orgs.roles import CAPABILITIES, SECRETARIAT, Role
from orgs.roles import Capability as C
from tests.factories import make_member, make_office, make_user

pytestmark = pytest.mark.django_db


class Tree:
    """Two organizations: headquarters over two regions, one with a field office; and a stranger."""

    def __init__(self) -> None:
        self.headquarters = make_office("Headquarters")
        self.region = make_office("Region", parent=self.headquarters)
        self.field = make_office("Field", parent=self.region)
        self.sibling = make_office("Sibling", parent=self.headquarters)
        self.stranger = make_office("Stranger")
        # Children were added since: the numbers that the tree keeps are read again.
        for office in (self.headquarters, self.region):
            office.refresh_from_db()  # type: ignore[no-untyped-call]  # treebeard's own


@pytest.fixture
def tree() -> Tree:
    return Tree()


@pytest.mark.parametrize("role", Role)
def test_role_gives_its_capabilities_in_its_office(tree: Tree, role: Role) -> None:
    assert capabilities(make_member(tree.region, role), tree.region) == CAPABILITIES[role]


def test_role_holds_below_its_office(tree: Tree) -> None:
    assert can(make_member(tree.headquarters, Role.REVIEWER), C.REVIEW, tree.field)


@pytest.mark.parametrize("elsewhere", ["headquarters", "sibling", "stranger"])
def test_role_gives_nothing_above_beside_or_in_another_organization(
    tree: Tree, elsewhere: str
) -> None:
    assert not capabilities(make_member(tree.region, Role.COORDINATOR), getattr(tree, elsewhere))


def test_roles_of_one_person_add_up(tree: Tree) -> None:
    person = make_member(tree.headquarters, Role.OBSERVER)
    Membership.objects.create(user=person, office=tree.field, role=Role.CONTRIBUTOR)
    both = {C.VIEW_REPORTS, C.VIEW_INTERNAL_REPORTS, C.CONTRIBUTE}
    assert capabilities(person, tree.field) == both


def test_secretariat_has_the_same_everywhere(tree: Tree) -> None:
    assert capabilities(make_user(secretariat=True), tree.stranger) == SECRETARIAT


def test_person_without_a_role_has_nothing(tree: Tree) -> None:
    assert capabilities(make_user(), tree.field) == frozenset()


def test_capabilities_of_many_offices_cost_one_query(
    tree: Tree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = User.objects.get(pk=make_member(tree.headquarters, Role.OBSERVER).pk)
    with django_assert_num_queries(1):
        for office in (tree.headquarters, tree.region, tree.field, tree.stranger):
            capabilities(person, office)


def test_demand_hides_the_office_from_an_outsider(tree: Tree) -> None:
    with pytest.raises(Http404):
        demand(make_member(tree.stranger, Role.COORDINATOR), C.MANAGE_CYCLES, tree.field)


def test_demand_refuses_a_member_without_the_capability(tree: Tree) -> None:
    with pytest.raises(PermissionDenied):
        demand(make_member(tree.field, Role.OBSERVER), C.MANAGE_CYCLES, tree.field)


def test_demand_lets_the_holder_pass(tree: Tree) -> None:
    demand(make_member(tree.field, Role.COORDINATOR), C.MANAGE_CYCLES, tree.field)


def test_holds_is_true_for_a_capability_in_any_office(tree: Tree) -> None:
    assert holds(make_member(tree.field, Role.REVIEWER), C.REVIEW, C.ANSWER)


def test_holds_is_false_without_one(tree: Tree) -> None:
    assert not holds(make_member(tree.field, Role.OBSERVER), C.REVIEW, C.ANSWER)


def test_secretariat_holds_its_own_and_no_more() -> None:
    secretariat = make_user(secretariat=True)
    assert (holds(secretariat, C.REVIEW), holds(secretariat, C.ANSWER)) == (True, False)


def test_offices_are_those_in_reach_in_the_order_of_the_tree(tree: Tree) -> None:
    person = make_member(tree.region, Role.COORDINATOR)
    assert list(offices(person, C.MANAGE_CYCLES)) == [tree.region, tree.field]


def test_offices_leave_out_those_with_another_role(tree: Tree) -> None:
    person = make_member(tree.region, Role.OBSERVER)
    Membership.objects.create(user=person, office=tree.field, role=Role.COORDINATOR)
    assert list(offices(person, C.MANAGE_CYCLES)) == [tree.field]


def test_secretariat_reaches_every_office(tree: Tree) -> None:
    assert offices(make_user(secretariat=True), C.REVIEW).count() == Office.objects.count()


def test_secretariat_reaches_no_office_for_what_it_may_not(tree: Tree) -> None:
    assert not offices(make_user(secretariat=True), C.ANSWER).exists()


def test_nobody_signed_in_reaches_nothing(tree: Tree) -> None:
    assert not Office.objects.filter(within_reach(AnonymousUser(), list(C), office="")).exists()


@pytest.mark.parametrize(
    ("role", "place", "is_told"),
    [
        (Role.REVIEWER, "region", True),
        (Role.REVIEWER, "headquarters", True),
        (Role.REVIEWER, "field", False),
        (Role.REVIEWER, "sibling", False),
        (Role.REVIEWER, "stranger", False),
        (Role.FOCAL_POINT, "region", False),
    ],
)
def test_people_with_a_capability_are_here_and_above(
    tree: Tree, role: Role, place: str, *, is_told: bool
) -> None:
    person = make_member(getattr(tree, place), role)
    assert (person in people_with(C.REVIEW, tree.region)) is is_told


def test_people_with_a_capability_come_once_whatever_their_roles(tree: Tree) -> None:
    person = make_member(tree.headquarters, Role.REVIEWER)
    Membership.objects.create(user=person, office=tree.region, role=Role.REVIEWER)
    assert list(people_with(C.REVIEW, tree.region)) == [person]


def test_people_with_a_capability_leave_out_who_has_left(tree: Tree) -> None:
    person = make_member(tree.region, Role.REVIEWER)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not people_with(C.REVIEW, tree.region).exists()


def test_people_with_a_capability_leave_out_the_secretariat(tree: Tree) -> None:
    make_user(secretariat=True)
    assert not people_with(C.REVIEW, tree.region).exists()


@pytest.mark.django_db
def test_the_library_is_the_secretariats() -> None:
    demand_anywhere(make_user(secretariat=True), C.MANAGE_LIBRARY)
    for role in Role:
        with pytest.raises(PermissionDenied):
            demand_anywhere(make_member(make_office(), role), C.MANAGE_LIBRARY)
