"""What the workers do for checklists."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from checklists.models import ProposedEvidence, WorkbookUpload
from checklists.tasks import remove_expired
from orgs.roles import Role
from tests.factories import make_assessment, make_delegation, make_member

pytestmark = pytest.mark.django_db


def test_what_is_kept_for_a_time_is_removed_without_anybody_s_doing() -> None:
    assessment = make_assessment(items=1)
    amina = make_member(assessment.office, Role.FOCAL_POINT)
    now = timezone.now()
    for days in (6, 8):
        WorkbookUpload.objects.create(
            assessment=assessment,
            uploaded_by=amina,
            downloaded_at=now,
            uploaded_at=now - dt.timedelta(days=days),
            file_name=f"{days} days old.xlsx",
        )
    delegation, _token = make_delegation(assessment, amina, "1.1")
    item = delegation.items.get()
    ProposedEvidence.objects.create(item=item, title="Log", url="https://example.net")
    delegation.expires_at = now - dt.timedelta(days=91)
    delegation.save(update_fields=["expires_at"])
    remove_expired()
    assert WorkbookUpload.objects.get().file_name == "6 days old.xlsx"
    assert not ProposedEvidence.objects.exists()


def test_beat_sends_it() -> None:
    assert settings.CELERY_BEAT_SCHEDULE["checklists.remove_expired"]["task"] == remove_expired.name
