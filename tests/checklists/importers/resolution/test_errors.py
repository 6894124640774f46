"""A text that is no resolution is an error with its line; what is damaged in one is a doubt with
its line, and never a lost word.
"""

import os
import re
import time
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.importers.resolution.parsed import Doubt, ResolutionError
from checklists.importers.resolution.text import MAX_LINES, parse_resolution_text
from tests.checklists.importers.sources import (
    MASTHEAD,
    SEEDS,
    line_of,
    resolution,
    seed_text,
    words_read,
)

# How many times as many made-up texts are read: `PARSER_FUZZ=500 pytest …` for a long run.
FUZZ = int(os.environ.get("PARSER_FUZZ", "1"))


def error_of(source: str) -> ResolutionError:
    with pytest.raises(ResolutionError) as caught:
        parse_resolution_text(source)
    return caught.value


def doubts_of(source: str) -> tuple[Doubt, ...]:
    return parse_resolution_text(source).doubts


@pytest.mark.parametrize("source", ["", "\n\n", "Minutes of a meeting\n", MASTHEAD])
def test_a_text_that_is_no_resolution(source: str) -> None:
    assert str(error_of(source)).startswith("line 1: this is not a resolution")


def test_a_resolution_without_operative_paragraphs() -> None:
    assert error_of(resolution("Noting law,")).message == "no operative paragraph was found"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_of_too_many_lines_is_refused(end: str) -> None:
    error = error_of(resolution(f"1. *Urges* all.{end}" + f"1{end}" * MAX_LINES))
    assert error.message.endswith("60,000 is the most a resolution may have")
    assert error.line == MAX_LINES + 1


def test_an_error_names_its_page_where_there_are_pages() -> None:
    assert str(error_of("[page 4]\nMinutes")).startswith("page 4, line 2: ")


def test_a_title_must_be_followed_by_the_enacting_words() -> None:
    source = resolution("1. *Urges* all.").replace("General Assembly,", "Security Council,")
    assert error_of(source).line == line_of(source, "78/118.")


def test_a_number_without_a_title() -> None:
    source = "78/118.\n\nThe General Assembly,\n\n1. *Urges* all."
    assert error_of(source).message == "the resolution has a number but no title"


@pytest.mark.parametrize("name", SEEDS)
def test_the_shipped_texts_leave_no_doubt(name: str) -> None:
    assert doubts_of(seed_text(name)) == ()


def test_a_skipped_number_is_a_doubt_with_its_line() -> None:
    source = seed_text(SEEDS[0]).replace("\n30. ", "\n31. ", 1)
    [first, *_more] = doubts_of(source)
    assert first.message == "operative paragraph 30 is due, but the number is 31"
    assert source.split("\n")[first.line - 1].startswith("31. *Urges* the United Nations")


def test_a_doubt_names_its_page() -> None:
    source = resolution("1. *Urges*\n[page 2]\nall;\n\n3. *Asks* all.")
    assert [(d.page, d.line) for d in doubts_of(source)] == [(2, line_of(source, "3. "))]


@pytest.mark.parametrize(
    ("body", "start", "message"),
    [
        ("1. *Urges* all;\n\n2. *Asks* all;\n2. *Calls* all.", "2. *Calls", "3 is due"),
        ("Noting law,\n\n2. *Urges* all.", "2. ", "1 is due"),
        ("1. *Urges* all;\n\nDecides to act.", "Decides", "has no number"),
        ("1. *Urges* all;\n\nOther things.", "Other", "has no number"),
        ("Noting law\n\nRecalling need,\n\n1. *Urges* all.", "Noting", "end in a comma"),
        ("Noting law,\n\n1 See A/78/1.\n\n1. *Urges* all.", "1 See", "has no mark"),
        ("Noting law,\n_____\n23-24937\n\nA note.\n\n1. *Urges* all.", "A note", "no mark"),
        ("Noting law\n_____\n1 A note.\n\nand,\n\n1. *Urges* all.", "1 A note", "has no mark"),
        ("Noting law,\n\n3\n\n1. *Urges* all.", "3", "stands alone"),
        ("Noting law\n\n1. *Urges* all.", "Noting", "end in a comma"),
        ("1. *Urges* all\n\n2. *Asks* all.", "1. ", "semicolon or full stop"),
        ("1. *Urges* *all.", "1. ", "stray sign"),
        ("1. *Urges* “all.", "1. ", "quotation mark"),
        ("1. *Urges* all.\n\n46th plenary meeting\n8 Dec. 2023.", "46th", "its date is due"),
        ("1. *Urges*¹ all.\n\n¹ One.\n\n¹ Two.", "¹ Two", "stands twice"),
        ("1. *Urges*¹ all.\n\n¹ One,", "¹ One", "not whole"),
        ("1. *Urges*¹ all.\n\n¹", "¹", "not whole"),
        ("1. *Urges*¹ all.", "1. ", "the mark 1 has no footnote"),
        ("1. *Urges* all.\n\n¹ One.", "¹ One", "footnote 1 has no mark"),
        ("1. *Urges* a Confere nce;\n2. *Asks* the Conference.", "1. ", "may be one word"),
        ("1. *Urges* a high -level event.", "1. ", "a space next to a hyphen"),
        ("1. *Urges* zymo-\nlogical.", "1. ", "“zymo-logical”: does its hyphen"),
        ("1. *Urges* all.\n\n1. *Asks* all.", "1. *Asks", "begin again at 1"),
        ("1. *Decides*:\n\n(a) One;\n\n(c) Two.", "(c)", "out of its order"),
    ],
)
def test_what_is_uncertain_is_a_doubt_with_its_line(body: str, start: str, message: str) -> None:
    source = resolution(body)
    found = {(d.line, message in d.message) for d in doubts_of(source)}
    assert (line_of(source, start), True) in found


@pytest.mark.parametrize("end", ["2. *Asks* all;", "2. *Asks*", "2. *Asks* all:\n\n(a) To go;"])
def test_a_text_that_is_cut_off_is_refused(end: str) -> None:
    source = resolution(f"1. *Urges* all;\n{end}", closing="")
    with pytest.raises(ResolutionError, match="the text is cut off"):
        parse_resolution_text(source)


def test_a_date_that_does_not_exist_names_its_line() -> None:
    source = resolution("1. *Urges* all.").replace("13 December", "31 February")
    assert [d.line for d in doubts_of(source)] == [line_of(source, "31 February")]


def test_two_dates_of_adoption_that_differ() -> None:
    source = resolution("1. *Urges* all.").replace("8 December 2023*", "9 December 2023*")
    assert [d.line for d in doubts_of(source)] == [line_of(source, "*47th")]


def test_a_resolution_without_a_date_of_adoption() -> None:
    source = "78/118. Law\n\nThe General Assembly,\n\n1. *Urges* all."
    read = parse_resolution_text(source)
    assert read.adopted_on is None
    assert read.doubts == (Doubt("the date of adoption was not found", 5),)


def test_a_symbol_that_differs_from_the_title() -> None:
    source = "A/RES/78/119\n" + resolution("1. *Urges* all.")
    assert "A/RES/78/119" in doubts_of(source)[0].message


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\ud800", "\ufffe"])
def test_an_unreadable_character_is_a_doubt_with_its_line(char: str) -> None:
    source = resolution(f"1. *Urges* {char}all.")
    first, *_more = doubts_of(source)
    assert first == Doubt(f"an unreadable character (U+{ord(char):04X})", line_of(source, "1. "))


@settings(max_examples=40 * FUZZ, deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused_with_one_of_its_lines(text: str) -> None:
    for source in (text, resolution(text), resolution(f"Noting law,\n\n1. *Urges* {text}.")):
        try:
            lines = [doubt.line for doubt in doubts_of(source)]
        except ResolutionError as error:
            lines = [error.line]
        last = len(re.split(r"\r\n?|\n", source))
        assert all(1 <= line <= last for line in lines)


PIECES = ["Noting", "Recalling also", "Mindful of", "1. Urges", "2. *Asks*", "3. Requests", "1."]
PIECES += ["2.", "42. The", "and the", "to act", "United", "Member States", "para.", "law¹", "I"]
PIECES += [
    "¹ See y.",
    "² Ibid. x.",
    "³",
    "(a) To go",
    "seventy-",
    "_____",
    "## Annex",
    "## Road safety",
    "II",
    "B. Aid",
    "end",
    "[page 2]",
    "(b)",
    "(i)",
    "We,",
]
PIECES += ["Decides", "“", "”", "The General Assembly,", "47th meeting", "8 December 2023", "* x"]
PIECES += ["12", "1 See", "post-", "9. Notes", "- Go"]
ENDS = [" ", "\n", "\n\n", ",\n", ",\n\n", ";\n", ";\n\n", ".\n\n", ".\n"]


@settings(max_examples=200 * FUZZ, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(ENDS)), max_size=14))
def test_a_text_that_is_read_keeps_every_word_in_one_place(parts: list[tuple[str, str]]) -> None:
    body = "Noting that,\n\n" + "".join(map("".join, parts)) + "\n\n1. Urges x."
    try:
        read = parse_resolution_text(resolution(body))
    except ResolutionError:
        return
    assert not missing(body, words_read(read))


# What a resolution says beside its paragraphs: the enacting words, the meeting and its date.
BESIDE = Counter(["The", "General", "Assembly", "th", "meeting", "December", "page"])


def missing(body: str, read: list[str]) -> Counter[str]:
    """The words of a body that are in no paragraph, heading, footnote or doubt."""
    # The same heading again in one part leaves no trace in the paths of its paragraphs.
    kept: dict[str, str] = {}
    for at, line in enumerate(body.split("\n")):
        kept.setdefault(line if re.match(r"##|[IVX]+\b|B\. ", line) else str(at), line)
    body = "\n".join(kept.values())
    words = Counter(re.findall("[A-Za-z]+", body)) - Counter(read)
    return Counter({word: n for word, n in words.items() if word not in BESIDE})


HOSTILE = ["[", "[a](", "[a](#)", "\\", "*", "*a ", "a* ", "_", "¹", "¹ ,", "\n", " ", "1. ", "-\n"]
HOSTILE += ["The\n", "A/L/L.", "78/118.\n", "Agenda item 1\n(a)", "Distr.:\n", "a,\n\n", "2/8\n"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_takes_more_than_its_length_in_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    start = time.process_time()
    for source in (text, resolution(text), resolution(f"1. *Urges* {text}")):
        with suppress(ResolutionError):
            parse_resolution_text(source)
    assert time.process_time() - start < 2
