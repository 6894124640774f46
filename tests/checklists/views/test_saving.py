"""What a page hears of a text that it sends while somebody is writing it."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from checklists.models import Answer, Assessment
from checklists.services import transitions
from orgs.models import User
from orgs.roles import Role
from tests.factories import (
    answer_all,
    make_assessment,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
)
from tests.pages import client_of, read

pytestmark = pytest.mark.django_db

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=1, indicators=[{"maximum": 50}])


@pytest.fixture
def focal_point(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Amina")


@pytest.fixture
def client(focal_point: User) -> Client:
    return client_of(focal_point)


def stored(assessment: Assessment, ref: str = "1.1") -> Answer:
    return assessment.answers.get(item__ref=ref)


def send(
    client: Client, assessment: Assessment, ref: str = "1.1", **changes: object
) -> HttpResponse:
    data = {"value": "in_place", "justification": "Since 2024.", "version": 0, "sitting": "page"}
    address = f"/assessments/{assessment.pk}/items/{ref}/save/"
    response = client.post(address, data | {"sent_at": 1} | changes, headers=SCRIPT)
    assert isinstance(response, HttpResponse)
    return response


def kind(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, response.headers.get("Saving", "")


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_a_text_is_saved_and_the_next_stands_on_it(assessment: Assessment, client: Client) -> None:
    response = send(client, assessment)
    assert kind(response) == (200, "saved")
    assert re.match(r"Saved \d\d:\d\d In place Saved by Amina", words(response))
    assert 'name="version" value="1" id="id_version" hx-swap-oob="true"' in (
        response.content.decode()
    )
    assert stored(assessment).justification == "Since 2024."


def test_what_can_be_no_answer_yet_is_kept_open(assessment: Assessment, client: Client) -> None:
    response = send(client, assessment, value="not_applicable")
    assert kind(response) == (200, "open")
    assert "Say why this item is not applicable here." in words(response)
    assert 'data-field="not_applicable_reason"' in response.content.decode()
    assert (stored(assessment).value, stored(assessment).justification) == ("", "Since 2024.")


def test_some_figures_are_kept_before_all_are_there(client: Client, focal_point: User) -> None:
    assessment = make_assessment(
        Assessment.objects.get().office, items=0, indicators=[{"by": ["recruitment"]}]
    )
    response = send(client, assessment, value="reported", figures_local="3")
    assert kind(response) == (200, "open")
    assert stored(assessment).figures == {"local": 3}


def test_half_an_answer_never_takes_back_a_whole_one(
    assessment: Assessment, client: Client
) -> None:
    send(client, assessment)
    response = send(client, assessment, value="not_applicable", version=1)
    assert kind(response) == (400, "refused")
    assert "Not saved yet." in words(response)
    assert stored(assessment).value == "in_place"


def test_a_figure_that_is_none_is_refused_beside_its_field(
    assessment: Assessment, client: Client
) -> None:
    response = send(client, assessment, "2.1", value="reported", figures_total="a few")
    assert kind(response) == (400, "refused")
    assert 'href="#id_figures_total" data-field="figures_total"' in response.content.decode()


def test_figures_that_are_hard_to_believe_are_saved_and_questioned(
    assessment: Assessment, client: Client
) -> None:
    response = send(client, assessment, "2.1", value="reported", figures_total="51")
    assert kind(response) == (200, "saved")
    assert "The total is 51, but at most 50 is plausible." in words(response)


def test_a_colleagues_text_is_named_and_the_page_stays_where_it_was(
    assessment: Assessment, client: Client
) -> None:
    peter = make_member(assessment.office, Role.FOCAL_POINT, "Peter")
    send(client_of(peter), assessment, sitting="his")
    response = send(client, assessment, justification="Since 2025.")
    assert kind(response) == (200, "aside")
    assert words(response).startswith("Peter has saved another text meanwhile. Both are kept.")
    assert "id_version" not in response.content.decode()


def test_an_assessment_that_was_submitted_is_closed(
    assessment: Assessment, focal_point: User, client: Client
) -> None:
    answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    response = send(client, assessment, version=1)
    assert kind(response) == (409, "closed")
    assert "submitted" in words(response)


def test_whoever_is_signed_out_hears_it_in_a_word(assessment: Assessment) -> None:
    for client in (Client(), Client(enforce_csrf_checks=True)):
        assert kind(send(client, assessment)) == (401, "")


def test_a_page_of_an_earlier_session_hears_that_it_is_too_old(
    assessment: Assessment, focal_point: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(focal_point)
    assert kind(send(client, assessment)) == (403, "")


def test_the_button_of_the_same_page_meets_no_conflict(
    assessment: Assessment, client: Client
) -> None:
    send(client, assessment)
    form = {"value": "in_place", "justification": "More.", "version": 0, "sitting": "page"}
    response = client.post(f"/assessments/{assessment.pk}/items/1.1/", form, follow=True)
    assert "1.1 is saved." in read(response).text
    assert client.cookies["answer_saved"].value == f"{assessment.pk}/1.1"


def cost(client: Client, url: str, **sent: object) -> int:
    """How many queries a whole request costs, with the session, the person and their roles."""
    with CaptureQueriesContext(connection) as captured:
        assert client.post(url, sent).status_code in (200, 302)
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


@pytest.mark.parametrize(("items", "offices"), [(30, 1), (300, 1), (4, 25)])
def test_saving_costs_the_same_at_any_size(items: int, offices: int) -> None:
    """What goes on in a row has no audit; another answer than before has two writes more."""
    root = make_office()
    others = [make_office(parent=root) for _ in range(offices - 1)]
    cycle = make_cycle([root, *others], checklist=make_checklist(items))
    assessment = cycle.assessments.get(office=root)
    client = client_of(make_member(root, Role.FOCAL_POINT))
    form = f"/assessments/{assessment.pk}/items/1.1/"
    text: dict[str, object] = {"value": "partly", "sitting": "page"}
    assert cost(client, f"{form}save/", **text, version=0, sent_at=1) == 10
    more = text | {"justification": "More.", "version": 1, "sent_at": 2}
    assert cost(client, f"{form}save/", **more) == 7
    assert cost(client, form, **more | {"justification": "All.", "version": 2}) == 7
    assert cost(client, form, **more | {"justification": "Anew.", "version": 3}) == 10
    assert cost(client, form, **more | {"value": "mostly", "version": 4}) == 11
    first = {"value": "in_place", "version": 0}
    assert cost(client, f"/assessments/{assessment.pk}/items/2.1/", **first) == 10
