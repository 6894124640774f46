"""The pages on which an assessment is signed, read as it was signed, and opened again."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from checklists.models import Assessment, Item, SignOff
from checklists.scale import Outcome
from checklists.services.review import give_verdict
from checklists.services.transitions import reopen, submit
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_member, make_office
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db

SIGNED = {"declaration": "on", "name": " ingrid  BERG ", "remark": "Seen on site.", "round": "1"}


@pytest.fixture
def reviewer() -> User:
    return make_member(make_office("Goma"), Role.REVIEWER, "Ingrid Berg")


@pytest.fixture
def assessment(reviewer: User) -> Assessment:
    return accepted(reviewer)


def accepted(reviewer: User, items: int = 3) -> Assessment:
    """An assessment that waits for nothing but the signature."""
    assessment = make_assessment(reviewer.roles[0].office, items=items)
    focal_point = make_member(assessment.office, Role.FOCAL_POINT)
    answer_all(assessment, focal_point)
    submit(focal_point, assessment.pk)
    for answer in assessment.answers.all():
        give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)
    return assessment


def sign(assessment: Assessment, reviewer: User) -> str:
    """Sign on the page; gives the address of what was signed."""
    response = client_of(reviewer).post(f"/review/{assessment.pk}/sign-off/", SIGNED)
    assert response.status_code == 302
    return str(response["Location"])


def test_declaration_is_shown_before_it_is_made(assessment: Assessment, reviewer: User) -> None:
    page = visit(reviewer, f"/review/{assessment.pk}/sign-off/")
    assert "I have reviewed every answer and its evidence" in page.text
    assert "Type it as a signature: Ingrid Berg" in page.text


@pytest.mark.parametrize(
    ("missing", "error"), [("declaration", "I make this declaration"), ("name", "Your name")]
)
def test_signature_needs_declaration_and_name(
    assessment: Assessment, reviewer: User, missing: str, error: str
) -> None:
    client = client_of(reviewer)
    given = {key: value for key, value in SIGNED.items() if key != missing}
    page = read(client.post(f"/review/{assessment.pk}/sign-off/", given), 400)
    assert page.errors()[0].startswith(error)
    other = read(client.post(f"/review/{assessment.pk}/sign-off/", SIGNED | {"name": "Ana"}), 400)
    assert other.errors() == ["Your name: Type your name as it is in your profile: Ingrid Berg"]
    assert not SignOff.objects.exists()


def test_what_was_signed_is_shown_with_its_hash(assessment: Assessment, reviewer: User) -> None:
    page = visit(reviewer, sign(assessment, reviewer))
    row = SignOff.objects.get()
    assert row.sha256 in page.text
    assert "Seen on site." in page.text
    assert "Ingrid Berg" in page.text
    assert "The PDF is being made" in page.text
    assert "Because it is so." in page.text
    assert f"/assessments/{assessment.pk}/reopen/" in page.links()


def test_assessment_leads_to_what_was_signed(assessment: Assessment, reviewer: User) -> None:
    url = sign(assessment, reviewer)
    assert url in visit(reviewer, f"/assessments/{assessment.pk}/").links()


def test_altered_data_says_so(assessment: Assessment, reviewer: User) -> None:
    url = sign(assessment, reviewer)
    row = SignOff.objects.get()
    row.data["office"] = "Another"
    row.save(update_fields=["data"])
    assert "it was altered outside of the product" in visit(reviewer, url).text


def test_former_revision_stays_readable(assessment: Assessment, reviewer: User) -> None:
    url = sign(assessment, reviewer)
    reopen(reviewer, assessment.pk, "The log was of another office.", ["2.1"])
    page = visit(reviewer, url)
    assert "This is a former revision" in page.text
    assert "The log was of another office." in page.text
    assert f"/assessments/{assessment.pk}/reopen/" not in page.links()


def test_page_costs_as_many_queries_for_thirty_items_as_for_three(reviewer: User) -> None:
    counts = [queries(reviewer, sign(accepted(reviewer, items), reviewer)) for items in (3, 30)]
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_declaration_is_downloaded_and_that_is_noted(
    assessment: Assessment, reviewer: User
) -> None:
    url = sign(assessment, reviewer)
    row = SignOff.objects.get()
    client = client_of(reviewer)
    assert client.get(f"/declarations/{row.pk}/").status_code == 404
    row.file_sha256 = hashlib.sha256(b"%PDF-1.7").hexdigest()
    row.file.save("declarations/a.pdf", ContentFile(b"%PDF-1.7"))
    assert f"/declarations/{row.pk}/" in visit(reviewer, url).links()
    response = client.get(f"/declarations/{row.pk}/")
    assert response.getvalue() == b"%PDF-1.7"
    assert "declaration-goma-" in response["Content-Disposition"]
    assert AuditEvent.objects.get(action="declaration.downloaded").actor == reviewer
    SignOff.objects.update(file_sha256="c5" * 32)
    assert client.get(f"/declarations/{row.pk}/").status_code == 409


# --- reopening ---


def test_reopening_asks_first_and_tells_what_happens(
    assessment: Assessment, reviewer: User
) -> None:
    sign(assessment, reviewer)
    page = visit(reviewer, f"/assessments/{assessment.pk}/reopen/")
    assert "Revision 1 stays on record with its declaration" in page.text


def test_the_items_to_reopen_stand_theme_by_theme(reviewer: User) -> None:
    assessment = accepted(reviewer, items=6)
    sign(assessment, reviewer)
    url = f"/assessments/{assessment.pk}/reopen/"
    themes = dict.fromkeys(row.theme.title for row in _items(assessment))
    page = visit(reviewer, url)
    assert [words.rsplit(" ", 1)[0] for words in page.all(".//form//summary")] == list(themes)
    assert page.all(".//details[@open]/summary") == []
    page = read(client_of(reviewer).post(url, {"items": ["2.1"], "revision": "1"}), 400)
    opened = [row.theme.title for row in _items(assessment) if row.ref == "2.1"]
    assert [words.rsplit(" ", 1)[0] for words in page.all(".//form//details[@open]/summary")] == (
        opened
    )


def _items(assessment: Assessment) -> list[Item]:
    """In the order of the page."""
    items = Item.objects.filter(answers__assessment=assessment).select_related("theme")
    return list(items.order_by("theme__position", "position"))


def test_reopening_pressed_twice_is_done_once(assessment: Assessment, reviewer: User) -> None:
    sign(assessment, reviewer)
    client = client_of(reviewer)
    given = {"reason": "A mistake.", "items": ["2.1"], "revision": "1"}
    url = f"/assessments/{assessment.pk}/reopen/"
    assert client.post(url, given).status_code == 302
    assert read(client.post(url, given), 409)
    assessment.refresh_from_db()
    assert assessment.revision == 2


def test_a_reopened_assessment_leads_to_what_was_signed(
    assessment: Assessment, reviewer: User
) -> None:
    sign(assessment, reviewer)
    reopen(reviewer, assessment.pk, "A mistake.", ["2.1"])
    page = visit(reviewer, f"/assessments/{assessment.pk}/")
    assert "This assessment is open again" in page.text
    assert f"/assessments/{assessment.pk}/signed/1/" in page.links()


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"items": ["2.1"], "revision": "1"}, "Why it is reopened"),
        ({"reason": "A mistake.", "revision": "1"}, "Items that the office answers anew"),
        ({"reason": "A", "items": ["9.9"], "revision": "1"}, "Items that the office answers anew"),
    ],
)
def test_reopening_names_what_is_missing(
    assessment: Assessment, reviewer: User, given: dict[str, str | list[str]], error: str
) -> None:
    sign(assessment, reviewer)
    page = read(client_of(reviewer).post(f"/assessments/{assessment.pk}/reopen/", given), 400)
    assert page.errors()[0].startswith(error)
