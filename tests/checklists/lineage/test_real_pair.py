"""The two resolutions on the safety of humanitarian personnel, against a careful reading."""

from functools import cache

import pytest

from checklists.lineage import EditionParagraph, Pair, compare
from checklists.lineage.alignment import ALIKE, CONTAINED
from checklists.lineage.likeness import Likeness, Shingles
from tests.checklists.importers.sources import seed
from tests.checklists.lineage.real_pair import RELATIONS


@cache
def edition(name: str) -> list[EditionParagraph]:
    return [EditionParagraph(p.number or "", p.text) for p in seed(name).operative]


OLD, NEW = edition("A_RES_75_125"), edition("A_RES_78_118")


def relations(pairs: list[Pair]) -> list[tuple[int | None, int | None, str]]:
    return [
        (int(p.old) if p.old else None, int(p.new) if p.new else None, p.relation) for p in pairs
    ]


def test_every_paragraph_has_the_relation_that_a_reader_found() -> None:
    assert relations(compare(OLD, NEW)) == RELATIONS


def test_the_reading_has_every_paragraph_of_both_once() -> None:
    assert sorted(old for old, _new, _relation in RELATIONS if old) == list(range(1, 46))
    assert [new for _old, new, _relation in RELATIONS] == list(range(1, 52))


def test_backwards_what_was_new_is_dropped() -> None:
    backwards = {(p.new, p.old): p.relation for p in compare(NEW, OLD)}
    expected = {(p.old, p.new): p.relation for p in compare(OLD, NEW)}
    assert backwards == {
        edge: "dropped" if relation == "new" else relation for edge, relation in expected.items()
    }


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (" ", "\N{NO-BREAK SPACE}"),
        (" ", "  "),
        (" ", "\n"),
        ("-", "\N{NON-BREAKING HYPHEN}"),
        ("-", "\N{EN DASH}"),
        ("\N{EN DASH}", "-"),
        ("-", " -"),
        ("\N{RIGHT SINGLE QUOTATION MARK}", "'"),
        (";", " ;"),
        ("fi", "\N{LATIN SMALL LIGATURE FI}"),
        ("personnel", "person nel"),
        ("humanitarian", "humani\N{SOFT HYPHEN}tarian"),
        ("the report", "the report\N{SUPERSCRIPT ONE}"),
    ],
)
def test_another_format_of_one_edition_changes_nothing(here: str, there: str) -> None:
    written = [EditionParagraph(p.number, p.text.replace(here, there)) for p in NEW]
    assert relations(compare(OLD, written)) == RELATIONS
    assert {pair.similarity for pair in compare(NEW, written)} == {1.0}


def test_the_thresholds_stand_between_kin_and_strangers() -> None:
    old, new = [Shingles(p.text).counted for p in OLD], [Shingles(p.text).counted for p in NEW]
    likeness = Likeness([Shingles(p.text) for p in OLD], [Shingles(p.text) for p in NEW])
    kin = {(before, after) for before, after, _relation in RELATIONS}
    edges = [(i, j) for i in range(len(old)) for j in range(len(new))]
    of_kin = [edge for edge in edges if (edge[0] + 1, edge[1] + 1) in kin]
    strangers = [edge for edge in edges if edge not in of_kin]

    def contained(i: int, j: int) -> float:
        smaller = min(likeness.weight(old[i]), likeness.weight(new[j]))
        return likeness.common(old[i], new[j]) / smaller

    assert round(min(likeness.score(old[i], new[j]) for i, j in of_kin), 2) == 0.79
    assert round(max(likeness.score(old[i], new[j]) for i, j in strangers), 2) == 0.41 < ALIKE
    assert round(max(contained(i, j) for i, j in strangers), 2) == 0.49 < CONTAINED
