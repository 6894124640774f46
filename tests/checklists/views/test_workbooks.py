"""The pages of the workbook: valid, told in words, and as cheap for 300 items as for 30."""

import io
import re
from collections.abc import Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from checklists.models import Assessment, WorkbookUpload
from checklists.services.answers import Written, save_answer
from checklists.services.transitions import submit
from checklists.services.workbook_contents import download
from checklists.services.workbooks import upload
from orgs.models import User
from orgs.roles import Role
from tests.checklists.workbook.filling import filled
from tests.factories import answer_all, make_assessment, make_member, make_office
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db

SIX = {"by": ["recruitment", "sex"]}


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Field office Nord-Kivu"), items=4, indicators=[SIX])


@pytest.fixture
def focal(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT)


def page_of(assessment: Assessment) -> str:
    return f"/assessments/{assessment.pk}/workbook/"


def workbook(focal: User, assessment: Assessment, cells: Mapping[str, object]) -> io.BytesIO:
    file = io.BytesIO(filled(download(focal, assessment.pk).content, cells))
    file.name = "office.xlsx"
    return file


def send(client: Client, assessment: Assessment, file: io.BytesIO) -> str:
    response = client.post(page_of(assessment), {"file": file})
    assert response.status_code == 302
    return str(response["Location"])


def test_assessment_leads_to_the_workbook(assessment: Assessment, focal: User) -> None:
    assert page_of(assessment) in visit(focal, f"/assessments/{assessment.pk}/").links()
    page = visit(focal, page_of(assessment))
    assert page.heading == "Work offline in a workbook"
    assert f"{page_of(assessment)}file/" in page.links()


def test_download_is_a_file_that_nothing_keeps(assessment: Assessment, focal: User) -> None:
    response = client_of(focal).get(f"{page_of(assessment)}file/")
    name = r'attachment; filename="field-office-nord-kivu-cycle-\d+-\d{4}-\d\d-\d\d\.xlsx"'
    assert re.fullmatch(name, response["Content-Disposition"])
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_preview_shows_both_texts_and_survives_a_reload(
    assessment: Assessment, focal: User
) -> None:
    client = client_of(focal)
    here = send(client, assessment, workbook(focal, assessment, {"Answers!D3": "=no formula?"[1:]}))
    for _time in range(2):
        page = read(client.get(here))
        assert "Answers D3 – no formula?" in page.text
    assert "New1" in page.text
    waiting = visit(focal, page_of(assessment))
    assert "A workbook waits for you to confirm it" in waiting.text
    assert here in waiting.links()


def test_confirming_tells_what_became_of_each(assessment: Assessment, focal: User) -> None:
    client = client_of(focal)
    cells = {"Answers!C3": "In place", "Answers!C4": "Perhaps", "Indicators!D3": "many"}
    here = send(client, assessment, workbook(focal, assessment, cells))
    page = read(client.get(here))
    assert "1.1 Is what" in page.text
    assert "Answers, C4" in page.text
    assert "Indicators, D3" in page.text
    for _time in range(2):
        assert client.post(here, {"take": ["1.1:0"]}).status_code == 302
    page = read(client.get(here))
    assert ("done", "Saved") in page.statuses()
    assert page.statuses().count(("failed", "Not saved: to be mended")) == 2
    assert assessment.answers.get(item__ref="1.1").version == 1


def test_conflict_is_chosen_by_radio_buttons(assessment: Assessment, focal: User) -> None:
    client = client_of(focal)
    here = send(client, assessment, workbook(focal, assessment, {"Answers!D3": "Mine."}))
    row = assessment.answers.get(item__ref="1.1")
    save_answer(focal, row.pk, Written("", "Theirs.", ""), read_version=0)
    page = read(client.get(here))
    assert page.all(".//legend") == ["1.1 Is what paragraph 1 asks for done?"]
    assert "Theirs." in page.text
    assert "Mine." in page.text
    client.post(here, {"choose_1.1": "workbook:1"})
    row.refresh_from_db()
    assert row.justification == "Mine."


@pytest.mark.parametrize(
    "posted", [{}, {"take": "1.1"}, {"take": "x:y"}, {"choose_1.1": "both:0"}, {"choose_": "x:1"}]
)
def test_nothing_chosen_is_said(
    assessment: Assessment, focal: User, posted: dict[str, str]
) -> None:
    client = client_of(focal)
    here = send(client, assessment, workbook(focal, assessment, {"Answers!D3": "Mine."}))
    page = read(client.post(here, posted), 400)
    assert page.errors() == ["Nothing was chosen: tick what to take over, or discard the workbook."]
    assert WorkbookUpload.objects.get().settled_at is None


def test_refused_file_is_told_at_its_field(assessment: Assessment, focal: User) -> None:
    client = client_of(focal)
    for content, said in [
        (b"", "The file is empty."),
        (b"Item;Answer\n", "This is a text (CSV)"),
        (b"PK\x03\x04" + b"x" * (5 << 20), "The file is larger than 5 MB."),
        (b"PK\x03\x04 no archive", "This file is damaged"),
    ]:
        file = io.BytesIO(content)
        file.name = "office.xlsx"
        page = read(client.post(page_of(assessment), {"file": file}), 400)
        assert said in page.errors()[0]
    assert not WorkbookUpload.objects.exists()


def test_workbook_that_changes_nothing_says_so(assessment: Assessment, focal: User) -> None:
    client = client_of(focal)
    here = send(client, assessment, workbook(focal, assessment, {}))
    page = read(client.get(here))
    assert "The workbook changes nothing" in page.text
    assert "Store what is chosen" not in page.text


def test_submitted_meanwhile_is_said_and_nothing_is_lost(
    assessment: Assessment, focal: User
) -> None:
    client = client_of(focal)
    answer_all(assessment, focal)
    here = send(client, assessment, workbook(focal, assessment, {"Answers!D3": "Mine."}))
    submit(focal, assessment.pk)
    page = read(client.post(here, {"take": "1.1:1"}), 409)
    assert "This assessment is submitted" in page.text
    assert "Mine." in page.text
    assert client.post(page_of(assessment), {"file": io.BytesIO(b"PK")}).status_code == 409
    assert "it takes no answers now" in visit(focal, page_of(assessment)).text
    assert "Mine." in read(client.get(here)).text


def test_upload_of_another_person_is_not_there(assessment: Assessment, focal: User) -> None:
    here = send(client_of(focal), assessment, workbook(focal, assessment, {"Answers!D3": "Mine."}))
    other = client_of(make_member(assessment.office, Role.FOCAL_POINT))
    assert other.get(here).status_code == 404
    assert other.post(here, {"take": "1.1:0"}).status_code == 404
    assert other.post(f"{here}discard/").status_code == 404


def test_discarding_forgets_it(assessment: Assessment, focal: User) -> None:
    client = client_of(focal)
    here = send(client, assessment, workbook(focal, assessment, {"Answers!D3": "Mine."}))
    for _time in range(2):
        assert client.post(f"{here}discard/")["Location"] == page_of(assessment)
    assert client.get(here).status_code == 404


def test_pages_cost_the_same_for_30_and_300_items() -> None:
    costs = []
    for items in (30, 300):
        office = make_office()
        assessment = make_assessment(office, items=items, indicators=[SIX])
        focal = make_member(office, Role.FOCAL_POINT)
        with CaptureQueriesContext(connection) as taken:
            content = download(focal, assessment.pk).content
        taking = len(taken)  # before the next request empties the record
        half = items // 2
        rows = [*range(3, 3 + half), *range(4 + half, 4 + items)]
        cells: dict[str, object] = {f"Answers!D{row}": "Written offline." for row in rows}
        row = upload(focal, assessment.pk, "a.xlsx", filled(content, cells))
        here = f"{page_of(assessment)}{row.pk}/"
        assert visit(focal, here).text.count("Written offline.") == items
        costs.append((taking, queries(focal, page_of(assessment)), queries(focal, here)))
    assert costs[0] == costs[1]
    assert costs[0][0] >= 5
    assert max(costs[0]) <= 15
