"""Scheduled reports whose recipient leaves."""

import datetime as dt

import pytest
from django.utils import timezone

from orgs.models import AuditEvent, Membership, Office, User
from orgs.roles import Role
from orgs.services.members import hand_over
from reports.models import Frequency, Schedule
from reports.services.schedules import save_schedule
from tests.factories import make_member, make_office
from tests.pages import client_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def coordinator(office: Office) -> User:
    return make_member(office, Role.COORDINATOR)


def scheduled(office: Office, coordinator: User, *recipients: User) -> Schedule:
    row = Schedule(office=office, frequency=Frequency.MONTHLY, first_on=dt.date(2026, 1, 31))
    people = User.objects.filter(pk__in=[person.pk for person in recipients])
    return save_schedule(coordinator, row, people, now=timezone.now())


def test_the_successor_receives_them(coordinator: User, office: Office) -> None:
    person, successor = make_member(office, Role.OBSERVER), make_member(office, Role.FOCAL_POINT)
    schedule = scheduled(office, coordinator, person, coordinator)
    assert hand_over(coordinator, person, successor)["schedules"] == 1
    assert set(schedule.recipients.all()) == {successor, coordinator}
    event = AuditEvent.objects.filter(action="schedule.changed").latest("at")
    assert event.data == {"recipient": [person.pk, successor.pk]}
    # Once more moves nothing: neither has the first of them anything left.
    Membership.objects.create(user=person, office=office, role=Role.OBSERVER)
    assert hand_over(coordinator, person, successor)["schedules"] == 0


def test_a_successor_who_receives_them_already_does_so_once(
    coordinator: User, office: Office
) -> None:
    person, successor = make_member(office, Role.OBSERVER), make_member(office, Role.OBSERVER)
    schedule = scheduled(office, coordinator, person, successor)
    hand_over(coordinator, person, successor)
    assert list(schedule.recipients.all()) == [successor]


def test_the_schedule_of_an_office_out_of_reach_stays(coordinator: User, office: Office) -> None:
    elsewhere = make_office()
    person, successor = make_member(office, Role.OBSERVER), make_member(office, Role.OBSERVER)
    Membership.objects.create(user=person, office=elsewhere, role=Role.OBSERVER)
    schedule = scheduled(elsewhere, make_member(elsewhere, Role.COORDINATOR), person)
    assert hand_over(coordinator, person, successor)["schedules"] == 0
    assert list(schedule.recipients.all()) == [person]


def test_the_pages_say_what_is_received(coordinator: User, office: Office) -> None:
    person = make_member(office, Role.OBSERVER)
    scheduled(office, coordinator, person)
    role = Membership.objects.get(user=person)
    for url in (f"/people/{person.pk}/hand-over/", f"/people/roles/{role.pk}/end/"):
        page = read(client_of(coordinator).get(url))
        assert f"Every month, {office}" in " ".join(page.all(".//details/ul/li"))
