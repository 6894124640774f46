"""The scale of operative verbs."""

import pytest

from checklists.anatomy.force import FORCES, LEVELS, force_of


@pytest.mark.parametrize(
    ("verb", "force"),
    [
        ("Also calls upon", "calls upon"),
        ("strongly urges", "urges"),
        ("Takes note", "notes"),
        ("Takes note with appreciation", "welcomes"),
        ("Notes with concern", "expresses concern"),
        ("Calls attention to", "stresses"),
        ("Calls attention to and reaffirms", "reaffirms"),
        ("Welcomes and encourages", "encourages"),
        ("Reiterates its call upon", "calls upon"),
        ("Continues to welcome", "welcomes"),
        ("we commit", "decides"),
        ("Streamlines", ""),
    ],
)
def test_force_of_a_phrase(verb: str, force: str) -> None:
    assert force_of(verb) == force


def test_each_verb_is_on_one_level() -> None:
    words = [word for level in LEVELS.values() for word in level]
    assert len(words) == len(set(words))


def test_asking_stands_above_stating() -> None:
    assert FORCES[:7] == (
        *("decides", "demands", "requests", "urges", "calls upon", "recommends", "encourages"),
    )
    assert FORCES[-1] == "notes"
