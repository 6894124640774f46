"""Text pasted page by page, where the marks of the footnotes stand apart from them."""

import re
from pathlib import Path

import pytest

from checklists.importers.resolution.text import parse_resolution_text
from tests.checklists.importers.sources import operative, preambular, resolution

DOCUMENTS = Path(__file__).parent.parent / "documents"
RULE = "\n__________________\n"
HEAD = "\n2/5\n\n23-24937\n\nA/RES/78/118\n\n"
MARKED = "1. *Urges* Law, 1 Order, 2 and all,"


def notes(source: str) -> list[tuple[str, str]]:
    return [(note.mark, note.text) for note in parse_resolution_text(source).footnotes]


def said(source: str) -> list[tuple[int, str]]:
    return [(doubt.line, doubt.message) for doubt in parse_resolution_text(source).doubts]


@pytest.mark.parametrize("name", ["A_RES_73_6-EN", "A_RES_73_7-EN"])
def test_an_official_text_pasted_in_reading_order_has_the_same_words(name: str) -> None:
    """Only the spaces and hyphens of its broken words differ, and a mark that is left in doubt."""
    read, whole = (
        parse_resolution_text((DOCUMENTS / f"{name}{ending}").read_text(encoding="utf-8"))
        for ending in (".plain.txt", ".txt")
    )
    for part in ("preambular", "operative", "footnotes"):
        pasted, expected = (
            [re.sub(r"[\s-]", "", paragraph.text) for paragraph in getattr(each, part)]
            for each in (read, whole)
        )
        assert [text.replace("Goals2for", "Goalsfor") for text in pasted] == expected
    assert [p.number for p in read.operative] == [p.number for p in whole.operative]
    assert [p.footnotes for p in read.preambular] == [p.footnotes for p in whole.preambular]


@pytest.mark.parametrize(
    "area",
    [
        "1\n\n2\n\nSee A/78/1.\nResolution\n70/1.\n",
        "\nSee A/78/1.\nResolution\n70/1.\n1\n2\n",
        "\nSee A/78/1.\n2\nResolution\n70/1.\n1\n",
        "1\n2\n\n23-24937 (E)\n\nSee A/78/1.\nResolution\n70/1.\n\n021118\n\n*2324937*\n",
        "2\n1 See A/78/1.\nResolution\n70/1.\n",
    ],
)
def test_marks_apart_from_their_footnotes_are_put_before_them(area: str) -> None:
    source = resolution(f"{MARKED}\n{RULE}{area}{HEAD}\nand more.")
    assert notes(source) == [("1", "See A/78/1."), ("2", "Resolution 70/1.")]
    assert operative(source) == ["Urges Law, Order, and all, and more."]


def test_a_footnote_goes_on_below_the_next_rule() -> None:
    source = resolution(
        f"{MARKED}\n{RULE}1\n2\n\nSee A/78/1.\nSee A/78/2,\n{HEAD}and more\n{RULE}A/78/3.\n"
        f"{HEAD}now."
    )
    assert notes(source) == [("1", "See A/78/1."), ("2", "See A/78/2, A/78/3.")]
    assert operative(source) == ["Urges Law, Order, and all, and more now."]


def test_a_page_ends_its_footnotes_even_where_the_last_mark_stands_alone() -> None:
    source = resolution(f"{MARKED}\n{RULE}1\nSee A/78/1. See\nA/78/2.\n2\n{HEAD}\nand more.")
    assert operative(source) == ["Urges Law, Order, and all, and more."]
    assert any("footnote 2 is not whole" in message for _, message in said(source))


def test_a_preambular_paragraph_is_no_footnote() -> None:
    source = resolution(f"*Recalling* Law, 1\n{RULE}1\n\nRecognizing all,\n\n1. *Urges* all.")
    assert preambular(source)[-1] == "Recognizing all,"


def test_the_number_that_is_due_ends_the_footnotes() -> None:
    source = resolution(f"1. *Urges* Law, 1 and all;\n{RULE}1\n\n2.\nUrges some;\n3.\nUrges all.")
    assert operative(source) == ["Urges Law, and all;", "Urges some;", "Urges all."]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_number_alone_is_that_of_the_paragraph_below(gap: str) -> None:
    read = parse_resolution_text(resolution(f"1.{gap}Urges some;\n\n2.{gap}Urges all."))
    assert [(p.number, p.text) for p in read.operative] == [
        ("1", "Urges some;"),
        ("2", "Urges all."),
    ]
    assert all(not paragraph.children for paragraph in read.operative)


@pytest.mark.parametrize(
    ("note", "doubt"),
    [
        (
            f"See {'A/78/369 and ' * 50}all.",
            "footnote 1 has 658 characters: is it all one footnote?",
        ),
        ("See A/78/1. Recalling its work,", "footnote 1 contains what opens like a paragraph"),
        ("See A/78/1. 7. Urges all;", "footnote 1 contains what opens like a paragraph"),
    ],
)
def test_a_footnote_that_may_have_taken_in_a_paragraph_is_a_doubt(note: str, doubt: str) -> None:
    source = resolution(f"1. *Urges* Law, 1 and all.\n{RULE}1 {note}")
    line = source.split("\n").index(f"1 {note}") + 1
    assert (line, doubt) in said(source)
