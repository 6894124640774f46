"""What a report on several offices freezes, and that it costs the same for 10 offices and 100."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checklists.models import Action, Answer, Assessment
from checklists.scale import Outcome
from orgs.models import Office
from reports.frozen import dump, load
from reports.kinds import Kind, Tier
from reports.models import Report
from reports.organization.collect import collect
from reports.organization.data import OrganizationReport
from tests.factories import make_checklist, make_cycle, make_office, make_organization, make_user
from tests.reports.organization.conftest import FROZEN_AT, Tree, answered, counted

pytestmark = pytest.mark.django_db


def frozen(tree: Tree, office: Office | None = None, tier: str = Tier.FULL) -> OrganizationReport:
    return collect(tree.report(office, tier), FROZEN_AT, "UTC")


def act(tree: Tree, office: Office, title: str, due_on: dt.date, **fields: object) -> Action:
    answer = tree.assessment(office).answers.first()
    assert answer
    values = {"responsible_name": "Joe Otim", "raised_by": tree.coordinator} | fields
    return Action.objects.create(
        office=office, raised_on=answer, title=title, due_on=due_on, **values
    )


def test_offices_come_in_the_order_of_the_tree_with_their_level(tree: Tree) -> None:
    assert [(office.name, office.level) for office in frozen(tree).offices] == [
        ("Headquarters", 0),
        ("Lodwar", 2),
        ("Kakuma", 2),
        ("Lima", 1),
    ]


def test_report_on_a_branch_has_its_offices_alone(tree: Tree) -> None:
    found = frozen(tree, tree.region)
    assert [office.name for office in found.offices] == ["Lodwar", "Kakuma"]
    assert (found.in_tree, found.places, found.office_path) == (
        3,
        2,
        ("Headquarters", "East Africa"),
    )


def test_offices_outside_the_cycle_are_counted_and_in_no_figure(tree: Tree) -> None:
    found = frozen(tree)
    assert (found.in_tree, found.places, len(found.offices)) == (5, 4, 4)


def test_states_count_the_offices(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), "partly")
    Assessment.objects.filter(office=tree.lima).update(status="signed_off")
    assert frozen(tree).states == {
        "not_started": 2,
        "in_progress": 1,
        "returned": 0,
        "submitted": 0,
        "signed_off": 1,
    }


def test_office_is_late_by_the_day_of_the_time_zone(tree: Tree) -> None:
    before = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)
    assert collect(tree.report(), before, "UTC").late == 0
    assert collect(tree.report(), before, "Asia/Tokyo").late == 4


def test_paused_office_is_not_late(tree: Tree) -> None:
    Assessment.objects.filter(office=tree.lima).update(paused_at=FROZEN_AT)
    found = frozen(tree)
    assert (found.late, found.paused) == (3, 1)


def test_latest_office_stands_first_among_the_late(tree: Tree) -> None:
    Assessment.objects.filter(office=tree.root).update(status="submitted")
    assert [office.name for office in frozen(tree).late_offices] == ["Lodwar", "Kakuma", "Lima"]


def test_policy_and_practice_are_counted_apart(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), "in_place", "not_in_place", "in_place", "partly")
    found = frozen(tree)
    assert (found.policy.declared, found.practice.declared) == (100, 16)
    assert (found.policy.answered, found.policy.items) == (2, 16)


def test_verified_counts_accepted_answers_alone(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), "in_place", "partly", verdict=Outcome.ACCEPTED)
    answered(tree.assessment(tree.lima), "not_in_place", "in_place")
    found = frozen(tree)
    assert (found.policy.declared, found.policy.verified) == (50, 100)
    assert (found.practice.declared, found.practice.verified) == (66, 33)


def test_cell_counts_the_answers_not_in_place_beside_its_score(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), "in_place", "", "not_in_place")
    lodwar = frozen(tree).offices[1]
    whole, training, travel = lodwar.policy
    assert (whole.declared, whole.not_in_place, whole.answered, whole.items) == (50, 1, 2, 4)
    assert (training.declared, training.not_in_place) == (50, 1)
    assert (travel.declared, travel.answered, travel.items) == (None, 0, 2)


def test_themes_add_up_to_the_whole(tree: Tree) -> None:
    for office in (tree.lodwar, tree.lima):
        answered(tree.assessment(office), *["mostly", "not_in_place"] * 4)
    found = frozen(tree)
    assert sum(theme.policy.answered for theme in found.themes) == found.policy.answered == 8
    assert sum(theme.practice_not_in_place for theme in found.themes) == 8
    assert found.practice_not_in_place == 8


def test_spread_says_how_many_offices_stand_where(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), "in_place", "not_in_place")
    training, travel = frozen(tree).themes
    assert training.policy_spread == (3, 0, 0, 0, 0, 1)
    assert training.practice_spread == (3, 1, 0, 0, 0, 0)
    assert travel.policy_spread == (4, 0, 0, 0, 0, 0)


def test_branches_add_up_their_offices(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), "in_place")
    answered(tree.assessment(tree.kakuma), "not_in_place")
    answered(tree.assessment(tree.lima), "not_in_place")
    [branch] = frozen(tree).branches
    assert (branch.name, branch.offices, branch.late) == ("East Africa", 2, 2)
    assert (branch.policy.declared, branch.policy.answered) == (50, 2)


def test_item_counts_every_answer(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), "in_place", verdict=Outcome.ACCEPTED)
    answered(tree.assessment(tree.lima), "not_in_place")
    item = frozen(tree).items[0]
    assert (item.ref, item.paragraph, item.offices, item.accepted) == ("1.1", "1", 4, 1)
    assert item.counts == {
        "in_place": 1,
        "mostly": 0,
        "partly": 0,
        "not_in_place": 1,
        "not_applicable": 0,
        "unanswered": 2,
    }


def test_worst_item_is_the_one_that_most_offices_lack(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), "partly", "", "not_in_place", "", "in_place")
    answered(tree.assessment(tree.lima), "partly", "", "not_applicable", "", "in_place")
    found = frozen(tree)
    assert [item.ref for item in found.worst("policy")] == ["3.1", "1.1"]
    assert [item.ref for item in found.best("policy")] == ["5.1"]
    assert found.worst("practice") == found.best("practice") == []


def test_indicator_is_summed_by_cell(tree: Tree) -> None:
    counted(tree.assessment(tree.lodwar), "count-1", women=3, men=10, unrecorded=0)
    counted(tree.assessment(tree.lima), "count-1", women=4, men=0, unrecorded=1)
    tree.assessment(tree.root).answers.filter(item__key="count-1").update(value="not_collected")
    first, second = frozen(tree).counted
    assert first.count.figures == {"women": 7, "men": 10, "unrecorded": 1}
    assert first.counts == {
        "reported": 2,
        "not_collected": 1,
        "not_applicable": 0,
        "unanswered": 1,
    }
    assert second.count.figures == {}


def test_open_actions_are_counted_and_overdue_ones_listed(tree: Tree) -> None:
    act(tree, tree.lodwar, "Later", dt.date(2026, 7, 20))
    act(tree, tree.lodwar, "Overdue", dt.date(2026, 7, 19), priority="high")
    act(tree, tree.kakuma, "Long overdue", dt.date(2026, 1, 1))
    act(tree, tree.kakuma, "Done", dt.date(2026, 1, 1), status="done")
    act(tree, tree.lima, "Elsewhere", dt.date(2026, 1, 1))
    found = frozen(tree, tree.region)
    assert [(line.title, line.who) for line in found.overdue] == [
        ("Long overdue", "Joe Otim"),
        ("Overdue", "Joe Otim"),
    ]
    assert (found.open_actions, found.overdue_by_priority) == (3, {"high": 1, "normal": 1})


def test_frozen_data_is_read_back_as_it_was(tree: Tree) -> None:
    answered(tree.assessment(tree.lodwar), *["mostly"] * 8)
    found = frozen(tree)
    assert load(dump(found), OrganizationReport) == found


def test_report_of_a_schedule_has_its_period(tree: Tree) -> None:
    report = tree.report()
    report.period_start, report.period_end = dt.date(2026, 4, 1), dt.date(2026, 6, 30)
    found = collect(report, FROZEN_AT, "UTC")
    assert (found.period_start, found.period_end) == (report.period_start, report.period_end)


def test_no_office_in_the_cycle_is_a_report_that_says_so(tree: Tree) -> None:
    other = make_office("Elsewhere", parent=tree.root)
    found = frozen(tree, other)
    assert (found.in_tree, found.places, found.offices, found.items) == (1, 0, (), ())


def test_collecting_costs_the_same_queries_for_10_offices_and_100() -> None:
    counts = []
    for size in (10, 100):
        root = make_office(organization=make_organization())
        regions = [make_office(parent=root) for _number in range(3)]
        fields = [make_office(parent=regions[n % 3]) for n in range(size - 4)]
        checklist = make_checklist(4, indicators=[{"by": ["sex"]}])
        coordinator = make_user(secretariat=True)
        cycle = make_cycle([root, *regions, *fields], checklist=checklist, coordinator=coordinator)
        Answer.objects.filter(assessment__cycle=cycle).update(value="partly")
        report = Report.objects.create(
            kind=Kind.ORGANIZATION, office=root, cycle=cycle, requested_by=coordinator
        )
        report = Report.objects.select_related("office", "cycle").get(pk=report.pk)
        with CaptureQueriesContext(connection) as queries:
            found = collect(report, FROZEN_AT, "UTC")
        assert found.places == size
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
