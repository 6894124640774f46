"""The register of documents, and the pages of one document."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from checklists.document_queries import document_choices, expiring_documents
from checklists.models import Assessment, Document, Evidence
from orgs.models import AuditEvent, Membership, User
from orgs.roles import Role
from tests.factories import (
    make_assessment,
    make_document,
    make_evidence,
    make_member,
    make_office,
)
from tests.pages import Page, client_of, queries, read, visit
from tests.sample_files import PDF, PNG, make_picture

pytestmark = pytest.mark.django_db

LIST = "/documents/"


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=3)


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT)


@pytest.fixture
def evidence(assessment: Assessment, ana: User) -> Evidence:
    """A PDF that stands by the first answer."""
    answer = assessment.answers.get(item__position=1)
    file = ContentFile(PDF, "log.pdf")
    return make_evidence(
        answer, ana, file=file, file_name="log.pdf", content_type="application/pdf", sha256="a" * 64
    )


def _titles(user: User, asked: str = "") -> list[str]:
    return visit(user, f"{LIST}{asked}").all(".//tbody//th/a")


def _days(count: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=count)


def test_without_documents_the_register_says_what_will_be_there(ana: User) -> None:
    assert "No documents yet" in visit(ana, LIST).text


def test_register_shows_what_a_document_is_used_for(evidence: Evidence, ana: User) -> None:
    page = visit(ana, LIST)
    assert page.all(".//tbody//th/a") == ["A log"]
    assert f"1.1 {evidence.answer.assessment.cycle}" in page.text


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("?q=plan", ["Plan"]),
        ("?kind=sighted", ["Paper"]),
        ("?state=expired", ["Plan"]),
        ("?state=expiring", ["Paper"]),
        ("?state=unused", ["Paper", "Plan"]),
        ("?sort=title", ["A log", "Paper", "Plan"]),
        ("?sort=valid_until", ["Plan", "Paper", "A log"]),
        ("?q=nothing", []),
    ],
)
def test_register_is_searched_filtered_and_sorted(
    asked: str, titles: list[str], evidence: Evidence, ana: User
) -> None:
    office = evidence.document.office
    make_document(office, ana, title="Plan", valid_until=_days(-1))
    make_document(office, ana, title="Paper", place="Safe", valid_until=_days(30))
    found = _titles(ana, asked)
    assert found == titles if "sort" in asked else sorted(found) == titles


def test_register_costs_the_same_for_any_number(evidence: Evidence, ana: User) -> None:
    cost = queries(ana, LIST)
    answers = list(evidence.answer.assessment.answers.all())
    for answer in answers * 5:
        make_evidence(answer, ana)
    assert queries(ana, LIST) == cost


def test_csv_has_all_and_no_formula(assessment: Assessment, ana: User) -> None:
    make_document(assessment.office, ana, title="=1+1", dated_on=dt.date(2026, 1, 2))
    response = client_of(ana).get(f"{LIST}csv/")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][1] == "'=1+1"
    assert rows[1][4] == "2026-01-02"


def _add(user: User, data: dict[str, object], status: int = 200) -> Page:
    return read(client_of(user).post(f"{LIST}new/", data, follow=True), status)


def test_document_is_added_without_an_answer(ana: User) -> None:
    page = _add(ana, {"file": SimpleUploadedFile("plan.pdf", PDF), "valid_until": "2027-01-02"})
    assert page.heading == "plan.pdf"
    row = Document.objects.get()
    assert (row.kind, row.office, row.valid_until) == (
        "file",
        ana.roles[0].office,
        dt.date(2027, 1, 2),
    )


def test_document_that_can_not_be_stored_is_told(ana: User, settings: Settings) -> None:
    settings.MEDIA_ROOT.write_text("where the folder of the files should be")
    page = _add(ana, {"file": SimpleUploadedFile("plan.pdf", PDF), "title": "The plan"}, 400)
    assert page.errors() == ["File: The file can't be stored just now. Try again in a few minutes."]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ({"url": "https://example.org/plan"}, "https://example.org/plan"),
        ({"place": "Safe, file 12", "title": "Plan"}, "Plan"),
    ],
)
def test_link_or_paper_is_added_without_an_answer(
    data: dict[str, object], title: str, ana: User
) -> None:
    assert _add(ana, data).heading == title


def test_document_added_twice_is_one(ana: User) -> None:
    _add(ana, {"url": "https://example.org/plan"})
    _add(ana, {"url": "https://example.org/plan"})
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "File: Give a file, a link, or where it can be seen."),
        ({"title": "Plan"}, "Link: Give a link or a file: a title alone shows nothing."),
        ({"url": "https://example.org", "place": "Safe", "title": "Plan"}, "one document at a"),
        ({"place": "Safe"}, "What it is: Say what the document is."),
        ({"url": "https://ana:secret@example.org"}, "Link: Give the link without a user name"),
        ({"url": "javascript:alert(1)"}, "Link: Enter a valid URL."),
        ({"url": "https://a.org", "dated_on": "2999-01-01"}, "still to come"),
    ],
)
def test_what_is_no_document_is_refused_by_field(
    data: dict[str, object], error: str, ana: User
) -> None:
    assert error in _add(ana, data, 400).errors()[0]
    assert not Document.objects.exists()


def test_file_is_looked_into(ana: User) -> None:
    page = _add(ana, {"file": SimpleUploadedFile("plan.pdf", b"MZ" + bytes(100))}, 400)
    assert "is not a PDF document" in page.errors()[0]


def test_office_is_chosen_among_ones_own(assessment: Assessment, ana: User) -> None:
    other, foreign = make_office(), make_office()
    Membership.objects.create(user=ana, office=other, role=Role.FOCAL_POINT)
    page = visit(ana, f"{LIST}new/?office={other.pk}")
    assert page.all(".//option[@selected]") == [str(other)]
    url = "https://example.org/plan"
    _add(ana, {"office": foreign.pk, "url": url}, 400)
    _add(ana, {"office": other.pk, "url": url})
    assert Document.objects.get().office == other


def test_register_offers_to_add_to_those_who_may(assessment: Assessment, ana: User) -> None:
    reviewer = make_member(assessment.office, Role.REVIEWER)
    assert f"{LIST}new/" in visit(ana, LIST).links()
    assert f"{LIST}new/" not in visit(reviewer, LIST).links()


def test_page_of_a_document_says_what_it_stands_by(evidence: Evidence, ana: User) -> None:
    page = visit(ana, f"{LIST}{evidence.document_id}/")
    assert page.heading == "A log"
    assert f"/assessments/{evidence.answer.assessment_id}/items/1.1/" in page.links()


def test_title_and_dates_are_changed(evidence: Evidence, ana: User) -> None:
    url = f"{LIST}{evidence.document_id}/change/"
    data = {"title": "Trip log", "dated_on": "2026-01-02", "valid_until": "2027-01-02"}
    page = read(client_of(ana).post(url, data, follow=True))
    assert "“Trip log” is changed." in page.text
    assert "Dated 2 January 2026" in page.text


def test_dates_the_wrong_way_round_are_refused_by_field(evidence: Evidence, ana: User) -> None:
    url = f"{LIST}{evidence.document_id}/change/"
    data = {"title": "Log", "dated_on": "2026-01-02", "valid_until": "2025-01-02"}
    page = read(client_of(ana).post(url, data), 400)
    assert page.errors()[0].startswith("Valid until: ")


def test_what_is_submitted_can_not_be_changed_or_removed(evidence: Evidence, ana: User) -> None:
    Assessment.objects.update(status="submitted")
    url = f"{LIST}{evidence.document_id}/"
    read(client_of(ana).post(f"{url}change/", {"title": "Other"}), 409)
    read(client_of(ana).post(f"{url}remove/"), 409)
    assert "can't be changed or removed" in visit(ana, url).text
    assert Document.objects.get().title == "A log"


def _replace(evidence: Evidence, ana: User, content: bytes = PNG) -> Document:
    file = SimpleUploadedFile("new.png", content)
    url = f"{LIST}{evidence.document_id}/replace/"
    client_of(ana).post(url, {"title": "New log", "file": file})
    return Document.objects.exclude(pk=evidence.document_id).get()


def test_newer_version_takes_the_place_of_the_old_one(evidence: Evidence, ana: User) -> None:
    new = _replace(evidence, ana)
    evidence.refresh_from_db()
    assert (evidence.document, new.replaces) == (new, Document.objects.get(title="A log"))


def test_newer_version_sent_twice_is_one(evidence: Evidence, ana: User) -> None:
    assert _replace(evidence, ana) == _replace(evidence, ana)


def test_what_is_submitted_keeps_the_old_version(evidence: Evidence, ana: User) -> None:
    Assessment.objects.update(status="submitted")
    old = evidence.document
    _replace(evidence, ana)
    evidence.refresh_from_db()
    assert evidence.document == old


def test_document_is_removed_after_a_question(evidence: Evidence, ana: User) -> None:
    url = f"{LIST}{evidence.document_id}/remove/"
    assert "taken from one answer" in visit(ana, url).text
    read(client_of(ana).post(url, follow=True))
    assert not Document.objects.exists()


def test_preview_of_a_pdf_is_a_picture_that_we_make(evidence: Evidence, ana: User) -> None:
    response = client_of(ana).get(f"{LIST}{evidence.document_id}/preview/")
    assert Image.open(io.BytesIO(response.content)).format == "PNG"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response.headers["Cache-Control"]
    assert AuditEvent.objects.get(action="evidence.viewed").data["how"] == "preview"


def test_preview_is_of_1200_pixels_at_most(assessment: Assessment, ana: User) -> None:
    file = ContentFile(make_picture(size=(3000, 10)), "wide")
    row = make_document(assessment.office, ana, file=file, content_type="image/png")
    content = client_of(ana).get(f"{LIST}{row.pk}/preview/").content
    assert Image.open(io.BytesIO(content)).size == (1200, 4)


def test_small_preview_is_light(assessment: Assessment, ana: User) -> None:
    file = ContentFile(make_picture(size=(3000, 1000)), "wide")
    row = make_document(assessment.office, ana, file=file, content_type="image/png")
    response = client_of(ana).get(f"{LIST}{row.pk}/preview/?size=small")
    picture = Image.open(io.BytesIO(response.content))
    assert (picture.format, picture.size) == ("WEBP", (720, 240))
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_link_has_no_preview(assessment: Assessment, ana: User) -> None:
    row = make_document(assessment.office, ana)
    assert client_of(ana).get(f"{LIST}{row.pk}/preview/").status_code == 404


def test_download_can_run_nowhere(evidence: Evidence, ana: User) -> None:
    response = client_of(ana).get(f"{LIST}{evidence.document_id}/file/")
    assert b"".join(response) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_choices_leave_out_what_stands_there_or_was_replaced(evidence: Evidence, ana: User) -> None:
    office = evidence.document.office
    free = make_document(office, ana, title="Free")
    make_document(office, ana, title="New", replaces=make_document(office, ana, title="Old"))
    make_document(make_office(), ana, title="Another office's")
    shown = document_choices(ana, evidence.answer).groups
    assert sorted(row.title for _label, rows in shown for row in rows) == [free.title, "New"]


def test_document_is_chosen_on_the_form_of_an_answer(evidence: Evidence, ana: User) -> None:
    answer = evidence.answer.assessment.answers.get(item__position=2)
    data = {"value": "in_place", "justification": "So.", "version": 0}
    url = f"/assessments/{answer.assessment_id}/items/2.1/"
    client_of(ana).post(url, data | {"document": str(evidence.document_id)})
    assert answer.evidence.get().document == evidence.document


def test_what_expires_within_days_is_found_once(evidence: Evidence, ana: User) -> None:
    office = evidence.document.office
    second = evidence.answer.assessment.answers.get(item__position=2)
    Evidence.objects.create(answer=second, document=evidence.document, added_by=ana)
    Document.objects.update(valid_until=dt.date(2026, 5, 10))
    make_document(office, ana, title="Unused", valid_until=dt.date(2026, 5, 10))
    assert list(expiring_documents(dt.date(2026, 5, 1), 9)) == [evidence.document]
    assert not expiring_documents(dt.date(2026, 5, 1), 8)
    assert not expiring_documents(dt.date(2026, 5, 11), 30)
