"""The rules against the readings by hand, and the figures that the documentation states."""

from pathlib import Path

import pytest
from django.core.management import call_command

from checklists.anatomy import THEMES
from checklists.anatomy.accuracy import HandAct, HandReading, as_table, compare, differences
from checklists.anatomy.force import FORCES
from checklists.anatomy.paragraph import Act, Reading, read_operative
from checklists.anatomy.themes import ThemeFound
from checklists.importers.hand_reading import HELD_OUT, PINNED, load_readings

DOCS = Path(__file__).parent.parent.parent.parent / "docs" / "anatomy.md"

# Lowest precision and recall, in this order: first verbs, all verbs, force, addressees, whole
# paragraphs, themes.
FLOORS: dict[Path, list[tuple[float, float]]] = {
    PINNED: [(1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)],
    HELD_OUT: [(1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (0.82, 0.86)],
}


def pairs(path: Path) -> list[tuple[HandReading, Reading]]:
    return [(hand, read_operative(hand.text, organ=hand.organ)) for hand in load_readings(path)]


def test_every_paragraph_of_the_two_resolutions_was_read_by_hand() -> None:
    paragraphs = [hand.paragraph for hand in load_readings(PINNED)]
    assert paragraphs == [f"A/RES/78/118, {number}" for number in range(1, 52)] + [
        f"A/RES/75/125, {number}" for number in range(1, 46)
    ]


@pytest.mark.parametrize("path", [PINNED, HELD_OUT], ids=lambda path: path.stem)
def test_reading_by_hand_keeps_to_the_scale_and_the_text(path: Path) -> None:
    slugs = {theme.slug for theme in THEMES}
    for hand in load_readings(path):
        assert set(hand.themes) <= slugs, hand.paragraph
        assert all(act.force in FORCES for act in hand.acts), hand.paragraph
        assert all(act.verb in hand.text for act in hand.acts), hand.paragraph


@pytest.mark.parametrize("path", [PINNED, HELD_OUT], ids=lambda path: path.stem)
def test_rules_agree_with_the_reading_by_hand(path: Path) -> None:
    for score, (precision, recall) in zip(compare(pairs(path)), FLOORS[path], strict=True):
        assert score.precision >= precision, score
        assert score.recall >= recall, score


@pytest.mark.parametrize("path", [PINNED, HELD_OUT], ids=lambda path: path.stem)
def test_documentation_states_the_accuracy_as_it_is(path: Path) -> None:
    assert f"<!-- {path.name} -->\n{as_table(compare(pairs(path)))}\n" in DOCS.read_text("utf-8")


def test_command_prints_the_tables_and_the_differences(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("anatomy_accuracy", "--differences")
    printed = capsys.readouterr().out
    assert "reading_by_hand.yaml: 96 paragraphs" in printed
    assert "A/RES/73/6, 13: themes: missed resources" in printed


def test_what_differs_is_counted_and_told() -> None:
    hand = HandReading("1", "", (HandAct("Urges", "urges", ("States",)),), ("gender",))
    rules = Reading(
        (Act("Urges", "urges", ("States", "donors"), ()), Act("notes", "notes", (), ())),
        (ThemeFound("training", ("x",)),),
    )
    scores = {score.measure: score for score in compare([(hand, rules)])}
    assert (scores["first verbs"].precision, scores["first verbs"].recall) == (1, 1)
    assert (scores["all verbs"].precision, scores["all verbs"].recall) == (0.5, 1)
    assert (scores["addressees"].precision, scores["addressees"].recall) == (0.5, 1)
    assert scores["whole paragraphs"].agreed == 0
    assert "addressees: added ('Urges', 'donors')" in differences(hand, rules)
    assert "themes: missed gender" in differences(hand, rules)
