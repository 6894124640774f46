"""Pauses: with a reason, one at a time, on the record."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from checklists.models import Assessment
from checklists.services.pauses import pause, resume
from orgs.access import ConflictError
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=2)


@pytest.fixture
def coordinator(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.COORDINATOR)


def test_what_is_paused_is_not_late(assessment: Assessment, coordinator: User) -> None:
    later = dt.date(2027, 1, 1)
    assert assessment.is_late(later)
    pause(coordinator, assessment.pk, "Evacuated.")
    assessment.refresh_from_db()
    assert not assessment.is_late(later)


def test_the_reason_is_on_the_record(assessment: Assessment, coordinator: User) -> None:
    pause(coordinator, assessment.pk, "Evacuated.")
    assert AuditEvent.objects.get(action="assessment.paused").data == {"reason": "Evacuated."}
    assert assessment.pauses.get().paused_by == coordinator


def test_a_pause_ends_and_stays_on_the_record(assessment: Assessment, coordinator: User) -> None:
    pause(coordinator, assessment.pk, "Evacuated.")
    resume(coordinator, assessment.pk)
    assessment.refresh_from_db()
    assert assessment.paused_at is None
    assert assessment.pauses.get().resumed_by == coordinator


def test_a_pause_needs_a_reason(assessment: Assessment, coordinator: User) -> None:
    with pytest.raises(ValidationError, match="why"):
        pause(coordinator, assessment.pk, " … ")


def test_one_pause_at_a_time(assessment: Assessment, coordinator: User) -> None:
    pause(coordinator, assessment.pk, "Evacuated.")
    with pytest.raises(ConflictError, match="paused already"):
        pause(coordinator, assessment.pk, "Evacuated.")


def test_nothing_to_resume(assessment: Assessment, coordinator: User) -> None:
    with pytest.raises(ConflictError, match="isn't paused"):
        resume(coordinator, assessment.pk)


def test_what_is_signed_off_is_not_paused(assessment: Assessment, coordinator: User) -> None:
    Assessment.objects.update(status=Assessment.Status.SIGNED_OFF)
    with pytest.raises(ConflictError, match="signed off"):
        pause(coordinator, assessment.pk, "Evacuated.")


def test_a_focal_point_does_not_pause(assessment: Assessment) -> None:
    focal_point = make_member(assessment.office, Role.FOCAL_POINT)
    with pytest.raises(PermissionDenied):
        pause(focal_point, assessment.pk, "Evacuated.")
