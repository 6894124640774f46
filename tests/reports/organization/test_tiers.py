"""What a report on several offices leaves out in each tier."""

import datetime as dt

import pytest

from checklists.models import Action
from orgs.models import Office, User
from reports.frozen import dump
from reports.kinds import Tier
from reports.organization.collect import collect
from reports.organization.sheets import sheets
from reports.organization.tiers import at_tier
from reports.small_numbers import suppressed
from tests.reports.organization.conftest import FROZEN_AT, Tree, answered, counted
from tests.reports.organization.sample import organization_report
from tests.reports.reading import words
from tests.reports.rendering import render


@pytest.fixture
def busy(tree: Tree) -> Tree:
    """Offices with answers, texts, figures and an overdue action."""
    for office in (tree.lodwar, tree.kakuma, tree.lima):
        assessment = tree.assessment(office)
        answered(assessment, *["partly", "not_in_place"] * 4)
        assessment.answers.update(justification=f"Ask Joe Otim in {office.name}.")
        counted(assessment, "count-1", women=1, men=3, unrecorded=0)
    answer = tree.assessment(tree.lodwar).answers.first()
    assert answer
    Action.objects.create(
        office=tree.lodwar,
        raised_on=answer,
        title="Mend the gate of Lodwar",
        due_on=dt.date(2026, 1, 1),
        responsible=tree.coordinator,
        raised_by=tree.coordinator,
    )
    return tree


@pytest.mark.django_db
def test_full_report_says_who_sees_to_an_action(busy: Tree) -> None:
    assert [line.who for line in collect(busy.report(), FROZEN_AT, "UTC").overdue] == [
        "Carla Ortiz"
    ]


@pytest.mark.django_db
def test_internal_report_names_no_person(busy: Tree) -> None:
    data = collect(busy.report(tier=Tier.INTERNAL), FROZEN_AT, "UTC")
    shown = dump(data).decode() + words(render(data, "ab" * 32))
    for name in User.objects.values_list("full_name", flat=True):
        assert name not in shown
    assert "Lodwar" in shown


@pytest.mark.django_db
def test_shareable_report_has_no_name_of_the_database_in_any_file(busy: Tree) -> None:
    data = collect(busy.report(tier=Tier.SHAREABLE), FROZEN_AT, "UTC")
    shown = dump(data).decode() + words(render(data, "ab" * 32)) + str(sheets(data))
    names = [
        *User.objects.values_list("full_name", flat=True),
        *User.objects.values_list("email", flat=True),
        *Office.objects.values_list("name", flat=True),
        *Action.objects.values_list("title", flat=True),
        busy.cycle.name,
        "Otim",
    ]
    assert [name for name in names if name in shown] == []
    assert "Meridian" in shown


def test_shareable_report_keeps_the_figures_of_all_offices() -> None:
    data = organization_report()
    cut = at_tier(data, Tier.SHAREABLE)
    assert (cut.policy, cut.practice, cut.states, cut.items) == (
        data.policy,
        data.practice,
        data.states,
        data.items,
    )


def test_spread_of_a_handful_of_offices_is_not_shared() -> None:
    few, enough = (at_tier(organization_report(n), Tier.SHAREABLE).themes[0] for n in (4, 5))
    assert (few.policy_spread, few.practice_spread) == ((), ())
    assert enough.policy_spread


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"women": 5, "men": 7}, {"women": 5, "men": 7}),
        ({"women": 0, "men": 7}, {"women": 0, "men": 7}),
        ({"women": 4, "men": 7}, {"total": 11}),
        ({"women": 1, "men": 3}, {}),
        ({"women": 1, "men": 4}, {"total": 5}),
        ({"total": 4}, {}),
        ({"total": 0}, {"total": 0}),
        ({}, {}),
    ],
)
def test_small_numbers_are_not_told_nor_what_would_tell_them(
    figures: dict[str, int], told: dict[str, int]
) -> None:
    assert suppressed(figures) == told


@pytest.mark.django_db
@pytest.mark.parametrize("women", [1, 7])
def test_no_small_number_comes_out_by_subtracting_the_reports_of_other_offices(
    tree: Tree, women: int
) -> None:
    """Lima's own shareable report tells no cell, or no number at all."""
    counted(tree.assessment(tree.lodwar), "count-1", women=12, men=8, unrecorded=0)
    counted(tree.assessment(tree.lima), "count-1", women=women, men=2, unrecorded=0)
    line = collect(tree.report(tier=Tier.SHAREABLE), FROZEN_AT, "UTC").counted[0]
    assert line.count.figures == {"total": 20 if women == 1 else 29}
    assert (line.count.by, line.is_suppressed) == ((), True)


@pytest.mark.django_db
def test_cells_that_each_office_tells_are_told_together(tree: Tree) -> None:
    for office in (tree.lodwar, tree.lima):
        counted(tree.assessment(office), "count-1", women=12, men=8, unrecorded=0)
    line = collect(tree.report(tier=Tier.SHAREABLE), FROZEN_AT, "UTC").counted[0]
    assert line.count.figures == {"women": 24, "men": 16, "unrecorded": 0}
    assert not line.is_suppressed


def test_shareable_report_says_that_numbers_are_left_out() -> None:
    cut = at_tier(organization_report(), Tier.SHAREABLE)
    assert [line.is_suppressed for line in cut.counted] == [True, True]
    assert [line.count.figures for line in cut.counted] == [{"total": 122}, {}]
    assert "Numbers of one to four are left out" in words(render(cut, "ab" * 32))
