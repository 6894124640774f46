"""What the database counts is what the rules count, answer by answer."""

import random

import pytest

from checklists.models import Answer, Assessment
from checklists.overview.tallies import tallies
from checklists.scale import ANSWER_CHOICES, Outcome
from checklists.scoring import Scored, Tally, added_up, figures, tally
from tests.factories import make_checklist, make_cycle, make_office

VALUES = ["", *(value for value, _label in ANSWER_CHOICES)]


def scored(answers: list[Answer]) -> list[Scored]:
    return [Scored("", "", answer.value, answer.verdict) for answer in answers]


@pytest.fixture
def assessments(db: None) -> list[Assessment]:
    """Three offices whose answers are drawn by lot."""
    root = make_office()
    offices = [root, make_office(parent=root), make_office(parent=root)]
    cycle = make_cycle(offices, checklist=make_checklist(24))
    lots = random.Random(7)  # noqa: S311  # the same rows in each run
    rows = list(Answer.objects.filter(assessment__cycle=cycle))
    for row in rows:
        row.value, row.verdict = lots.choice(VALUES), lots.choice(Outcome.values)
    Answer.objects.bulk_update(rows, ["value", "verdict"])
    return list(cycle.assessments.all())


@pytest.mark.parametrize(
    "by",
    [("assessment",), ("item__dimension",), ("assessment", "item__theme"), ("value", "verdict")],
)
def test_groups_are_counted_by_the_rules(
    assessments: list[Assessment], by: tuple[str, ...]
) -> None:
    answers = Answer.objects.filter(assessment__in=assessments)
    groups: dict[tuple[object, ...], list[Answer]] = {}
    for answer, key in zip(
        answers.order_by("pk"), answers.order_by("pk").values_list(*by), strict=True
    ):
        groups.setdefault(key, []).append(answer)
    found = tallies(answers, *by)
    assert found == {key: tally(scored(rows)) for key, rows in groups.items()}
    assert {key: each.figures for key, each in found.items()} == {
        key: figures(scored(rows)) for key, rows in groups.items()
    }


def test_parts_add_up_to_the_whole(assessments: list[Assessment]) -> None:
    answers = Answer.objects.filter(assessment__in=assessments)
    parts = tallies(answers, "assessment", "item__theme").values()
    assert added_up(parts) == tally(scored(list(answers)))


def test_of_no_answers_there_are_no_groups(db: None) -> None:
    assert tallies(Answer.objects.none(), "assessment") == {}
    assert added_up([]) == Tally()
