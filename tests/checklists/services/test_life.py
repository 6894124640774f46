"""The life of a duty over a chain of editions."""

from itertools import pairwise

import pytest
from pytest_django import DjangoAssertNumQueries

from checklists.lineage import Relation
from checklists.models import Instrument
from checklists.services.life import Stage, chain_of, life_of
from checklists.services.lineage import link_editions
from checklists.services.match_correction import correct_match, state
from tests.checklists.edition_rows import (
    COUNSELLING,
    CRASHES,
    TELECOM,
    TRAINING,
    make_edition,
    pair,
    paragraph,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def chain(*editions: list[str]) -> list[Instrument]:
    """Linked editions of 2016, 2017 …"""
    made = [make_edition(2016 + n, *texts) for n, texts in enumerate(editions)]
    for older, newer in pairwise(made):
        link_editions(None, older, newer)
    return made


def told(stages: list[Stage]) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Each stage: the symbol, and the forms by number with the relations of their steps."""
    return [
        (
            stage.instrument.symbol,
            [
                (form.whole.paragraph.number, [step.pair.relation for step in form.steps])
                for form in stage.forms
            ],
        )
        for stage in stages
    ]


def test_a_duty_appears_is_reworded_and_dropped() -> None:
    editions = chain(
        [CRASHES],
        [CRASHES, TRAINING],
        [f"{TRAINING} and each year", CRASHES],
        [f"{TRAINING} and each year", CRASHES],
        [CRASHES],
        [CRASHES],
    )
    expected = [
        ("A/RES/72/1", [("2", [])]),
        ("A/RES/73/1", [("1", ["amended"])]),
        ("A/RES/74/1", [("1", ["unchanged"])]),
        ("A/RES/75/1", []),
    ]
    assert told(life_of(paragraph(editions[1], "2"))) == expected
    assert told(life_of(paragraph(editions[3], "1"))) == expected


def test_each_rewording_comes_with_its_difference() -> None:
    editions = chain([TRAINING], [f"{TRAINING} and each year"])
    [_first, second] = life_of(paragraph(editions[0], "1"))
    [step] = second.forms[0].steps
    assert [(p.kind, p.text) for p in step.pieces[1:]] == [
        ("inserted", " and each year"),
        ("same", ";"),
    ]


def test_a_split_duty_lives_on_in_its_parts() -> None:
    whole = f"{TRAINING}, and {COUNSELLING}"
    editions = chain([TELECOM, whole], [TELECOM, TRAINING, COUNSELLING], [TRAINING])
    assert told(life_of(paragraph(editions[0], "2"))) == [
        ("A/RES/71/1", [("2", [])]),
        ("A/RES/72/1", [("2", ["split"]), ("3", ["split"])]),
        ("A/RES/73/1", [("1", ["unchanged"])]),
    ]
    assert told(life_of(paragraph(editions[1], "3"))) == [
        ("A/RES/71/1", [("2", [])]),
        ("A/RES/72/1", [("3", ["split"])]),
        ("A/RES/73/1", []),
    ]


def test_a_merged_duty_names_both_origins() -> None:
    editions = chain([TRAINING, COUNSELLING], [f"{TRAINING}, and {COUNSELLING}"])
    assert told(life_of(paragraph(editions[1], "1"))) == [
        ("A/RES/71/1", [("1", []), ("2", [])]),
        ("A/RES/72/1", [("1", ["merged", "merged"])]),
    ]


def test_a_correction_changes_the_life() -> None:
    editions = chain([TRAINING], [COUNSELLING])
    link = editions[0].newer_link
    wrong = pair(link, new="1")
    officer = make_user(secretariat=True)
    older = paragraph(editions[0], "1")
    correct_match(officer, wrong.pk, older, Relation.AMENDED, seen=state(wrong))
    assert told(life_of(older))[1] == ("A/RES/72/1", [("1", ["amended"])])


def test_without_links_there_is_one_stage() -> None:
    alone = make_edition(2020, TRAINING)
    assert told(life_of(paragraph(alone, "1"))) == [("A/RES/75/1", [("1", [])])]


def test_the_chain_is_the_same_from_each_of_its_editions() -> None:
    editions = chain([TRAINING], [TRAINING], [TRAINING], [TRAINING])
    make_edition(2010, TRAINING)
    symbols = [str(link) for link in chain_of(editions[2])]
    assert symbols == [str(link) for link in chain_of(editions[0])]
    assert len(symbols) == 3


@pytest.mark.parametrize("editions", [2, 8])
def test_a_life_costs_the_same_for_any_number_of_editions(
    editions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = chain(*([TRAINING, CRASHES] for _ in range(editions)))
    about = paragraph(made[0], "1")
    assert about.instrument == made[0]
    with django_assert_num_queries(3):
        life_of(about)
