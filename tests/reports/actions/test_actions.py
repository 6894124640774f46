"""The action plan as a report: what it freezes, what each tier leaves out, and its files."""

import datetime as dt
from dataclasses import replace

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checklists.models import Action, Assessment, Item
from orgs.models import Office, User
from orgs.roles import Role
from reports.actions.collect import collect
from reports.actions.data import ActionsReport
from reports.actions.sheets import sheets
from reports.actions.tiers import at_tier
from reports.frozen import dump, load
from reports.kinds import Kind, Tier
from reports.models import Report
from tests.factories import make_assessment, make_member, make_office
from tests.reports.actions.sample import actions_report
from tests.reports.reading import words
from tests.reports.rendering import render

FROZEN_AT = dt.datetime(2026, 7, 20, 22, 0, tzinfo=dt.UTC)
HASH = "ab" * 32


@pytest.fixture
def assessment(db: None) -> Assessment:
    return make_assessment(make_office("Lodwar", parent=make_office("Headquarters")))


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana Lima")


def act(assessment: Assessment, by: User, title: str, due_on: dt.date, **fields: object) -> Action:
    answer = assessment.answers.order_by("item__position")[0]
    action = Action.objects.create(
        office=assessment.office,
        raised_on=answer,
        title=title,
        due_on=due_on,
        responsible=by,
        raised_by=by,
        **fields,
    )
    action.answers.add(answer)
    return action


def frozen(office: Office, tier: str = Tier.FULL, zone: str = "UTC") -> ActionsReport:
    report = Report.objects.create(kind=Kind.ACTIONS, tier=tier, office=office)
    return collect(report, FROZEN_AT, zone)


def test_overdue_actions_come_first_and_closed_ones_last(assessment: Assessment, ana: User) -> None:
    act(assessment, ana, "Done", dt.date(2026, 1, 1), status="done", closed_at=FROZEN_AT)
    act(assessment, ana, "Open", dt.date(2026, 7, 20))
    act(assessment, ana, "Overdue", dt.date(2026, 7, 19))
    [office] = frozen(assessment.office).offices
    assert [(line.title, line.is_overdue) for line in office.actions] == [
        ("Overdue", True),
        ("Open", False),
        ("Done", False),
    ]


def test_action_is_overdue_by_the_day_of_the_time_zone(assessment: Assessment, ana: User) -> None:
    act(assessment, ana, "Open", dt.date(2026, 7, 20))
    assert frozen(assessment.office).count("overdue") == 0
    assert frozen(assessment.office, zone="Asia/Tokyo").count("overdue") == 1


def test_action_closed_more_than_a_year_ago_is_left_out(assessment: Assessment, ana: User) -> None:
    before = FROZEN_AT - dt.timedelta(days=400)
    act(assessment, ana, "Long done", dt.date(2025, 1, 1), status="done", closed_at=before)
    found = frozen(assessment.office)
    assert (found.offices, found.count("done"), found.closed_since) == ((), 0, dt.date(2025, 7, 20))


def test_action_is_closed_on_the_day_of_the_time_zone(assessment: Assessment, ana: User) -> None:
    act(assessment, ana, "Done", dt.date(2026, 1, 1), status="done", closed_at=FROZEN_AT)
    [office] = frozen(assessment.office, zone="Asia/Tokyo").offices
    assert office.actions[0].closed_on == dt.date(2026, 7, 21)


@pytest.mark.parametrize(("zone", "count"), [("Asia/Tokyo", 1), ("UTC", 0)])
def test_year_of_closed_actions_begins_at_the_time_zones_midnight(
    assessment: Assessment, ana: User, zone: str, count: int
) -> None:
    at = dt.datetime(2025, 7, 19, 15, 30, tzinfo=dt.UTC)  # half past midnight of the 20th in Tokyo
    act(assessment, ana, "Done", dt.date(2025, 1, 1), status="done", closed_at=at)
    report = Report.objects.create(
        kind=Kind.ACTIONS, office=assessment.office, period_start=dt.date(2025, 7, 20)
    )
    assert collect(report, FROZEN_AT, zone).count("done") == count


def test_action_stands_with_its_items_and_who(assessment: Assessment, ana: User) -> None:
    act(assessment, ana, "Open", dt.date(2026, 8, 1), priority="high", progress=40)
    found = frozen(assessment.office)
    [line] = found.offices[0].actions
    assert (line.items, line.who, line.priority, line.progress) == (
        ("1.1",),
        "Ana Lima",
        "high",
        40,
    )
    assert found.counts["open"] == {"high": 1}


def test_action_for_a_critical_item_is_marked(assessment: Assessment, ana: User) -> None:
    act(assessment, ana, "Before", dt.date(2026, 8, 1))
    Item.objects.filter(ref="1.1").update(is_critical=True)
    found = frozen(assessment.office)
    assert [line.critical for line in found.offices[0].actions] == [("1.1",)]
    assert found.count("critical") == 1
    Item.objects.update(is_critical=False)
    found = frozen(assessment.office)
    assert [line.critical for line in found.offices[0].actions] == [()]
    assert found.count("critical") == 0


def test_shareable_plan_counts_those_for_critical_items() -> None:
    data = at_tier(actions_report(), Tier.SHAREABLE)
    assert "2 open actions serve critical items." in words(render(data, HASH))
    assert ["Open, for critical items", 2, 0, 0, 2] in sheets(data)[0].rows


def test_shareable_plan_explains_nothing_that_it_leaves_out() -> None:
    full, cut = (
        words(render(at_tier(actions_report(), t), HASH)) for t in (Tier.FULL, Tier.SHAREABLE)
    )
    for said in ("are the office's own words", "what the office says of it"):
        assert said in full
        assert said not in cut


def test_offices_elsewhere_are_left_out(assessment: Assessment, ana: User) -> None:
    act(assessment, ana, "Open", dt.date(2026, 8, 1))
    assert frozen(make_office()).offices == ()
    assert frozen(Office.objects.get(name="Headquarters")).with_actions == 1


def test_internal_plan_names_nobody(assessment: Assessment, ana: User) -> None:
    act(assessment, ana, "Open", dt.date(2026, 8, 1))
    data = frozen(assessment.office, Tier.INTERNAL)
    shown = dump(data).decode() + words(render(data, HASH)) + str(sheets(data))
    assert "Ana Lima" not in shown
    assert "Lodwar" in shown


def test_shareable_plan_has_no_name_of_the_database(assessment: Assessment, ana: User) -> None:
    act(assessment, ana, "Ask Joe at the gate", dt.date(2026, 7, 1))
    data = frozen(assessment.office, Tier.SHAREABLE)
    shown = dump(data).decode() + words(render(data, HASH)) + str(sheets(data))
    names = [
        *User.objects.values_list("full_name", flat=True),
        *Office.objects.values_list("name", flat=True),
        *Action.objects.values_list("title", flat=True),
    ]
    assert [name for name in names if name in shown] == []
    assert data.count("overdue") == 1


@pytest.mark.django_db
def test_collecting_costs_the_same_queries_for_10_offices_and_100() -> None:
    counts = []
    for size in (10, 100):
        assessment = make_assessment(make_office())
        root = assessment.office
        ana = make_member(root, Role.FOCAL_POINT)
        answer = assessment.answers.all()[0]
        for _number in range(size - 1):
            action = act(assessment, ana, "Open", dt.date(2026, 8, 1))
            action.office = make_office(parent=root)
            action.save(update_fields=["office"])
            action.answers.add(answer)
        row = Report.objects.create(kind=Kind.ACTIONS, office=root)
        report = Report.objects.select_related("office__organization").get(pk=row.pk)
        with CaptureQueriesContext(connection) as queries:
            assert collect(report, FROZEN_AT, "UTC").with_actions == size - 1
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_plan_frozen_before_it_told_critical_items_says_nothing_of_them() -> None:
    fields = msgspec.json.decode(dump(actions_report()))
    fields["counts"].pop("critical")
    for office in fields["offices"]:
        for line in office["actions"]:
            line.pop("critical")
    data = load(msgspec.json.encode(fields), ActionsReport)
    assert "ritical" not in words(render(data, HASH)) + str(sheets(data))


def test_pdf_and_table_name_the_critical_items() -> None:
    assert words(render(actions_report(), HASH)).count("Critical: 24.3") == 2
    actions = sheets(actions_report())[1]
    column = actions.headings.index("Critical items")
    assert [row[column] for row in actions.rows] == ["24.3", "", ""] * 2


def test_pdf_says_what_stands_out() -> None:
    found = words(render(actions_report(), HASH))
    for said in ("2 actions are overdue.", "2 offices of 5 have actions.", "Amina Njoroge", HASH):
        assert said in found


@pytest.mark.parametrize("text", ["#panic() *b* <a>", "W" * 200, "خطة العمل", "🚑"])
def test_hostile_titles_are_set_as_text(text: str) -> None:
    office = actions_report().offices[0]
    line = replace(office.actions[0], title=text, who=text)
    data = actions_report(offices=(replace(office, name=text, actions=(line,)),))
    assert render(data, HASH).startswith(b"%PDF")


def test_tables_have_every_action() -> None:
    summary, actions = sheets(actions_report())
    assert [row[1:] for row in summary.rows] == [
        [2, 2, 0, 4],
        [2, 0, 0, 2],
        [2, 0, 0, 2],
        [0, 0, 2, 2],
        [0, 0, 0, 0],
    ]
    assert len(actions.rows) == 6
    assert {len(row) for row in actions.rows} == {len(actions.headings)}
