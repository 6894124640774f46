"""An office with an assessment, and the people who ask for, schedule and read its reports."""

import pytest

from checklists.models import Assessment
from orgs.models import Office, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member, make_office, make_organization


@pytest.fixture
def office() -> Office:
    return make_office("Nord-Kivu", organization=make_organization("Médecins"))


@pytest.fixture
def assessment(office: Office) -> Assessment:
    return make_assessment(office, items=1)


@pytest.fixture
def focal_point(office: Office) -> User:
    return make_member(office, Role.FOCAL_POINT, "Jean Mukendi")


@pytest.fixture
def coordinator(office: Office) -> User:
    return make_member(office, Role.COORDINATOR, "Aïssata Diallo")


@pytest.fixture
def observer(office: Office) -> User:
    return make_member(office, Role.OBSERVER, "Dora Weber")
