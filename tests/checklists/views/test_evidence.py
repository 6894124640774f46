"""Evidence files: downloaded through the access check, removed after a question."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from checklists.models import Assessment, Evidence
from checklists.services import transitions
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_evidence, make_member
from tests.pages import client_of, read, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=1)


@pytest.fixture
def focal_point(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT)


@pytest.fixture
def evidence(assessment: Assessment, focal_point: User) -> Evidence:
    return make_evidence(
        assessment.answers.get(),
        focal_point,
        title="The log",
        file=ContentFile(b"%PDF-1.7", "log"),
        file_name='log "of" trips.pdf',
        content_type="application/pdf",
    )


def test_a_file_is_a_download_and_never_opens_inline(evidence: Evidence, focal_point: User) -> None:
    response = client_of(focal_point).get(f"/evidence/{evidence.pk}/")
    assert b"".join(response) == b"%PDF-1.7"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_download_is_recorded(evidence: Evidence, focal_point: User) -> None:
    list(client_of(focal_point).get(f"/evidence/{evidence.pk}/"))
    event = AuditEvent.objects.get(action="evidence.viewed")
    assert (event.actor, event.data["how"]) == (focal_point, "download")


def test_a_file_that_is_gone_is_not_found(evidence: Evidence, focal_point: User) -> None:
    default_storage.delete(str(evidence.document.file.name))
    assert client_of(focal_point).get(f"/evidence/{evidence.pk}/").status_code == 404


def test_a_file_that_can_not_be_read_just_now_says_so(
    evidence: Evidence, focal_point: User
) -> None:
    path = Path(default_storage.path(str(evidence.document.file.name)))
    path.unlink()
    path.mkdir()
    page = read(client_of(focal_point).get(f"/evidence/{evidence.pk}/"), 409)
    assert "The file can't be read just now." in page.text
    assert not AuditEvent.objects.filter(action="evidence.viewed").exists()


def test_a_link_is_no_file(assessment: Assessment, focal_point: User) -> None:
    link = make_evidence(assessment.answers.get(), focal_point)
    assert client_of(focal_point).get(f"/evidence/{link.pk}/").status_code == 404


def test_removing_asks_first(evidence: Evidence, focal_point: User) -> None:
    page = visit(focal_point, f"/evidence/{evidence.pk}/remove/")
    assert page.heading == "Remove this evidence?"
    assert Evidence.objects.exists()


def test_it_is_removed(evidence: Evidence, focal_point: User) -> None:
    response = client_of(focal_point).post(f"/evidence/{evidence.pk}/remove/", follow=True)
    assert "“The log” is removed." in read(response).text
    assert not Evidence.objects.exists()


def test_a_submitted_assessment_keeps_its_evidence(
    assessment: Assessment, evidence: Evidence, focal_point: User
) -> None:
    answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    read(client_of(focal_point).post(f"/evidence/{evidence.pk}/remove/"), 409)
    assert Evidence.objects.exists()


def test_reviewer_notes_on_the_desk_to_have_seen_a_paper(
    assessment: Assessment, focal_point: User
) -> None:
    answer_all(assessment, focal_point)
    answer = assessment.answers.select_related("item").get()
    paper = make_evidence(answer, focal_point, title="Plan", place="Safe, file 12")
    transitions.submit(focal_point, assessment.pk)
    reviewer = make_member(assessment.office, Role.REVIEWER)
    desk = f"/review/{assessment.pk}/items/{answer.item.ref}/"
    page = visit(reviewer, desk)
    assert "Safe, file 12" in page.text
    assert "I have seen it: Plan" in page.all(".//button")
    page = read(client_of(reviewer).post(f"/evidence/{paper.pk}/sighted/", follow=True))
    assert "You have noted that you saw “Plan”." in page.text
    assert "Not seen yet" not in page.text
