"""What the tests of reports share: an assessment, its focal point, and a report that waits."""

import pytest

from checklists.models import Assessment
from orgs.models import User
from orgs.roles import Role
from reports.models import Delivery, Report
from reports.services.production import request_report
from tests.factories import make_assessment, make_member, make_office
from tests.reports.subjects import about


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Goma"), items=1)


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


@pytest.fixture
def report(assessment: Assessment, ana: User) -> Report:
    """A report that was asked for, with one recipient."""
    report = request_report(ana, about(assessment))
    Delivery.objects.create(report=report, recipient=ana)
    return report
