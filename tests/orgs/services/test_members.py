"""Changing and ending roles, handing over, closing accounts."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client

from checklists.services.answers import delegate
from orgs.access import ConflictError
from orgs.models import AuditEvent, Invitation, Membership, Office, User
from orgs.roles import Role
from orgs.services.invitations import invite
from orgs.services.members import (
    change_role,
    close_account,
    end_membership,
    get_person,
    hand_over,
    lacks_successor,
    reset_second_factor,
)
from tests.factories import make_assessment, make_member, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def coordinator(office: Office) -> User:
    return make_member(office, Role.COORDINATOR)


def role_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def test_a_role_is_changed(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    change_role(coordinator, role_of(person).pk, Role.REVIEWER)
    assert role_of(person).role == Role.REVIEWER
    assert AuditEvent.objects.get(action="membership.changed").data["role"] == [
        "observer",
        "reviewer",
    ]


def test_nobody_changes_their_own_role(coordinator: User) -> None:
    with pytest.raises(PermissionDenied):
        change_role(coordinator, role_of(coordinator).pk, Role.REVIEWER)


def test_nobody_has_a_role_twice(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    Membership.objects.create(user=person, office=office, role=Role.REVIEWER)
    row = Membership.objects.get(user=person, role=Role.OBSERVER)
    with pytest.raises(ConflictError):
        change_role(coordinator, row.pk, Role.REVIEWER)


@pytest.mark.parametrize("deed", [end_membership, lambda a, pk: change_role(a, pk, Role.REVIEWER)])
def test_nobody_touches_roles_above_their_office(deed: object, office: Office) -> None:
    coordinator = make_member(make_office(parent=office), Role.COORDINATOR)
    above = make_member(office, Role.OBSERVER)
    with pytest.raises(Http404):
        deed(coordinator, role_of(above).pk)  # type: ignore[operator]  # one of the two deeds


def test_a_role_is_ended(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    end_membership(coordinator, role_of(person).pk)
    assert not Membership.objects.filter(user=person).exists()
    assert AuditEvent.objects.get(action="membership.deleted").data["person"] == person.pk


def test_the_last_coordinator_does_not_end_their_own_role(coordinator: User) -> None:
    with pytest.raises(ConflictError):
        end_membership(coordinator, role_of(coordinator).pk)


def test_a_coordinator_with_a_colleague_ends_their_own_role(
    coordinator: User, office: Office
) -> None:
    make_member(office, Role.COORDINATOR)
    end_membership(coordinator, role_of(coordinator).pk)
    assert not Membership.objects.filter(user=coordinator).exists()


def test_a_coordinator_above_counts_as_a_successor(coordinator: User, office: Office) -> None:
    below = make_member(make_office(parent=office), Role.COORDINATOR)
    assert not lacks_successor(role_of(below))
    assert lacks_successor(role_of(coordinator))


def test_a_successor_takes_roles_and_delegated_items(coordinator: User, office: Office) -> None:
    person, successor = make_member(office, Role.CONTRIBUTOR), make_member(office, Role.OBSERVER)
    assessment = make_assessment(office, items=2)
    answer = assessment.answers.all()[0]
    delegate(make_member(office, Role.FOCAL_POINT), answer.pk, person)
    assert hand_over(coordinator, person, successor) == {
        "roles": 1,
        "delegated_items": 1,
        "assigned_reviews": 0,
        "schedules": 0,
    }
    answer.refresh_from_db()
    assert answer.delegated_to == successor
    roles = Membership.objects.filter(user=successor).values_list("role", flat=True)
    assert set(roles) == {Role.CONTRIBUTOR, Role.OBSERVER}
    assert not Membership.objects.filter(user=person).exists()


def test_handing_over_twice_moves_nothing_more(coordinator: User, office: Office) -> None:
    person, successor = make_member(office, Role.CONTRIBUTOR), make_member(office, Role.OBSERVER)
    make_member(make_office(parent=office), Role.OBSERVER)
    hand_over(coordinator, person, successor)
    secretariat = make_user(secretariat=True)
    assert set(hand_over(secretariat, person, successor).values()) == {0}


def test_roles_out_of_reach_stay(coordinator: User, office: Office) -> None:
    person, successor = make_member(office, Role.OBSERVER), make_member(office, Role.REVIEWER)
    elsewhere = make_office()
    Membership.objects.create(user=person, office=elsewhere, role=Role.OBSERVER)
    hand_over(coordinator, person, successor)
    assert role_of(person).office == elsewhere


def test_nobody_is_their_own_successor(coordinator: User, office: Office) -> None:
    with pytest.raises(PermissionDenied):
        hand_over(coordinator, make_member(office, Role.REVIEWER), coordinator)


def test_the_last_coordinator_hands_their_own_role_over(coordinator: User, office: Office) -> None:
    successor = make_member(office, Role.OBSERVER)
    hand_over(coordinator, coordinator, successor)
    assert Membership.objects.filter(user=successor, role=Role.COORDINATOR).exists()


def test_a_closed_account_is_signed_out_at_once(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    client = Client()
    client.force_login(person)
    close_account(coordinator, person.pk)
    assert client.get("/account/profile/").status_code == 302


def test_a_closed_account_has_no_open_invitations(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    invite(coordinator, email=person.email, name="", office=office, role=Role.REVIEWER)
    close_account(coordinator, person.pk)
    assert not Invitation.objects.get().is_open


def test_who_has_roles_elsewhere_is_not_closed(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    Membership.objects.create(user=person, office=make_office(), role=Role.OBSERVER)
    with pytest.raises(PermissionDenied):
        close_account(coordinator, person.pk)


def test_nobody_closes_their_own_account(coordinator: User) -> None:
    with pytest.raises(PermissionDenied):
        close_account(coordinator, coordinator.pk)


def test_a_member_of_the_secretariat_is_closed_by_the_secretariat_alone(
    coordinator: User, office: Office
) -> None:
    person = make_user(secretariat=True)
    Membership.objects.create(user=person, office=office, role=Role.OBSERVER)
    with pytest.raises(PermissionDenied):
        close_account(coordinator, person.pk)


def test_people_without_a_shared_office_are_not_there(coordinator: User) -> None:
    with pytest.raises(Http404):
        get_person(coordinator, make_user().pk)


def test_a_lost_second_factor_is_reset_by_the_secretariat_alone(coordinator: User) -> None:
    person = make_user()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(PermissionDenied):
        reset_second_factor(coordinator, person)
    assert reset_second_factor(make_user(secretariat=True), person)
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.filter(action="person.second_factor_reset").exists()
