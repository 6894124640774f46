"""The overview: who is where, the heat map, gaps, items, and one cycle beside another."""

import csv
import datetime as dt
import io
from dataclasses import dataclass

import openpyxl
import pytest
from django.utils import timezone

from checklists.models import Answer, Assessment, Checklist, Cycle
from checklists.scale import AnswerValue as V
from checklists.scale import Outcome
from checklists.services.counting import recount
from orgs.models import AuditEvent, Office, Organization, User
from orgs.roles import Role
from tests.factories import (
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_organization,
    make_user,
)
from tests.pages import client_of, queries, visit

pytestmark = pytest.mark.django_db

PAGES = [
    "/overview/",
    "/overview/themes/",
    "/overview/gaps/",
    "/overview/items/",
    "/overview/comparison/",
]


@dataclass
class Tree:
    """An organization: headquarters, a region with two offices below, and one beside it."""

    root: Office
    region: Office
    lodwar: Office
    kakuma: Office
    lima: Office
    coordinator: User
    cycle: Cycle

    def assessment(self, office: Office) -> Assessment:
        return self.cycle.assessments.get(office=office)


@pytest.fixture
def tree() -> Tree:
    root = make_office("Headquarters", organization=make_organization("Meridian"))
    region = make_office("East Africa", parent=root)
    lodwar = make_office("Lodwar", parent=region)
    kakuma = make_office("Kakuma", parent=region)
    lima = make_office("Lima", parent=root)
    coordinator = make_member(root, Role.COORDINATOR)
    cycle = make_cycle([root, lodwar, kakuma, lima], checklist=make_checklist(8))
    return Tree(root, region, lodwar, kakuma, lima, coordinator, cycle)


def answered(assessment: Assessment, *values: str, verdict: str = Outcome.PENDING) -> None:
    """Give the first answers these values, one each, as if the office had."""
    rows = assessment.answers.order_by("item__position")
    for row, value in zip(rows, values, strict=False):
        Answer.objects.filter(pk=row.pk).update(value=value, verdict=verdict)
    recount(Assessment.objects.filter(pk=assessment.pk))


def due_in(cycle: Cycle, days: int) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(due_on=timezone.localdate() + dt.timedelta(days))


def csv_of(user: User, url: str) -> list[list[str]]:
    response = client_of(user).get(url)
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def column(rows: list[list[str]], heading: str) -> list[str]:
    at = rows[0].index(heading)
    return [row[at] for row in rows[1:]]


# --- who is where --------------------------------------------------------------------------------


def test_offices_are_counted_by_state(tree: Tree) -> None:
    due_in(tree.cycle, 5)
    answered(tree.assessment(tree.lodwar), V.PARTLY)
    Assessment.objects.filter(pk=tree.assessment(tree.lima).pk).update(status="signed_off")
    page = visit(tree.coordinator, "/overview/")
    bar = page.root.find(".//figure/*[@role='img']")
    assert bar is not None
    assert bar.get("aria-label") == "Not started: 2, In progress: 1, Signed off: 1"
    assert page.all(".//figcaption//li") == [
        "Not started 2",
        "In progress 1",
        "Returned 0",
        "Submitted 0",
        "Signed off 1",
    ]


def test_late_ones_stand_out_with_their_days(tree: Tree) -> None:
    due_in(tree.cycle, -3)
    Assessment.objects.filter(pk=tree.assessment(tree.lima).pk).update(status="submitted")
    page = visit(tree.coordinator, "/overview/")
    assert page.text.count("3 days late") == 3
    assert "Overdue 3 offices" in page.text


def test_branches_are_summed_up_and_lead_down(tree: Tree) -> None:
    page = visit(tree.coordinator, "/overview/")
    assert page.all(".//table[1]/tbody/tr/th") == ["East Africa"]
    assert page.all(".//table[1]/tbody/tr/td") == ["2", "2", "0", "0", "0", "0", "2"]
    below = visit(tree.coordinator, f"/overview/?office={tree.region.pk}")
    assert below.all(".//tbody/tr/th") == ["Lodwar", "Kakuma"]


def test_filter_by_status(tree: Tree) -> None:
    answered(tree.assessment(tree.kakuma), V.PARTLY)
    rows = csv_of(tree.coordinator, "/overview/?status=in_progress&as=csv")
    assert column(rows, "Office") == ["Kakuma"]
    due_in(tree.cycle, -1)
    rows = csv_of(tree.coordinator, "/overview/?status=late&as=csv")
    assert len(column(rows, "Office")) == 4


def test_order_by_name(tree: Tree) -> None:
    rows = csv_of(tree.coordinator, "/overview/?sort=name&as=csv")
    assert column(rows, "Office") == ["Headquarters", "Kakuma", "Lima", "Lodwar"]


def test_latest_cycle_is_shown_unless_another_is_asked_for(tree: Tree) -> None:
    old = make_cycle([tree.root])
    Cycle.objects.filter(pk=old.pk).update(starts_on="2025-01-01", name="2025")
    assert set(column(csv_of(tree.coordinator, "/overview/?as=csv"), "Cycle")) == {tree.cycle.name}
    asked = csv_of(tree.coordinator, "/overview/?cycle=2025&as=csv")
    assert column(asked, "Cycle") == ["2025"]


def test_a_part_of_the_tree_sees_itself_alone(tree: Tree) -> None:
    person = make_member(tree.region, Role.COORDINATOR)
    rows = csv_of(person, "/overview/?as=csv")
    assert column(rows, "Office") == ["Lodwar", "Kakuma"]
    visit(person, f"/overview/?office={tree.root.pk}", 400)


def test_secretariat_sees_all_organizations(tree: Tree) -> None:
    other = make_office("Bern", organization=make_organization("Alpha"))
    make_cycle([other])
    secretariat = make_user(secretariat=True)
    page = visit(secretariat, "/overview/")
    assert page.all(".//table[1]/caption") == ["By organization"]
    assert page.all(".//table[1]/tbody/tr/th") == ["Alpha", "Meridian"]
    Organization.objects.filter(name="Alpha").update(kind=Organization.Kind.UN)
    rows = csv_of(secretariat, "/overview/?kind=un&as=csv")
    assert column(rows, "Organization") == ["Alpha"]
    rows = csv_of(secretariat, f"/overview/?organization={tree.root.organization_id}&as=csv")
    assert set(column(rows, "Organization")) == {"Meridian"}


# --- the heat map --------------------------------------------------------------------------------


def test_cells_carry_the_figure_and_how_much_is_answered(tree: Tree) -> None:
    # Items alternate between policy and practice, and the first half is the first theme.
    answered(tree.assessment(tree.lodwar), V.NOT_IN_PLACE, V.IN_PLACE, V.IN_PLACE, "")
    page = visit(tree.coordinator, "/overview/themes/?dimension=practice")
    lodwar = [row for row in page.all(".//tbody[2]/tr") if row.startswith("Lodwar")]
    assert lodwar == ["Lodwar1001 of 41001 of 2–unanswered0 of 2"]
    page = visit(tree.coordinator, "/overview/themes/?dimension=policy")
    lodwar = [row for row in page.all(".//tbody[2]/tr") if row.startswith("Lodwar")]
    assert lodwar == ["Lodwar502 of 450–unanswered0 of 2"]


def test_verified_counts_accepted_answers_alone(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), V.PARTLY, verdict=Outcome.ACCEPTED)
    answered(tree.assessment(tree.kakuma), V.IN_PLACE)
    url = "/overview/themes/?dimension=policy&figure=verified&as=csv"
    rows = csv_of(tree.coordinator, url)
    assert column(rows, "All themes") == ["", "33", "", ""]


def test_worst_first_and_offices_without_a_figure_last(tree: Tree) -> None:
    answered(tree.assessment(tree.lima), V.NOT_IN_PLACE)
    answered(tree.assessment(tree.kakuma), V.MOSTLY)
    rows = csv_of(tree.coordinator, "/overview/themes/?dimension=policy&sort=worst&as=csv")
    assert column(rows, "Office")[:2] == ["Lima", "Kakuma"]


def test_one_theme(tree: Tree) -> None:
    theme = tree.cycle.checklist.themes.first()
    assert theme
    rows = csv_of(tree.coordinator, f"/overview/themes/?theme={theme.slug}&as=csv")
    assert rows[0][3:5] == ["All themes", theme.title]
    assert column(rows, "Items") == ["2"] * 4


# --- gaps ----------------------------------------------------------------------------------------


def test_practice_behind_policy_and_verified_behind_declared(tree: Tree) -> None:
    answered(tree.assessment(tree.lima), V.IN_PLACE, V.PARTLY)
    first = tree.assessment(tree.lima).answers.order_by("item__position")[1]
    Answer.objects.filter(pk=first.pk).update(verdict=Outcome.ACCEPTED)
    recount(tree.cycle.assessments.all())
    rows = csv_of(tree.coordinator, "/overview/gaps/?sort=worst&as=csv")
    assert rows[1][3:] == ["100", "33", "67", "", "", "33", "0"]
    page = visit(tree.coordinator, "/overview/gaps/")
    assert "67 points" in page.text


# --- items ---------------------------------------------------------------------------------------


def test_items_count_offices_by_answer(tree: Tree) -> None:
    answered(tree.assessment(tree.lima), V.IN_PLACE, V.PARTLY)
    answered(tree.assessment(tree.lodwar), V.IN_PLACE, verdict=Outcome.ACCEPTED)
    rows = csv_of(tree.coordinator, "/overview/items/?as=csv")
    found = dict(zip(rows[0], rows[1], strict=True))
    assert (found["In place"], found["Unanswered"], found["Accepted"]) == ("2", "2", "1")
    assert found["Offices"] == "4"


def test_item_leads_to_each_answer_the_worst_first(tree: Tree) -> None:
    answered(tree.assessment(tree.lima), V.NOT_IN_PLACE)
    item = tree.cycle.checklist.items.get(position=1)
    page = visit(tree.coordinator, f"/overview/items/{item.key}/?sort=worst")
    assert page.all(".//tbody/tr/th")[0] == "Lima"
    link = f"/assessments/{tree.assessment(tree.lima).pk}/items/{item.ref}/"
    assert link in page.links()
    visit(tree.coordinator, link)


def test_unknown_item(tree: Tree) -> None:
    assert client_of(tree.coordinator).get("/overview/items/no-such-key/").status_code == 404


def test_office_page_leads_to_its_answers(tree: Tree) -> None:
    assessment = tree.assessment(tree.lima)
    answered(assessment, V.IN_PLACE, V.PARTLY)
    page = visit(tree.coordinator, f"/overview/offices/{assessment.pk}/")
    assert "67 points" in page.text
    refs = tree.cycle.checklist.items.values_list("ref", flat=True)
    assert {f"/assessments/{assessment.pk}/items/{ref}/" for ref in refs} <= set(page.links())


# --- comparison ----------------------------------------------------------------------------------


@pytest.fixture
def former(tree: Tree) -> Cycle:
    """A cycle before, of two of the offices, by another checklist with one item of its own."""
    checklist: Checklist = make_checklist(8)
    last = checklist.items.get(position=8)
    type(last).objects.filter(pk=last.pk).update(key="dropped-since")
    cycle = make_cycle([tree.lodwar, tree.lima], checklist=checklist)
    Cycle.objects.filter(pk=cycle.pk).update(starts_on="2025-01-01", name="2025")
    return cycle


def test_figures_of_both_cycles_on_what_is_comparable(tree: Tree, former: Cycle) -> None:
    answered(former.assessments.get(office=tree.lima), V.PARTLY)
    answered(tree.assessment(tree.lima), V.IN_PLACE)
    answered(tree.assessment(tree.kakuma), V.NOT_IN_PLACE)  # wasn't there before
    rows = csv_of(tree.coordinator, "/overview/comparison/?dimension=policy&as=csv")
    found = dict(zip(rows[0], rows[1], strict=True))
    assert (found["Declared before"], found["Declared now"]) == ("33", "100")
    assert found["Difference"] == "67"
    page = visit(tree.coordinator, "/overview/comparison/?dimension=policy")
    assert "up by 67 points" in page.text
    assert "2 offices of 4 took part in both" in page.text


def test_new_and_dropped_items_are_named(tree: Tree, former: Cycle) -> None:
    rows = csv_of(tree.coordinator, "/overview/comparison/?as=csv")
    assert column(rows, "Remark").count("New") == 1
    assert column(rows, "Remark").count("Dropped") == 1
    page = visit(tree.coordinator, "/overview/comparison/")
    assert page.all(".//summary")[-2:] == ["New (1)", "Dropped (1)"]


def test_without_an_earlier_cycle(tree: Tree) -> None:
    page = visit(tree.coordinator, "/overview/comparison/")
    assert "There is no cycle to compare with" in page.text


# --- all pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("url", PAGES)
def test_unknown_values_are_told(url: str, tree: Tree) -> None:
    for asked in ("status=gone", "office=0", "cycle=1999", "organization=x", "theme=none"):
        assert visit(tree.coordinator, f"{url}?{asked}", 400).errors(), asked
    visit(tree.coordinator, f"{url}?as=pdf", 400)


@pytest.mark.parametrize("url", PAGES)
def test_empty_states(url: str, tree: Tree) -> None:
    newcomer = make_member(make_office(), Role.COORDINATOR)
    assert "Nothing to see yet" in visit(newcomer, url).text
    assert "No office is like that" in visit(tree.coordinator, f"{url}?status=returned").text


@pytest.mark.parametrize("url", PAGES)
def test_xlsx_has_the_figures_of_the_csv(url: str, tree: Tree, former: Cycle) -> None:
    answered(tree.assessment(tree.lima), V.IN_PLACE, V.PARTLY)
    response = client_of(tree.coordinator).get(f"{url}?as=xlsx")
    page = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    found = [
        ["" if value is None else str(value).removesuffix(" 00:00:00") for value in row]
        for row in page.values
    ]
    assert found == csv_of(tree.coordinator, f"{url}?as=csv")


def test_downloads_are_on_record(tree: Tree) -> None:
    csv_of(tree.coordinator, "/overview/themes/?status=not_started&as=csv")
    event = AuditEvent.objects.get(action="overview.downloaded")
    assert event.actor == tree.coordinator
    assert event.data["page"] == "heat"
    assert event.data["asked"]["status"] == "not_started"


def test_a_name_is_no_formula(tree: Tree) -> None:
    Office.objects.filter(pk=tree.lima.pk).update(name="=HYPERLINK(1)")
    rows = csv_of(tree.coordinator, "/overview/?as=csv")
    assert "'=HYPERLINK(1)" in column(rows, "Office")


@pytest.mark.parametrize("url", [*PAGES, "/overview/items/KEY/"])
def test_queries_do_not_grow_with_offices(url: str, tree: Tree, former: Cycle) -> None:
    item = tree.cycle.checklist.items.get(position=1)
    url = url.replace("KEY", item.key)
    few = queries(tree.coordinator, url)
    more = [make_office(parent=tree.region) for _number in range(12)]
    cycle = make_cycle([tree.root, *more], checklist=tree.cycle.checklist)
    Cycle.objects.filter(pk=cycle.pk).update(starts_on="2026-02-01")
    assert queries(tree.coordinator, url) == few <= 15
