"""The form of an indicator, and its figures on every page that shows answers."""

from urllib.parse import urlencode

import pytest

from checklists.models import Answer, Assessment
from checklists.services.answers import Written, save_answer
from checklists.services.transitions import submit
from orgs.models import User
from orgs.roles import Role
from tests.factories import make_assessment, make_member
from tests.pages import Page, client_of, queries, read, visit

pytestmark = pytest.mark.django_db

BOTH = {"by": ["recruitment", "sex"], "period": "year"}
BY_SEX = {"by": ["sex"]}
FIGURES = {
    "figures_local_women": "3",
    "figures_local_men": "1,204",
    "figures_local_unrecorded": "0",
    "figures_international_women": "1",
    "figures_international_men": "2",
    "figures_international_unrecorded": "0",
}
LINE = (
    "Persons: 1,210. Locally recruited: women 3, men 1,204, other or not recorded 0. "
    "Internationally recruited: women 1, men 2, other or not recorded 0."
)


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=0, indicators=[BOTH])


@pytest.fixture
def focal_point(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Amina")


def url(assessment: Assessment, ref: str = "1.1", rest: str = "") -> str:
    return f"/assessments/{assessment.pk}/items/{ref}/{rest}"


def post(
    user: User,
    address: str,
    figures: dict[str, str] | None = None,
    *,
    value: str = "",
    status: int = 302,
) -> Page | None:
    form = {"value": value, "justification": "", "version": "0"} | (figures or {})
    response = client_of(user).post(
        address, urlencode(form), content_type="application/x-www-form-urlencoded"
    )
    if status == 302:
        assert response.status_code == 302
        return None
    return read(response, status)


def give(user: User, assessment: Assessment, ref: str, **figures: int) -> None:
    row = assessment.answers.get(item__ref=ref)
    save_answer(user, row.pk, Written("reported", "", "", figures), read_version=row.version)


def stored(assessment: Assessment) -> Answer:
    return assessment.answers.get(item__ref="1.1")


def test_form_asks_for_figures_not_for_the_scale(assessment: Assessment, focal_point: User) -> None:
    page = visit(focal_point, url(assessment))
    values = {e.get("value") for e in page.root.iter("input") if e.get("name") == "value"}
    assert values == {"reported", "not_collected", "not_applicable", "come_back"}
    assert "In place" not in page.all(".//label")
    assert "Comment" in page.all(".//label")


def test_each_input_has_a_label_and_stands_under_its_headings(
    assessment: Assessment, focal_point: User
) -> None:
    page = visit(focal_point, url(assessment))
    names = [e.get("name") for e in page.root.iter("input") if e.get("inputmode") == "numeric"]
    assert sorted(map(str, names)) == sorted(FIGURES)
    assert page.all(".//td/label") == [
        "Locally recruited, women",
        "Internationally recruited, women",
        "Locally recruited, men",
        "Internationally recruited, men",
        "Locally recruited, other or not recorded",
        "Internationally recruited, other or not recorded",
    ]
    assert page.all(".//thead//th")[:2] == ["Locally recruited", "Internationally recruited"]
    assert page.all(".//tbody//th")[:3] == ["Women", "Men", "Other or not recorded"]


def test_what_is_counted_and_when_stands_there(assessment: Assessment, focal_point: User) -> None:
    page = visit(focal_point, url(assessment))
    assert "Persons, from 1 July 2025 to 30 June 2026. Give 0 for none." in page.text


def test_one_number_is_one_field(focal_point: User, assessment: Assessment) -> None:
    plain = make_assessment(assessment.office, items=0, indicators=[{"unit": "<b>crashes</b>"}])
    page = visit(focal_point, url(plain))
    assert "<b>crashes</b>" in page.all(".//label")
    assert "<b>crashes</b>, for the cycle from 1 January 2026 to 30 June 2026." in page.text


def test_figures_are_saved_as_people_write_them(assessment: Assessment, focal_point: User) -> None:
    post(focal_point, url(assessment), FIGURES, value="reported")
    row = stored(assessment)
    assert row.value == "reported"
    assert row.figures["local.men"] == 1204
    assert sum(row.figures.values()) == 1210


def test_all_figures_without_a_choice_are_figures_given(
    assessment: Assessment, focal_point: User
) -> None:
    post(focal_point, url(assessment), FIGURES)
    assert stored(assessment).value == "reported"


def test_some_figures_without_a_choice_are_kept(assessment: Assessment, focal_point: User) -> None:
    post(focal_point, url(assessment), {"figures_local_women": "3"})
    assert (stored(assessment).value, stored(assessment).figures) == ("", {"local.women": 3})
    page = visit(focal_point, url(assessment))
    [field] = [e for e in page.root.iter("input") if e.get("name") == "figures_local_women"]
    assert field.get("value") == "3"


def test_no_figures_kept_drops_nothing_that_was_typed(
    assessment: Assessment, focal_point: User
) -> None:
    page = post(focal_point, url(assessment), FIGURES, value="not_collected", status=400)
    assert page is not None
    assert page.errors()[0].startswith("Your answer: There are figures below")
    values = {e.get("name"): e.get("value") for e in page.root.iter("input")}
    assert values["figures_local_men"] == "1,204"


def test_figures_that_are_hard_to_believe_are_saved_with_a_warning(
    assessment: Assessment, focal_point: User
) -> None:
    small = make_assessment(assessment.office, items=0, indicators=[{"maximum": 50}])
    post(focal_point, url(small), {"figures_total": "51"}, value="reported")
    assert stored(small).figures == {"total": 51}
    page = visit(focal_point, url(small))
    assert "Are these figures right? The total is 51, but at most 50 is plausible." in page.text


def test_each_wrong_cell_is_named_and_tied_to_its_error(
    assessment: Assessment, focal_point: User
) -> None:
    wrong = FIGURES | {"figures_local_women": "-3", "figures_international_men": "a few"}
    page = post(focal_point, url(assessment), wrong, value="reported", status=400)
    assert page is not None
    assert page.errors() == [
        "Locally recruited, women: This can't be less than 0.",
        "Internationally recruited, men: Give a whole number in digits, for example 12.",
    ]
    [field] = [e for e in page.root.iter("input") if e.get("name") == "figures_local_women"]
    assert (field.get("value"), field.get("aria-invalid")) == ("-3", "true")
    assert field.get("aria-describedby") == "id_figures_local_women_error"


def test_an_empty_cell_is_named(assessment: Assessment, focal_point: User) -> None:
    some = FIGURES | {"figures_local_unrecorded": " "}
    page = post(focal_point, url(assessment), some, value="reported", status=400)
    assert page is not None
    assert page.errors() == [
        "Locally recruited, other or not recorded: Give a number: 0 if there were none."
    ]


def test_a_total_above_that_of_another_is_an_error_of_the_table(
    assessment: Assessment, focal_point: User
) -> None:
    pair = make_assessment(
        assessment.office, items=0, indicators=[{}, BY_SEX | {"not_above": "count-1"}]
    )
    give(focal_point, pair, "1.1", total=2)
    figures = {"figures_women": "2", "figures_men": "1", "figures_unrecorded": "0"}
    page = post(focal_point, url(pair, "2.1"), figures, value="reported", status=400)
    assert page is not None
    assert page.errors() == ["Total: The total is 3, but 1.1 says 2: it can't be more."]
    assert "#id_figures_total" in page.links()


def test_figures_stand_on_every_page_of_the_answer(
    assessment: Assessment, focal_point: User
) -> None:
    post(focal_point, url(assessment), FIGURES, value="reported")
    assert LINE in visit(focal_point, f"/assessments/{assessment.pk}/").text
    assert LINE in visit(focal_point, url(assessment, rest="history/")).text
    submit(focal_point, assessment.pk)
    assert LINE in visit(focal_point, url(assessment)).text
    rita = make_member(assessment.office, Role.REVIEWER, "Rita")
    assert LINE in visit(rita, f"/review/{assessment.pk}/").text
    assert LINE in visit(rita, f"/review/{assessment.pk}/items/1.1/").text


def test_both_figures_of_a_conflict_are_shown(assessment: Assessment, focal_point: User) -> None:
    peter = make_member(assessment.office, Role.FOCAL_POINT, "Peter")
    post(peter, url(assessment), FIGURES, value="reported")
    mine = FIGURES | {"figures_local_men": "4"}
    post(focal_point, url(assessment), mine, value="reported")
    page = visit(focal_point, url(assessment))
    assert LINE in page.text
    assert "Persons: 10. Locally recruited: women 3, men 4" in page.text
    [field] = [e for e in page.root.iter("input") if e.get("name") == "figures_local_men"]
    assert field.get("value") == "4"


def test_figures_that_disagree_are_named_where_they_can_be_mended(
    assessment: Assessment, focal_point: User
) -> None:
    pair = make_assessment(assessment.office, items=0, indicators=[{}, {"not_above": "count-1"}])
    give(focal_point, pair, "2.1", total=3)
    give(focal_point, pair, "1.1", total=2)
    said = "The total is 3, but 1.1 says 2: it can't be more."
    assert said in visit(focal_point, url(pair, "1.1")).text
    assert said in visit(focal_point, url(pair, "2.1")).text
    page = visit(focal_point, f"/assessments/{pair.pk}/submit/")
    assert "One item is still open" in page.text
    assert said in page.text
    assert url(pair, "2.1") in page.links()


def test_indicators_have_a_row_without_scores(assessment: Assessment, focal_point: User) -> None:
    post(focal_point, url(assessment), value="not_collected")
    page = visit(focal_point, f"/assessments/{assessment.pk}/")
    said = page.text.partition("Numbers, which have no score ")[2]
    assert said.startswith("100 % 1 of 1 answered – – 0 of 1 accepted")
    other = make_assessment(assessment.office, items=1)
    assert "Numbers, which" not in visit(focal_point, f"/assessments/{other.pk}/").text


def test_an_indicators_page_costs_the_same_at_any_size(
    assessment: Assessment, focal_point: User
) -> None:
    many = make_assessment(assessment.office, items=20, indicators=[BOTH] * 20)
    few = queries(focal_point, url(assessment))
    assert few == queries(focal_point, url(many, "21.1")) <= 19
    assert queries(focal_point, f"/assessments/{assessment.pk}/") == queries(
        focal_point, f"/assessments/{many.pk}/"
    )


def test_the_api_has_the_figures(assessment: Assessment, focal_point: User) -> None:
    post(focal_point, url(assessment), FIGURES, value="reported")
    data = client_of(focal_point).get(f"/api/v1/assessments/{assessment.pk}/").json()
    [answer] = data["answers"]
    assert (answer["value"], answer["figures"]["local.men"]) == ("reported", 1204)
    checklist = client_of(focal_point).get(f"/api/v1/checklists/{data['checklist']}/").json()
    [item] = checklist["items"]
    assert (item["dimension"], item["indicator"]["by"]) == ("indicator", ["recruitment", "sex"])
    assert (item["key"], item["organizations"], item["places"]) == ("count-1", "all", "all")


def test_figures_are_kept_by_whoever_comes_back_to_them(
    assessment: Assessment, focal_point: User
) -> None:
    answer = assessment.answers.get()
    data = {"value": "come_back", "justification": "", "version": 0} | FIGURES
    address = f"/assessments/{assessment.pk}/items/{answer.item.ref}/"
    client_of(focal_point).post(address, data)
    answer.refresh_from_db()
    assert (answer.value, answer.come_back, answer.figures["local.men"]) == ("", True, 1204)
