"""The header's entries: where one's roles lead, and folded where they are many."""

import pytest

from orgs.models import User
from orgs.roles import Role
from tests.factories import make_member, make_office, make_user
from tests.pages import visit

pytestmark = pytest.mark.django_db

LINKS = ".//nav[@class='site-nav']//li/a"
FOLDED = ".//nav[@class='site-nav']//summary"


def entries(user: User) -> tuple[list[str], list[str]]:
    """What stands in the line, and the words under which the rest is folded away."""
    page = visit(user, "/")
    return page.all(LINKS), page.all(FOLDED)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.FOCAL_POINT, Role.REVIEWER, Role.OBSERVER])
def test_few_entries_stand_side_by_side(role: Role) -> None:
    line, folded = entries(make_member(make_office(), role))
    assert line[-2:] == ["Checklists", "Instruments"]
    assert folded == []


def test_a_coordinators_many_entries_are_folded() -> None:
    line, folded = entries(make_member(make_office(), Role.COORDINATOR))
    assert line == ["Assessments", "Review", "Overview", "Action plan", "Documents", "Reports"]
    assert folded == ["Library", "Manage"]


def test_the_menu_of_the_open_page_is_marked() -> None:
    page = visit(make_member(make_office(), Role.COORDINATOR), "/cycles/")
    assert page.all(f"{FOLDED}[@aria-current='true']") == ["Manage"]
    assert page.all(".//nav[@class='site-nav']//a[@aria-current='page']") == ["Cycles"]


@pytest.mark.parametrize("entry", ["Status", "Administration"])
def test_what_is_the_secretariats_alone(entry: str) -> None:
    manage = ".//nav[@class='site-nav']//details[last()]/div/a"
    page = visit(make_user(secretariat=True), "/")
    assert entry in page.all(manage)
    page = visit(make_member(make_office(), Role.COORDINATOR), "/")
    assert entry not in page.all(manage)
