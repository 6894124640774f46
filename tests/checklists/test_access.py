"""Who sees which assessments, answers, evidence and cycles; contributors see their items alone."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from checklists.access import (
    demand_answering,
    get_answer,
    get_assessment,
    get_cycle,
    get_evidence,
    managed_organizations,
    may_answer,
    visible_answers,
    visible_assessments,
    visible_cycles,
)
from checklists.models import Answer, Assessment, Evidence
from checklists.services.answers import delegate
from checklists.services.evidence import add_link
from orgs.models import Membership, Office, User
from orgs.roles import Capability as C
from orgs.roles import Role
from tests.factories import make_assessment, make_cycle, make_member, make_office, make_user

pytestmark = pytest.mark.django_db

WHOLE = [Role.FOCAL_POINT, Role.REVIEWER, Role.COORDINATOR]


@pytest.fixture
def region() -> Office:
    return make_office("Region")


@pytest.fixture
def office(region: Office) -> Office:
    return make_office("Field", parent=region)


@pytest.fixture
def assessment(office: Office) -> Assessment:
    return make_assessment(office, items=2)


@pytest.fixture
def ana(office: Office) -> User:
    return make_member(office, Role.FOCAL_POINT, "Ana")


@pytest.fixture
def contributor(office: Office) -> User:
    return make_member(office, Role.CONTRIBUTOR, "Carla")


@pytest.fixture
def delegated(assessment: Assessment, ana: User, contributor: User) -> Answer:
    """The first answer, which the contributor is asked for."""
    answer = assessment.answers.get(item__ref="1.1")
    delegate(ana, answer.pk, contributor)
    answer.refresh_from_db()
    return answer


def _observes_too(person: User, office: Office) -> User:
    Membership.objects.create(user=person, office=office, role=Role.OBSERVER)
    return User.objects.get(pk=person.pk)


# --- assessments ---


@pytest.mark.parametrize("role", WHOLE)
def test_assessment_is_seen_by_those_who_work_on_it(
    office: Office, assessment: Assessment, role: Role
) -> None:
    member = make_member(office, role)
    assert list(visible_assessments(member)) == [assessment]
    assert get_assessment(member, assessment.pk) == assessment


def test_assessment_is_seen_from_above(region: Office, assessment: Assessment) -> None:
    assert list(visible_assessments(make_member(region, Role.REVIEWER))) == [assessment]


def test_assessment_is_not_seen_from_below(region: Office, office: Office) -> None:
    above = make_assessment(region)
    focal_point = make_member(office, Role.FOCAL_POINT)
    assert list(visible_assessments(focal_point)) == []
    with pytest.raises(Http404):
        get_assessment(focal_point, above.pk)


def test_observer_sees_no_assessment(office: Office, assessment: Assessment) -> None:
    observer = make_member(office, Role.OBSERVER)
    assert list(visible_assessments(observer)) == []
    with pytest.raises(PermissionDenied):
        get_assessment(observer, assessment.pk)


def test_stranger_sees_no_assessment(assessment: Assessment) -> None:
    stranger = make_member(make_office(), Role.COORDINATOR)
    assert list(visible_assessments(stranger)) == []
    with pytest.raises(Http404):
        get_assessment(stranger, assessment.pk)


def test_secretariat_sees_every_assessment(assessment: Assessment) -> None:
    other = make_assessment()
    assert set(visible_assessments(make_user(secretariat=True))) == {assessment, other}


def test_assessment_that_is_none_is_not_found() -> None:
    with pytest.raises(Http404):
        get_assessment(make_user(secretariat=True), 0)


def test_one_of_several_capabilities_is_enough(assessment: Assessment, ana: User) -> None:
    assert get_assessment(ana, assessment.pk, C.REVIEW, C.ANSWER) == assessment


def test_assessment_is_refused_without_the_capability(assessment: Assessment, ana: User) -> None:
    with pytest.raises(PermissionDenied):
        get_assessment(ana, assessment.pk, C.REVIEW)


# --- contributors ---


@pytest.mark.usefixtures("delegated")
def test_contributor_sees_the_assessment_of_a_delegated_item(
    assessment: Assessment, contributor: User
) -> None:
    assert list(visible_assessments(contributor)) == [assessment]
    assert get_assessment(contributor, assessment.pk, C.CONTRIBUTE) == assessment


@pytest.mark.usefixtures("delegated")
def test_contributor_does_not_get_the_whole_assessment(
    assessment: Assessment, contributor: User
) -> None:
    with pytest.raises(PermissionDenied):
        get_assessment(contributor, assessment.pk)


def test_contributor_without_an_item_sees_nothing(
    assessment: Assessment, contributor: User
) -> None:
    assert list(visible_assessments(contributor)) == []
    with pytest.raises(Http404):
        get_assessment(contributor, assessment.pk, C.CONTRIBUTE)


def test_contributor_without_an_item_who_observes_too_is_refused(
    office: Office, assessment: Assessment, contributor: User
) -> None:
    with pytest.raises(PermissionDenied):
        get_assessment(_observes_too(contributor, office), assessment.pk, C.CONTRIBUTE)


@pytest.mark.usefixtures("delegated")
def test_contributor_with_an_item_who_observes_too_gets_in(
    office: Office, assessment: Assessment, contributor: User
) -> None:
    both = _observes_too(contributor, office)
    assert get_assessment(both, assessment.pk, C.CONTRIBUTE) == assessment


@pytest.mark.usefixtures("delegated")
def test_contributor_who_has_left_sees_nothing_of_what_was_delegated(
    assessment: Assessment, contributor: User
) -> None:
    contributor.memberships.all().delete()
    person = User.objects.get(pk=contributor.pk)
    assert list(visible_assessments(person)) == []
    with pytest.raises(Http404):
        get_assessment(person, assessment.pk, C.CONTRIBUTE)


def test_contributor_sees_the_delegated_answers_only(
    assessment: Assessment, contributor: User, delegated: Answer
) -> None:
    assert list(visible_answers(contributor, assessment)) == [delegated]
    with pytest.raises(Http404):
        get_answer(contributor, assessment, "2.1")


def test_focal_point_sees_all_answers_in_the_order_of_the_checklist(
    assessment: Assessment, ana: User
) -> None:
    assert [a.item.ref for a in visible_answers(ana, assessment)] == ["1.1", "2.1"]


def test_answer_is_fetched_by_its_reference(assessment: Assessment, ana: User) -> None:
    assert get_answer(ana, assessment, "2.1").item.ref == "2.1"


def test_reference_that_is_none_is_not_found(assessment: Assessment, ana: User) -> None:
    with pytest.raises(Http404):
        get_answer(ana, assessment, "99.1")


# --- writing ---


def test_delegated_answer_is_written_by_both(
    ana: User, contributor: User, delegated: Answer
) -> None:
    assert may_answer(ana, delegated)
    assert may_answer(contributor, delegated)


def test_other_answers_are_not_the_contributors(
    assessment: Assessment, contributor: User, delegated: Answer
) -> None:
    other = assessment.answers.exclude(pk=delegated.pk).get()
    assert not may_answer(contributor, other)
    with pytest.raises(PermissionDenied):
        demand_answering(contributor, other)


def test_answer_is_hidden_from_a_stranger(delegated: Answer) -> None:
    with pytest.raises(Http404):
        demand_answering(make_user(), delegated)


# --- evidence ---


@pytest.fixture
def evidence(ana: User, delegated: Answer) -> Evidence:
    return add_link(ana, delegated.pk, url="https://example.org/log", title="Log")


@pytest.mark.parametrize("role", WHOLE)
def test_evidence_is_seen_with_the_assessment(
    office: Office, evidence: Evidence, role: Role
) -> None:
    assert get_evidence(make_member(office, role), evidence.pk) == evidence


def test_contributor_sees_the_evidence_of_the_delegated_answer(
    contributor: User, evidence: Evidence
) -> None:
    assert get_evidence(contributor, evidence.pk) == evidence


def test_contributor_sees_no_other_evidence(
    assessment: Assessment, ana: User, contributor: User, delegated: Answer
) -> None:
    other = assessment.answers.exclude(pk=delegated.pk).get()
    evidence = add_link(ana, other.pk, url="https://example.org/", title="")
    with pytest.raises(Http404):
        get_evidence(contributor, evidence.pk)


def test_observer_sees_no_evidence(office: Office, evidence: Evidence) -> None:
    with pytest.raises(PermissionDenied):
        get_evidence(make_member(office, Role.OBSERVER), evidence.pk)


def test_stranger_sees_no_evidence(evidence: Evidence) -> None:
    with pytest.raises(Http404):
        get_evidence(make_member(make_office(), Role.FOCAL_POINT), evidence.pk)


def test_evidence_that_is_none_is_not_found() -> None:
    with pytest.raises(Http404):
        get_evidence(make_user(secretariat=True), uuid.uuid4())


# --- cycles ---


def test_coordinator_sees_the_cycles_of_the_organization(region: Office, office: Office) -> None:
    cycle = make_cycle([region])
    make_cycle([make_office()])
    coordinator = make_member(office, Role.COORDINATOR)
    assert list(visible_cycles(coordinator)) == [cycle]
    assert get_cycle(coordinator, cycle.pk) == cycle


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.REVIEWER, Role.OBSERVER])
def test_member_of_another_role_sees_no_cycle(region: Office, role: Role) -> None:
    cycle = make_cycle([region])
    member = make_member(region, role)
    assert list(visible_cycles(member)) == []
    with pytest.raises(PermissionDenied):
        get_cycle(member, cycle.pk)


def test_stranger_sees_no_cycle(region: Office) -> None:
    cycle = make_cycle([region])
    with pytest.raises(Http404):
        get_cycle(make_member(make_office(), Role.COORDINATOR), cycle.pk)


def test_organizations_are_those_where_a_person_coordinates(region: Office) -> None:
    coordinator = make_member(region, Role.COORDINATOR)
    Membership.objects.create(user=coordinator, office=make_office(), role=Role.REVIEWER)
    assert list(managed_organizations(coordinator)) == [region.organization]
