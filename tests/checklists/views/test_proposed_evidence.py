"""Attaching evidence behind a personal link, and confirming it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from checklists.models import Assessment, Delegation, Evidence, ProposedEvidence
from checklists.services.delegations import withdraw
from checklists.views.links import UPLOADS
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.checklists.hostile_files import HOSTILE, Hostile
from tests.factories import make_assessment, make_delegation, make_member
from tests.pages import Page, client_of, queries, read, visit
from tests.sample_files import PDF

pytestmark = pytest.mark.django_db

TEXT = {"value": "partly", "justification": "Half of the cars.", "not_applicable_reason": ""}


@pytest.fixture(autouse=True)
def _no_uploads() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=2)


@pytest.fixture
def amina(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Amina")


@pytest.fixture
def asked(assessment: Assessment, amina: User) -> tuple[Delegation, str]:
    return make_delegation(assessment, amina, "1.1")


def _post(asked: tuple[Delegation, str], status: int = 200, **data: object) -> Page:
    version = asked[0].items.get().version
    path = f"/d/{asked[1]}/1.1/"
    return read(Client().post(path, TEXT | {"version": version} | data, follow=True), status)


def _file(content: bytes = PDF, name: str = "log.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_file_and_link_are_attached_shown_and_taken_away(asked: tuple[Delegation, str]) -> None:
    page = _post(asked, save="", file=_file(), url="https://example.net/log", title="The log")
    assert page.all(".//div[@class='choices']//label")[-2:] == ["The log", "log.pdf"]
    piece = ProposedEvidence.objects.get(title="log.pdf")
    page = _post(asked, save="", without=[str(piece.pk)])
    assert ProposedEvidence.objects.get().title == "The log"
    page = _post(asked, send="")
    assert page.all(".//main//ul/li")[-1:] == ["The log"]


REFUSED = [case for case in HOSTILE if case.refused and "limit" not in case.what][::8]
CLEANED = [case for case in HOSTILE if case.gone]


@pytest.mark.parametrize("case", REFUSED, ids=[case.what for case in REFUSED])
def test_hostile_file_is_refused_with_its_reason(
    case: Hostile, asked: tuple[Delegation, str]
) -> None:
    page = _post(asked, 400, save="", file=_file(case.content(), case.name))
    assert page.errors()
    assert not ProposedEvidence.objects.exists()


@pytest.mark.parametrize("case", CLEANED, ids=[case.what for case in CLEANED])
def test_picture_is_made_anew(case: Hostile, asked: tuple[Delegation, str]) -> None:
    _post(asked, save="", file=_file(case.content(), case.name))
    with ProposedEvidence.objects.get().file.open() as file:
        assert case.gone not in file.read()


def test_what_is_no_evidence_is_refused_and_the_text_stays(asked: tuple[Delegation, str]) -> None:
    page = _post(asked, 400, send="", file=_file(b"MZ" + bytes(99)))
    assert "is not a PDF document" in page.errors()[0]
    assert "Half of the cars." in page.html
    assert not ProposedEvidence.objects.exists()


def test_the_office_s_documents_are_not_shown(
    assessment: Assessment, amina: User, asked: tuple[Delegation, str]
) -> None:
    html = read(Client().get(f"/d/{asked[1]}/1.1/")).html
    assert 'name="document"' not in html
    assert 'name="place"' not in html


def test_piece_of_another_item_is_not_taken_away(
    assessment: Assessment, amina: User, asked: tuple[Delegation, str]
) -> None:
    _post(asked, save="", file=_file())
    other = make_delegation(assessment, amina, "2.1")
    data = TEXT | {"version": 0, "save": "", "without": str(ProposedEvidence.objects.get().pk)}
    Client().post(f"/d/{other[1]}/2.1/", data)
    assert ProposedEvidence.objects.exists()


def test_so_many_files_an_hour_and_no_more(asked: tuple[Delegation, str]) -> None:
    cache.set(f"link-uploads:{asked[0].pk}", UPLOADS, 60)
    page = _post(asked, 400, save="", file=_file())
    assert page.errors() == ["File: Too many files came through this link. Wait an hour."]


def test_what_came_too_late_is_said(asked: tuple[Delegation, str], amina: User) -> None:
    withdraw(amina, asked[0].pk)
    assert "evidence that you attached is not kept" in _post(asked, send="", file=_file()).text


def _proposal(asked: tuple[Delegation, str]) -> str:
    item = asked[0].items.get()
    return f"/assessments/{asked[0].assessment_id}/delegations/items/{item.pk}/"


def test_it_is_looked_at_and_confirmed_with_the_answer(
    amina: User, asked: tuple[Delegation, str]
) -> None:
    _post(asked, send="", file=_file(), dated_on="2026-01-02")
    path, piece = _proposal(asked), ProposedEvidence.objects.get()
    page = visit(amina, path)
    assert "Dated 2 January 2026" in page.text
    response = client_of(amina).get(f"{path}evidence/{piece.pk}/")
    assert b"".join(response) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert AuditEvent.objects.filter(action="evidence.viewed", actor=amina).count() == 1
    data = TEXT | {"version": 0, "text_version": 1, "keep": str(piece.pk), "seen": str(piece.pk)}
    page = read(client_of(amina).post(path, data, follow=True))
    assert "1.1 is saved." in page.text
    assert Evidence.objects.get().contributor == "Kim Lee"
    shown = visit(amina, f"/assessments/{asked[0].assessment_id}/items/1.1/")
    assert "From Kim Lee." in shown.text


@pytest.mark.parametrize("seen", ["", "no-key", "00000000-0000-0000-0000-000000000000"])
def test_what_was_not_seen_is_a_conflict(
    seen: str, amina: User, asked: tuple[Delegation, str]
) -> None:
    _post(asked, send="", file=_file())
    data = TEXT | {"version": 0, "text_version": 1, "keep": seen, "seen": seen}
    read(client_of(amina).post(_proposal(asked), data), 409)
    assert ProposedEvidence.objects.exists()


def test_draft_s_file_is_not_open_to_the_office(amina: User, asked: tuple[Delegation, str]) -> None:
    _post(asked, save="", file=_file())
    piece = ProposedEvidence.objects.get()
    assert client_of(amina).get(f"{_proposal(asked)}evidence/{piece.pk}/").status_code == 404


def test_pages_cost_the_same_for_any_number(amina: User, asked: tuple[Delegation, str]) -> None:
    _post(asked, send="", file=_file())
    item, cost = asked[0].items.get(), queries(amina, _proposal(asked))
    for n in range(8):
        ProposedEvidence.objects.create(item=item, title="A", url=f"https://example.net/{n}")
    assert queries(amina, _proposal(asked)) == cost
