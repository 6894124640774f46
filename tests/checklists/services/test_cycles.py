"""Opening a cycle: an assessment for each office, an answer for each item, a mail for each focal
point."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from checklists.models import Answer, Assessment, Checklist, Cycle
from checklists.scale import Outcome
from checklists.services.cycles import open_cycle
from orgs.access import ConflictError
from orgs.models import AuditEvent, Office, Organization, OutgoingMail, User
from orgs.roles import Role
from tests.factories import make_checklist, make_member, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Office:
    return make_office("Region")


@pytest.fixture
def coordinator(region: Office) -> User:
    return make_member(region, Role.COORDINATOR, "Caro")


def _open(actor: User, *offices: Office, **changes: Any) -> Cycle:
    fields: dict[str, Any] = {
        "organization": offices[0].organization,
        "checklist": changes.pop("checklist", None) or make_checklist(3),
        "name": "2026, first half",
        "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2026, 6, 30),
        "due_on": dt.date(2026, 7, 15),
        "offices": offices,
    }
    return open_cycle(actor, **fields | changes)


def test_each_office_gets_an_open_assessment(region: Office, coordinator: User) -> None:
    field = make_office("Field", parent=region)
    cycle = _open(coordinator, region, field)
    assessments = cycle.assessments.order_by("office__path")
    assert [(a.office, a.status, a.round) for a in assessments] == [
        (region, Assessment.Status.OPEN, 1),
        (field, Assessment.Status.OPEN, 1),
    ]


def test_each_item_gets_an_empty_answer(region: Office, coordinator: User) -> None:
    _open(coordinator, region)
    answers = Answer.objects.order_by("item__position")
    assert [(a.item.ref, a.value, a.version, a.verdict) for a in answers] == [
        (ref, "", 0, Outcome.PENDING) for ref in ("1.1", "2.1", "3.1")
    ]


def _put_to(checklist: Checklist, ref: str, **whom: str) -> None:
    checklist.items.filter(ref=ref).update(**whom)


def test_each_office_gets_the_items_that_are_put_to_it(region: Office, coordinator: User) -> None:
    region.is_headquarters = True
    region.save()
    field = make_office("Field", parent=region)
    checklist = make_checklist(4)
    _put_to(checklist, "2.1", places="headquarters")
    _put_to(checklist, "3.1", places="field-offices")
    _put_to(checklist, "4.1", organizations="united-nations")
    cycle = _open(coordinator, region, field, checklist=checklist)
    refs = {
        assessment.office: list(assessment.answers.values_list("item__ref", flat=True))
        for assessment in cycle.assessments.select_related("office")
    }
    assert refs == {region: ["1.1", "2.1"], field: ["1.1", "3.1"]}


def test_organization_of_the_united_nations_gets_its_items(
    region: Office, coordinator: User
) -> None:
    organization = region.organization
    organization.kind = Organization.Kind.UN
    organization.save()
    checklist = make_checklist(2)
    _put_to(checklist, "1.1", organizations="united-nations")
    _put_to(checklist, "2.1", organizations="others")
    _open(coordinator, region, checklist=checklist)
    assert [answer.item.ref for answer in Answer.objects.select_related("item")] == ["1.1"]


def test_office_without_any_item_is_refused(region: Office, coordinator: User) -> None:
    checklist = make_checklist(1)
    _put_to(checklist, "1.1", places="headquarters")
    with pytest.raises(ConflictError, match="no item for: Region"):
        _open(coordinator, region, checklist=checklist)
    assert not Cycle.objects.exists()


def test_focal_points_are_told_by_when_and_where(region: Office, coordinator: User) -> None:
    focal_point = make_member(region, Role.FOCAL_POINT)
    make_member(region, Role.REVIEWER)
    cycle = _open(coordinator, region)
    [mail] = OutgoingMail.objects.all()
    assert mail.recipient == focal_point
    assert "2026-07-15" in mail.body
    assert f"/assessments/{cycle.assessments.get().pk}/" in mail.body


def test_opening_is_on_the_audit_trail(region: Office, coordinator: User) -> None:
    _open(coordinator, region)
    event = AuditEvent.objects.get(action="cycle.opened")
    assert (event.actor, event.organization, event.data) == (
        coordinator,
        region.organization,
        {"offices": [region.pk]},
    )


def test_each_further_office_costs_one_query(region: Office, coordinator: User) -> None:
    offices = [make_office(parent=region) for _ in range(9)]
    checklist = make_checklist(5)
    counts = []
    for number in (1, 3, 9):  # the first begins the audit trail of the organization
        person = User.objects.get(pk=coordinator.pk)
        fresh = Checklist.objects.get(pk=checklist.pk)
        with CaptureQueriesContext(connection) as queries:
            _open(person, *offices[:number], checklist=fresh, name=f"Cycle {number}")
        counts.append(len(queries))
    assert counts[2] - counts[1] == 6


def test_secretariat_opens_cycles_for_any_organization(region: Office) -> None:
    assert _open(make_user(secretariat=True), region).organization == region.organization


def test_unpublished_checklist_is_refused(region: Office, coordinator: User) -> None:
    with pytest.raises(ConflictError, match="isn't published"):
        _open(coordinator, region, checklist=make_checklist(published=False))


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.REVIEWER, Role.OBSERVER])
def test_other_roles_open_no_cycle(region: Office, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        _open(make_member(region, role), region)


def test_one_office_out_of_reach_opens_none(coordinator: User, region: Office) -> None:
    beside = make_office("Beside", organization=region.organization)
    with pytest.raises(Http404):
        _open(coordinator, region, beside)
    assert not Cycle.objects.exists()


def test_office_of_another_organization_is_refused(region: Office) -> None:
    with pytest.raises(ValueError, match="offices of its organization"):
        _open(make_user(secretariat=True), region, make_office("Stranger"))


def test_organization_of_others_cannot_be_given_a_cycle(region: Office, coordinator: User) -> None:
    other = make_office("Stranger").organization
    with pytest.raises(ValueError, match="offices of its organization"):
        _open(coordinator, region, organization=other)


def test_cycle_without_offices_is_refused(region: Office, coordinator: User) -> None:
    with pytest.raises(ValueError, match="offices of its organization"):
        _open(coordinator, region, offices=[])


def test_name_is_given_once_in_an_organization(region: Office, coordinator: User) -> None:
    _open(coordinator, region)
    with pytest.raises(ConflictError, match="of this name already"):
        _open(coordinator, region)


def test_period_that_runs_backwards_is_refused(region: Office, coordinator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _open(coordinator, region, ends_on=dt.date(2025, 12, 31))


def test_later_version_of_the_checklist_leaves_an_open_cycle_alone(
    region: Office, coordinator: User
) -> None:
    checklist = make_checklist(2)
    cycle = _open(coordinator, region, checklist=checklist)
    Checklist.objects.create(
        slug=checklist.slug,
        version=2,
        title="Newer",
        language="en",
        instrument=checklist.instrument,
        source_sha256="1" * 64,
    )
    cycle.refresh_from_db()
    assert (cycle.checklist, Answer.objects.count()) == (checklist, 2)
