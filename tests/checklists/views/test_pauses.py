"""The pages that pause an assessment and take it up again."""

import pytest

from checklists.models import Assessment, Cycle
from checklists.services.pauses import pause
from orgs.models import User
from orgs.roles import Role
from tests.factories import make_assessment, make_member
from tests.pages import client_of, read, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=2)


@pytest.fixture
def coordinator(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.COORDINATOR)


def test_pausing_asks_for_the_reason(assessment: Assessment, coordinator: User) -> None:
    response = client_of(coordinator).post(f"/assessments/{assessment.pk}/pause/", {"reason": "…"})
    assert read(response, 400).errors() == ["Reason: Say why the office can't work on it."]


def test_a_paused_office_is_not_overdue(assessment: Assessment, coordinator: User) -> None:
    Cycle.objects.update(starts_on="2020-01-01", due_on="2020-02-01")
    client_of(coordinator).post(f"/assessments/{assessment.pk}/pause/", {"reason": "Evacuated."})
    page = visit(coordinator, f"/cycles/{assessment.cycle_id}/")
    assert ("paused", "Paused") in page.statuses()
    assert "overdue" not in dict(page.statuses())


def test_the_office_reads_that_it_is_paused(assessment: Assessment, coordinator: User) -> None:
    pause(coordinator, assessment.pk, "Evacuated.")
    focal_point = make_member(assessment.office, Role.FOCAL_POINT)
    assert "This assessment is paused" in visit(focal_point, f"/assessments/{assessment.pk}/").text


def test_resuming_shows_the_reason_first(assessment: Assessment, coordinator: User) -> None:
    pause(coordinator, assessment.pk, "Evacuated.")
    address = f"/assessments/{assessment.pk}/resume/"
    assert "Evacuated." in visit(coordinator, address).text
    assert client_of(coordinator).post(address).status_code == 302
    assert not Assessment.objects.get().paused_at
