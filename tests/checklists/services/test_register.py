"""Documents that are added to the register alone."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.http import Http404

from checklists.models import Document
from checklists.services.documents import NewDocument
from checklists.services.register import Sent, register_file, register_link, register_sighted
from checklists.uploads import Upload
from orgs.models import AuditEvent, Office, User
from orgs.roles import Role
from tests.factories import make_member, make_office
from tests.sample_files import PDF

pytestmark = pytest.mark.django_db

URL = "https://example.org/plan"


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def ana(office: Office) -> User:
    return make_member(office, Role.FOCAL_POINT)


def test_each_kind_is_kept_for_the_office(office: Office, ana: User) -> None:
    sent = Sent(ContentFile(PDF), Upload("plan.pdf", "application/pdf"), len(PDF))
    register_file(ana, office, NewDocument("Plan"), sent)
    register_link(ana, office, NewDocument("Page"), URL)
    register_sighted(ana, office, NewDocument("Paper"), "Safe")
    assert sorted(office.documents.values_list("kind", "title")) == [
        ("file", "Plan"),
        ("link", "Page"),
        ("sighted", "Paper"),
    ]


def test_adding_is_on_the_audit_trail_once(office: Office, ana: User) -> None:
    for _time in range(2):
        register_link(ana, office, NewDocument("Page"), URL)
    assert AuditEvent.objects.filter(action="document.added").count() == 1


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.COORDINATOR])
def test_only_who_answers_adds_documents(role: Role, office: Office) -> None:
    with pytest.raises(PermissionDenied):
        register_link(make_member(office, role), office, NewDocument("Page"), URL)


def test_outsider_adds_nothing(office: Office) -> None:
    with pytest.raises(Http404):
        register_link(make_member(make_office(), Role.FOCAL_POINT), office, NewDocument("P"), URL)


def test_dates_that_can_not_be_are_refused(office: Office, ana: User) -> None:
    given = NewDocument("Page", dt.date(2026, 2, 1), dt.date(2026, 1, 1))
    with pytest.raises(ValidationError):
        register_link(ana, office, given, URL)
    assert not Document.objects.exists()
