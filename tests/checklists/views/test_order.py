"""The pages go from item to item in the order in which the list shows them: theme by theme."""

import pytest

from checklists.models import Assessment, Item
from checklists.services import transitions
from orgs.models import User
from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_member
from tests.pages import visit

pytestmark = pytest.mark.django_db

# Paragraphs 1 and 3 belong to the first theme, 2 and 4 to the second.
ORDER = ["1.1", "3.1", "2.1", "4.1"]


@pytest.fixture
def assessment() -> Assessment:
    assessment = make_assessment(items=4)
    first, second = assessment.cycle.checklist.themes.order_by("position")
    for ref in ORDER:
        theme = first if ref in ORDER[:2] else second
        Item.objects.filter(checklist=assessment.cycle.checklist, ref=ref).update(theme=theme)
    return assessment


def walk(user: User, first: str) -> list[str]:
    """The references that one comes by, from one item to the next."""
    refs = []
    url = f"{first}{ORDER[0]}/"
    while url:
        url, _, _place = url.partition("#")  # the desk leads to its main part
        refs.append(url.rstrip("/").rsplit("/")[-1])
        page = visit(user, url)
        following = page.root.find(".//a[@rel='next']")
        url = "" if following is None else following.get("href", "")
    return refs


def test_the_answers_follow_the_list(assessment: Assessment) -> None:
    amina = make_member(assessment.office, Role.FOCAL_POINT)
    page = visit(amina, f"/assessments/{assessment.pk}/")
    assert page.all(".//ol[@class='items']/li/span[@class='number']") == ORDER
    assert walk(amina, f"/assessments/{assessment.pk}/items/") == ORDER


def test_the_desk_follows_its_list(assessment: Assessment) -> None:
    amina = make_member(assessment.office, Role.FOCAL_POINT)
    answer_all(assessment, amina)
    transitions.submit(amina, assessment.pk)
    reviewer = make_member(assessment.office, Role.REVIEWER)
    assert walk(reviewer, f"/review/{assessment.pk}/items/") == ORDER
