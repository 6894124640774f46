"""What pages, API and reports ask alike: right counts, at a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checklists.access import visible_answers, visible_assessments
from checklists.models import Answer, Assessment, Checklist
from checklists.queries import (
    by_theme,
    figures_by_dimension,
    item_counts,
    items_by_theme,
    with_progress,
)
from checklists.scale import AnswerValue, Dimension, IndicatorValue, Outcome
from orgs.models import Organization, User
from orgs.roles import Role
from tests.factories import (
    make_assessment,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_organization,
)

pytestmark = pytest.mark.django_db


def _answer(assessment: Assessment, ref: str, value: str, verdict: str = Outcome.PENDING) -> None:
    assessment.answers.filter(item__ref=ref).update(value=value, verdict=verdict)


def _rows(assessment: Assessment) -> list[Answer]:
    return list(assessment.answers.select_related("item__theme").order_by("item__position"))


def test_progress_counts_each_answer_once() -> None:
    assessment = make_assessment(items=4)
    _answer(assessment, "1.1", AnswerValue.IN_PLACE, Outcome.ACCEPTED)
    _answer(assessment, "2.1", AnswerValue.PARTLY, Outcome.RETURNED)
    _answer(assessment, "3.1", AnswerValue.NOT_APPLICABLE)
    row = vars(with_progress(Assessment.objects.all()).get())
    assert (row["item_count"], row["answered_count"], row["accepted_count"]) == (4, 3, 1)


def test_progress_of_what_a_person_in_two_offices_sees_counts_each_answer_once() -> None:
    region = make_office()
    assessment = make_assessment(make_office(parent=region), items=4)
    reviewer = make_member(region, Role.REVIEWER)
    reviewer.memberships.create(office=assessment.office, role=Role.FOCAL_POINT)
    row = vars(with_progress(visible_assessments(reviewer)).get())
    assert row["item_count"] == 4


def test_progress_of_many_assessments_costs_one_query_more_than_none() -> None:
    offices = [make_office()]
    offices += [make_office(parent=offices[0]) for _ in range(4)]
    make_cycle(offices)
    reviewer = User.objects.get(pk=make_member(offices[0], Role.REVIEWER).pk)
    with CaptureQueriesContext(connection) as queries:
        rows = list(with_progress(visible_assessments(reviewer)))
    assert (len(rows), len(queries)) == (5, 2)


def test_answers_are_grouped_by_theme_in_the_order_of_the_themes() -> None:
    groups = by_theme(reversed(_rows(make_assessment(items=4))))
    assert [group.theme.slug for group in groups] == ["training", "travel"]


def test_answers_of_a_theme_stay_in_the_order_they_came_in() -> None:
    groups = by_theme(_rows(make_assessment(items=4)))
    assert [[a.item.ref for a in group.answers] for group in groups] == [
        ["1.1", "2.1"],
        ["3.1", "4.1"],
    ]


def test_theme_counts_its_answered_items() -> None:
    assessment = make_assessment(items=4)
    _answer(assessment, "1.1", AnswerValue.NOT_IN_PLACE)
    assert [group.answered for group in by_theme(_rows(assessment))] == [1, 0]


def test_items_are_grouped_by_theme_in_the_order_of_the_themes() -> None:
    checklist = make_assessment(items=4).cycle.checklist
    groups = items_by_theme(checklist.items.select_related("theme").order_by("-position"))
    assert [(theme.slug, [item.ref for item in items]) for theme, items in groups] == [
        ("training", ["2.1", "1.1"]),
        ("travel", ["4.1", "3.1"]),
    ]


def test_policy_and_practice_never_mix() -> None:
    assessment = make_assessment(items=4)  # 1.1 and 3.1 are policy, 2.1 and 4.1 practice
    _answer(assessment, "1.1", AnswerValue.IN_PLACE, Outcome.ACCEPTED)
    _answer(assessment, "2.1", AnswerValue.NOT_IN_PLACE, Outcome.RETURNED)
    found = figures_by_dimension(_rows(assessment))
    policy, practice = found[Dimension.POLICY], found[Dimension.PRACTICE]
    assert (policy.completion, policy.declared, policy.verified) == (50, 100, 100)
    assert (practice.completion, practice.declared, practice.verified) == (50, 0, None)


def test_dimension_without_items_has_figures_of_nothing() -> None:
    found = figures_by_dimension(_rows(make_assessment(items=1)))
    assert (found[Dimension.PRACTICE].items, found[Dimension.PRACTICE].completion) == (0, None)


def test_indicators_enter_neither_policy_nor_practice() -> None:
    assessment = make_assessment(items=2, indicators=[{}, {}, {}])
    _answer(assessment, "1.1", AnswerValue.IN_PLACE, Outcome.ACCEPTED)
    _answer(assessment, "3.1", IndicatorValue.REPORTED, Outcome.ACCEPTED)
    _answer(assessment, "4.1", IndicatorValue.NOT_COLLECTED, Outcome.ACCEPTED)
    found = figures_by_dimension(_rows(assessment))
    policy, indicators = found[Dimension.POLICY], found[Dimension.INDICATOR]
    assert (policy.items, policy.declared) == (1, 100)
    assert (found[Dimension.PRACTICE].items, found[Dimension.PRACTICE].declared) == (1, None)
    assert (indicators.items, indicators.answered, indicators.accepted) == (3, 2, 2)
    assert (indicators.completion, indicators.declared, indicators.verified) == (67, None, None)


def test_progress_counts_indicators_among_the_items() -> None:
    assessment = make_assessment(items=1, indicators=[{}, {}])
    _answer(assessment, "2.1", IndicatorValue.NOT_COLLECTED, Outcome.ACCEPTED)
    row = vars(with_progress(Assessment.objects.all()).get())
    assert (row["item_count"], row["answered_count"], row["accepted_count"]) == (3, 1, 1)


def test_offices_get_the_items_for_their_kind_and_place() -> None:
    checklist = make_checklist(3)
    checklist.items.filter(ref="2.1").update(organizations="united-nations")
    checklist.items.filter(ref="3.1").update(places="headquarters")
    un = Organization.objects.create(name="Agency", kind=Organization.Kind.UN)
    make_organization()
    counts = [
        (count.checklist, count.kind, count.headquarters, count.field_offices)
        for count in item_counts(Checklist.objects.all(), Organization.objects.all())
    ]
    assert counts == [
        (checklist, "Other organizations", 2, 1),
        (checklist, str(un.Kind.UN.label), 3, 2),
    ]


def test_kinds_are_named_only_where_they_differ() -> None:
    make_checklist(3)
    make_organization()
    [count] = item_counts(Checklist.objects.all(), Organization.objects.all())
    assert (count.kind, count.headquarters, count.field_offices) == ("", 3, 3)


@pytest.mark.parametrize("items", [2, 8])
def test_figures_and_themes_cost_one_query_however_many_items(items: int) -> None:
    assessment = make_assessment(items=items)
    reviewer = make_member(assessment.office, Role.REVIEWER)
    reviewer.roles  # noqa: B018  # read once for each request
    with CaptureQueriesContext(connection) as queries:
        answers = list(visible_answers(reviewer, assessment))
        by_theme(answers)
        figures_by_dimension(answers)
    assert len(queries) == 1
