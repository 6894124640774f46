"""Text pasted out of a PDF: marks in ordinary digits, broken words, hyphens at line ends."""

from pathlib import Path

import pytest

from checklists.importers.resolution.text import parse_resolution_text
from tests.checklists.importers.sources import operative, resolution

DOCUMENTS = Path(__file__).parent.parent / "documents"
NOTES = "\n\n__________________\n1\nSee A/78/1.\n2 Resolution 70/1.\n"


@pytest.mark.parametrize(
    ("text", "clean", "marks"),
    [
        ("all, 1 including", "all, including", ("1",)),
        ("Law 1 and Order 2 of", "Law and Order of", ("1", "2")),
        ("UNISPACE+50,1 and", "UNISPACE+50, and", ("1",)),
        ("article 1 of Law 1 and", "article 1 of Law and", ("1",)),
        ("the 1 May of Law,1 and", "the 1 May of Law, and", ("1",)),
        ("Law, 1 of Law, 1 and", "Law, of Law, and", ("1", "1")),
    ],
)
def test_a_footnote_mark_in_digits_is_none_of_the_words(
    text: str, clean: str, marks: tuple[str, ...]
) -> None:
    read = parse_resolution_text(resolution(f"1. *Urges* {text} more.{NOTES}"))
    assert read.operative[0].text == f"Urges {clean} more."
    assert read.operative[0].footnotes == marks
    assert [note.text for note in read.footnotes] == ["See A/78/1.", "Resolution 70/1."]


def test_digits_that_may_be_a_mark_stay_with_a_doubt() -> None:
    read = parse_resolution_text(resolution(f"1. *Urges* Law 1 and Goals 1 for all.{NOTES}"))
    assert read.operative[0].text == "Urges Law and Goals 1 for all."
    assert any("“and Goals 1 for all.”" in doubt.message for doubt in read.doubts)


@pytest.mark.parametrize(
    "text",
    [
        "progress made in 2017/18; 1 woman died, and urges all",
        "local staff, 1 of whom was a driver",
        "5 projects, 1 woman in each team",
        "3 reports; 1 copy each",
        "projects, 1 in each State",
    ],
)
def test_what_is_counted_stays_in_the_sentence(text: str) -> None:
    read = parse_resolution_text(resolution(f"1. *Notes* {text}.{NOTES}"))
    assert read.operative[0].text == f"Notes {text}."
    assert any("a number, or the mark" in doubt.message for doubt in read.doubts)


@pytest.mark.parametrize("tight", ["action,1 and", "“action”1 and", "action.1"])
def test_a_mark_at_a_sign_further_on_goes_before_one_after_a_space(tight: str) -> None:
    body = f"1. *Notes* that, 1 including women;\n\n2. *Urges* {tight}"
    read = parse_resolution_text(resolution(f"{body}{NOTES}"))
    assert read.operative[0].text == "Notes that, 1 including women;"
    assert read.operative[1].text == f"Urges {tight.replace('1', '')}"
    assert any("“Notes that, 1 including women;”" in doubt.message for doubt in read.doubts)


def test_a_mark_after_a_space_is_named_in_a_doubt() -> None:
    read = parse_resolution_text(resolution(f"1. *Urges* development, 1 including all.{NOTES}"))
    assert read.operative[0].text == "Urges development, including all."
    assert any("“Urges development, 1 including all.”" in doubt.message for doubt in read.doubts)


def test_digits_are_no_marks_where_there_are_no_footnotes() -> None:
    assert operative(resolution("1. *Urges* Law, 1 and Order 2 of all.")) == [
        "Urges Law, 1 and Order 2 of all."
    ]


def test_a_footnote_that_goes_on_below_the_next_rule_is_one() -> None:
    body = f"1. *Urges* Law 1 and\n\n{NOTES[2:-2]},\n\nA/RES/78/118\n\nOrder 2 of\n\n"
    read = parse_resolution_text(resolution(f"{body}______\nA/78/2 and A/78/3.\n\nall."))
    assert read.footnotes[1].text == "Resolution 70/1, A/78/2 and A/78/3."
    assert read.operative[0].text == "Urges Law and Order of all."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("capacity-\nbuilding and capacity-building", "capacity-building and capacity-building"),
        ("interna-\ntional and international", "international and international"),
        ("long- and\nshort-\nterm", "long- and short-term"),
        ("seventy-\nfirst", "seventy-first"),
    ],
)
def test_a_hyphen_at_a_line_end(body: str, text: str) -> None:
    read = parse_resolution_text(resolution(f"1. *Urges* {body}."))
    assert read.operative[0].text == f"Urges {text}."
    assert read.doubts == ()


@pytest.mark.parametrize("name", ["A_RES_73_6-EN", "A_RES_73_7-EN"])
def test_an_official_text_is_read_without_a_doubt(name: str) -> None:
    read = parse_resolution_text((DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8"))
    assert read.doubts == ()


def test_a_form_feed_parts_pages() -> None:
    read = parse_resolution_text(resolution("1. *Urges* all;\n\f2. *Asks* all."))
    assert [paragraph.page for paragraph in read.operative] == [1, 2]


def test_a_running_head_with_a_shortened_title_is_no_text() -> None:
    body = "1. *Urges*\n\nSafety and security of humani… A/RES/78/118\n\nall."
    assert operative(resolution(body)) == ["Urges all."]
