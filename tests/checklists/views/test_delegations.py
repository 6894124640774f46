"""The pages on which an office asks colleagues by e-mail address, and those behind the link."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from checklists.models import Answer, Assessment, DelegatedItem, Delegation
from checklists.scale import AnswerValue
from checklists.services import delegations as service
from checklists.views.links import GUESSES
from config.log_masks import masked
from orgs.models import OutgoingMail, User
from orgs.roles import Role
from tests.factories import make_assessment, make_delegation, make_member, make_office
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db

TEXT = {"value": "partly", "justification": "Half of the cars.", "not_applicable_reason": ""}


@pytest.fixture(autouse=True)
def _no_guesses() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Goma"), items=4)


@pytest.fixture
def amina(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Amina")


def url(assessment: Assessment, rest: str) -> str:
    return f"/assessments/{assessment.pk}/{rest}"


def answer(assessment: Assessment, ref: str) -> Answer:
    return assessment.answers.get(item__ref=ref)


# --- asking ----------------------------------------------------------------------------------


def test_a_theme_s_open_items_are_ticked_beforehand(assessment: Assessment, amina: User) -> None:
    assessment.answers.filter(item__ref="1.1").update(value=AnswerValue.IN_PLACE)
    page = visit(amina, url(assessment, "delegate/?theme=training"))
    ticked = [box for box in page.root.iter("input") if box.get("checked") is not None]
    assert [box.get("value") for box in ticked] == [str(answer(assessment, "2.1").pk)]


def test_somebody_without_an_account_is_asked(assessment: Assessment, amina: User) -> None:
    items = [answer(assessment, "1.1").pk, answer(assessment, "2.1").pk]
    data = {"email": "kim@example.net", "name": "Kim", "days": 14, "items": items}
    response = client_of(amina).post(url(assessment, "delegate/"), data, follow=True)
    page = read(response)
    assert "Kim is asked by mail." in page.text
    assert "Link is good" in page.text
    assert OutgoingMail.objects.filter(email="kim@example.net").count() == 1
    listed = visit(amina, url(assessment, "?show=delegated"))
    assert "2 of 4 items" in listed.text
    assert "asked of Kim" in listed.text


def test_two_links_of_one_person_are_no_landmarks_of_one_name(
    assessment: Assessment, amina: User
) -> None:
    for ref in ("1.1", "2.1"):
        data = {"email": "kim@example.net", "name": "Kim", "days": 14}
        client_of(amina).post(
            url(assessment, "delegate/"), {**data, "items": [answer(assessment, ref).pk]}
        )
    page = visit(amina, url(assessment, "delegations/"))
    assert page.all(".//article/h3") == ["Kim", "Kim"]
    assert page.all(".//section/h3") == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"email": "no address"}, "E-mail address: "),
        ({"email": "ingrid@example.org"}, "E-mail address: This person reviews"),
        ({"days": 31}, "The link is good for how many days: "),
        ({"items": []}, "Items: Choose one item at least."),
        ({"items": ["9999999"]}, "Items: "),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_sent(
    assessment: Assessment, amina: User, change: dict[str, object], error: str
) -> None:
    make_member(assessment.office, Role.REVIEWER, "Ingrid")
    items = [answer(assessment, "1.1").pk]
    data = {"email": "kim@example.net", "days": 14, "items": items} | change
    page = read(client_of(amina).post(url(assessment, "delegate/"), data), 400)
    assert page.errors()[0].startswith(error)
    assert not Delegation.objects.exists()


def test_a_delegation_of_another_assessment_is_not_found(amina: User) -> None:
    other = make_assessment(amina.roles[0].office, items=2)
    delegation, _token = make_delegation(other, amina, "1.1")
    mine = Assessment.objects.exclude(pk=other.pk).get()
    path = url(mine, f"delegations/{delegation.pk}/withdraw/")
    assert client_of(amina).post(path).status_code == 404


# --- behind the link -------------------------------------------------------------------------


def test_the_link_shows_just_these_items_and_is_kept_by_nobody(
    assessment: Assessment, amina: User
) -> None:
    _delegation, token = make_delegation(assessment, amina, "1.1", "3.1")
    response = Client().get(f"/d/{token}/")
    page = read(response)
    assert page.all(".//span[@class='number']") == ["1.1", "3.1"]
    assert "You know it." in page.text
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().get(f"/d/{token}/2.1/").status_code == 404
    assert Client().get(url(assessment, "")).status_code == 302


def test_a_text_is_saved_shown_again_and_sent(assessment: Assessment, amina: User) -> None:
    _delegation, token = make_delegation(assessment, amina, "1.1", "3.1")
    path = f"/d/{token}/1.1/"
    page = read(Client().post(path, TEXT | {"version": 0, "save": ""}, follow=True))
    assert "Your draft of 1.1 is saved." in page.text
    assert "Half of the cars." in read(Client().get(path)).html
    page = read(Client().post(path, TEXT | {"version": 1, "send": ""}, follow=True))
    assert "Your answer to 1.1 is sent." in page.text
    page = read(Client().get(path))
    assert "What you sent" in page.text
    assert page.root.find(".//main//form") is None


def test_what_cannot_be_an_answer_is_shown_again(assessment: Assessment, amina: User) -> None:
    _delegation, token = make_delegation(assessment, amina, "1.1")
    data = TEXT | {"value": "not_applicable", "version": 0, "send": ""}
    page = read(Client().post(f"/d/{token}/1.1/", data), 400)
    assert page.errors() == ["Why it is not applicable: Say why this item is not applicable here."]
    assert "Half of the cars." in page.html


def test_another_window_s_text_is_shown_beside_one_s_own(
    assessment: Assessment, amina: User
) -> None:
    _delegation, token = make_delegation(assessment, amina, "1.1")
    path = f"/d/{token}/1.1/"
    Client().post(path, TEXT | {"version": 0, "save": ""})
    other = TEXT | {"justification": "Other words.", "version": 0, "save": ""}
    page = read(Client().post(path, other), 409)
    assert "Half of the cars." in page.text
    assert "Other words." in page.html
    assert Client().post(path, other | {"version": 1}).status_code == 302


def test_what_is_written_after_the_end_is_kept_and_the_page_says_so(
    assessment: Assessment, amina: User
) -> None:
    delegation, token = make_delegation(assessment, amina, "1.1")
    service.withdraw(amina, delegation.pk)
    assert "The link was withdrawn." in read(Client().get(f"/d/{token}/"), 410).text
    page = read(Client().post(f"/d/{token}/1.1/", TEXT | {"version": 0, "save": ""}))
    assert "Your text is kept" in page.text
    assert DelegatedItem.objects.get().is_waiting


def test_all_wrong_links_get_the_same_page_and_guessing_is_stopped(
    assessment: Assessment, amina: User
) -> None:
    _delegation, token = make_delegation(assessment, amina, "1.1", "3.1")
    client = Client()
    pages = {client.get(f"/d/{n:043}/").content for n in range(GUESSES)}
    assert len(pages) == 1
    assert client.get(f"/d/{token}/").status_code == 404
    assert client.get(f"/d/{token}/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_forms_behind_a_link_are_guarded_against_forgery(
    assessment: Assessment, amina: User
) -> None:
    _delegation, token = make_delegation(assessment, amina, "1.1")
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/d/{token}/1.1/", TEXT | {"version": 0}).status_code == 403


def test_links_are_left_out_of_the_log(assessment: Assessment, amina: User) -> None:
    _delegation, token = make_delegation(assessment, amina, "1.1")
    assert masked(f"Not Found: /d/{token}/1.1/") == "Not Found: /d/…/1.1/"


# --- what came back --------------------------------------------------------------------------


@pytest.fixture
def came_back(assessment: Assessment, amina: User) -> DelegatedItem:
    """Kim's text to 1.1, sent."""
    _delegation, token = make_delegation(assessment, amina, "1.1")
    Client().post(f"/d/{token}/1.1/", TEXT | {"version": 0, "send": ""})
    return DelegatedItem.objects.get()


def test_the_assessment_says_that_answers_came_back(
    assessment: Assessment, amina: User, came_back: DelegatedItem
) -> None:
    assert "One answer came back" in visit(amina, url(assessment, "")).text
    listed = visit(amina, url(assessment, "delegations/"))
    assert url(assessment, f"delegations/items/{came_back.pk}/") in listed.links()


def test_it_is_confirmed_on_its_page(
    assessment: Assessment, amina: User, came_back: DelegatedItem
) -> None:
    path = url(assessment, f"delegations/items/{came_back.pk}/")
    page = visit(amina, path)
    assert "From Kim Lee" in page.text
    data = TEXT | {"version": 0, "text_version": came_back.version, "confirm": ""}
    assert "1.1 is saved." in read(client_of(amina).post(path, data, follow=True)).text
    assert answer(assessment, "1.1").value == "partly"
    assert "Confirmed: Amina" in visit(amina, path).text
    assert "written by Kim Lee" in visit(amina, url(assessment, "items/1.1/history/")).text
    assert client_of(amina).post(path, data).status_code == 409


def test_it_is_given_back_with_a_reason(
    assessment: Assessment, amina: User, came_back: DelegatedItem
) -> None:
    path = url(assessment, f"delegations/items/{came_back.pk}/")
    client = client_of(amina)
    seen = {"text_version": came_back.version, "decline": ""}
    page = read(client.post(path, seen | {"reason": "–"}), 400)
    assert page.errors() == ["What is missing or wrong: Say what is missing or wrong."]
    client.post(path, seen | {"reason": "Since when?"})
    token = OutgoingMail.objects.latest("created_at").body.split("/d/")[1].split("/")[0]
    page = read(Client().get(f"/d/{token}/1.1/"))
    assert "Since when?" in page.text
    assert "Half of the cars." in page.html


def test_a_link_is_withdrawn_and_sent_again(assessment: Assessment, amina: User) -> None:
    delegation, token = make_delegation(assessment, amina, "1.1", "2.1")
    client = client_of(amina)
    path = url(assessment, f"delegations/{delegation.pk}/")
    assert "is withdrawn" in read(client.post(f"{path}withdraw/", follow=True)).text
    assert "gets a new link" in read(client.post(f"{path}send-again/", follow=True)).text
    assert "A newer link" in read(Client().get(f"/d/{token}/"), 410).text


def test_the_pages_cost_the_same_at_any_size(assessment: Assessment, amina: User) -> None:
    many = make_assessment(assessment.office, items=60)
    refs = [row.item.ref for row in many.answers.select_related("item")]
    _few, few_token = make_delegation(assessment, amina, "1.1", "2.1")
    _many, many_token = make_delegation(many, amina, *refs)
    for page in ("delegations/", "delegate/"):
        assert queries(amina, url(assessment, page)) == queries(amina, url(many, page)) <= 10
    for path in ("", "1.1/"):
        few = queries(amina, f"/d/{few_token}/{path}")
        assert few == queries(amina, f"/d/{many_token}/{path}") <= 12
