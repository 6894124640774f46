"""Inviting people, and joining by the link."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from orgs.access import ConflictError
from orgs.models import AuditEvent, Invitation, Membership, Office, OutgoingMail, User
from orgs.roles import Role
from orgs.services.invitations import (
    accept,
    find_open,
    invite,
    join,
    join_by_address,
    send_again,
    withdraw,
)
from tests.factories import make_member, make_office, make_user

pytestmark = pytest.mark.django_db

NEW = "new.person@example.org"


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def coordinator(office: Office) -> User:
    return make_member(office, Role.COORDINATOR)


def ask(actor: User, office: Office, email: str = NEW, role: Role = Role.REVIEWER) -> Invitation:
    return invite(actor, email=email, name="New Person", office=office, role=role)


def token() -> str:
    """That of the mail that was written last."""
    return OutgoingMail.objects.latest("created_at").body.split("/join/")[1].split("/")[0]


def age(invitation: Invitation, **by: float) -> None:
    invitation.expires_at -= dt.timedelta(**by)
    invitation.save()


def join_now(link: str) -> User:
    return join(link, full_name="New Person", time_zone="UTC", password="correct horse battery")


def test_a_mail_carries_the_link_and_nothing_of_the_role(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    mail = OutgoingMail.objects.get()
    assert mail.email == NEW
    assert find_open(token()) == Invitation.objects.get()
    assert office.name not in mail.body
    assert "eviewer" not in mail.body


def test_the_link_itself_is_not_stored(coordinator: User, office: Office) -> None:
    assert token_of(ask(coordinator, office)) != token()


def token_of(invitation: Invitation) -> str:
    return invitation.token_sha256


def test_joining_opens_an_account_with_the_role(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    person = join_now(token())
    assert person.email == NEW
    assert [(m.office, m.role) for m in person.roles] == [(office, Role.REVIEWER)]
    assert person.check_password("correct horse battery")


def test_joining_verifies_the_address(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    join_now(token())
    assert User.objects.filter(emailaddress__email=NEW, emailaddress__verified=True).exists()


def test_a_link_works_once(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    join_now(token())
    assert find_open(token()) is None
    with pytest.raises(Http404):
        join_now(token())


def test_a_link_expires(coordinator: User, office: Office) -> None:
    age(ask(coordinator, office), days=7, seconds=1)
    assert find_open(token()) is None


def test_a_withdrawn_link_lets_nobody_in(coordinator: User, office: Office) -> None:
    withdraw(coordinator, ask(coordinator, office).pk)
    with pytest.raises(Http404):
        join_now(token())


def test_withdrawing_twice_is_harmless(coordinator: User, office: Office) -> None:
    invitation = ask(coordinator, office)
    withdraw(coordinator, invitation.pk)
    withdraw(coordinator, invitation.pk)
    assert AuditEvent.objects.filter(action="invitation.withdrawn").count() == 1


def test_what_was_accepted_is_not_withdrawn(coordinator: User, office: Office) -> None:
    invitation = ask(coordinator, office)
    join_now(token())
    with pytest.raises(ConflictError):
        withdraw(coordinator, invitation.pk)


def test_sending_again_ends_the_former_link(coordinator: User, office: Office) -> None:
    invitation = ask(coordinator, office)
    former = token()
    age(invitation, days=8)
    send_again(coordinator, invitation.pk)
    assert find_open(former) is None
    assert find_open(token()) == invitation


def test_the_button_pressed_twice_sends_one_mail(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    ask(coordinator, office)
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_an_expired_invitation_is_renewed_by_inviting(coordinator: User, office: Office) -> None:
    invitation = ask(coordinator, office)
    age(invitation, days=8)
    assert ask(coordinator, office) == invitation
    assert find_open(token()) == invitation


def test_a_withdrawn_invitation_can_be_made_anew(coordinator: User, office: Office) -> None:
    withdraw(coordinator, ask(coordinator, office).pk)
    ask(coordinator, office)
    assert find_open(token())


def test_an_existing_person_takes_the_role(coordinator: User, office: Office) -> None:
    person = make_user()
    ask(coordinator, office, person.email)
    accept(person, token())
    assert Membership.objects.filter(user=person, office=office, role=Role.REVIEWER).exists()


def test_an_existing_persons_mail_is_the_same(coordinator: User, office: Office) -> None:
    ask(coordinator, office, make_user().email)
    ask(coordinator, office, NEW)
    known, unknown = [
        (mail.subject, mail.body.split("/join/")[0], mail.body.split("/join/")[1][43:])
        for mail in OutgoingMail.objects.order_by("created_at")
    ]
    assert known == unknown


def test_nobody_accepts_what_another_was_sent(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    with pytest.raises(Http404):
        accept(make_user(), token())


def test_the_provider_lets_in_who_is_invited(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    ask(coordinator, office, role=Role.OBSERVER)
    person = join_by_address(NEW.upper(), "New Person")
    assert person is not None
    assert {m.role for m in person.roles} == {Role.REVIEWER, Role.OBSERVER}
    assert not person.has_usable_password()


def test_the_provider_lets_in_nobody_else(db: None) -> None:
    assert join_by_address(NEW, "New Person") is None
    assert not User.objects.exists()


def test_an_invitation_ends_with_the_right_to_invite(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    Membership.objects.all().delete()
    assert find_open(token()) is None


def test_a_coordinator_invites_below_and_not_above(office: Office) -> None:
    below = make_office(parent=office)
    coordinator = make_member(below, Role.COORDINATOR)
    ask(coordinator, below)
    with pytest.raises(Http404):
        ask(coordinator, office)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_others_invite_nobody(role: Role, office: Office) -> None:
    with pytest.raises(PermissionDenied):
        ask(make_member(office, role), office)


def test_the_secretariat_invites_everywhere(office: Office) -> None:
    assert ask(make_user(secretariat=True), office).is_open


def test_every_step_is_in_the_audit_trail(coordinator: User, office: Office) -> None:
    ask(coordinator, office)
    join_now(token())
    actions = AuditEvent.objects.filter(organization=office.organization)
    assert set(actions.values_list("action", flat=True)) == {
        "invitation.sent",
        "person.joined",
        "membership.created",
        "invitation.accepted",
    }


def test_an_invitation_is_open_until_it_runs_out(coordinator: User, office: Office) -> None:
    invitation = ask(coordinator, office)
    assert invitation.is_open
    assert invitation.expires_at > timezone.now() + dt.timedelta(days=6)
