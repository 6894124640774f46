"""What isn't understood is an error that names its line, and never a lost word."""

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.importers.resolution import ResolutionError
from checklists.importers.resolution_text import parse_resolution_text
from tests.checklists.importers.sources import MASTHEAD, SEEDS, line_of, resolution, seed_text


def error_of(source: str) -> ResolutionError:
    with pytest.raises(ResolutionError) as caught:
        parse_resolution_text(source)
    return caught.value


@pytest.mark.parametrize("source", ["", "\n\n", "Minutes of a meeting\n", MASTHEAD])
def test_a_text_that_is_no_resolution(source: str) -> None:
    assert str(error_of(source)).startswith("line 1: this is not a General Assembly resolution")


def test_a_skipped_number_names_its_line() -> None:
    source = seed_text(SEEDS[0]).replace("\n30. ", "\n31. ")
    error = error_of(source)
    assert error.message == "operative paragraph 30 is due, but the number is 31"
    assert source.split("\n")[error.line - 1].startswith("31. *Urges* the United Nations")


def test_a_repeated_number_names_its_line() -> None:
    source = resolution("1. *Urges* all;\n\n2. *Asks* all;\n2. *Calls upon* all.")
    assert error_of(source).line == line_of(source, "2. *Calls")


def test_a_resolution_must_begin_with_paragraph_1() -> None:
    source = resolution("Noting law,\n\n2. *Urges* all.")
    assert error_of(source).line == line_of(source, "2. ")


def test_a_resolution_without_numbered_paragraphs() -> None:
    assert error_of(resolution("Noting law,")).message == "no operative paragraph 1 was found"


@pytest.mark.parametrize(
    ("body", "start"),
    [
        ("1. *Urges* all;\n\nDecides to act.", "Decides"),  # no number
        ("1. *Urges* all;\n\nSection II\n\n2. *Asks* all.", "Section II"),  # a heading
        ("Noting law\n\nRecalling need,\n\n1. *Urges* all.", "Recalling"),  # no comma before
        ("Noting law,\n\n1 See A/78/1.\n\n1. *Urges* all.", "1 See"),  # not superscript
        ("Noting law,\n\n1 Other note.\n\n1. *Urges* all.", "1 Other"),
        ("Noting law\n_____\n23-24937\n\nSome note.\n\n1. *Urges* all.", "Some"),
        ("Noting law\n_____\n1 Some note.\n\nand,\n\n1. *Urges* all.", "1 Some"),
        ("Noting law,\n\n3\n\n1. *Urges* all.", "3"),  # a page number?
        ("Noting law\n\n1. *Urges* all.", "Noting"),  # the preamble ends without a comma
        ("1. *Urges* all\n\n2. *Asks* all.", "1. "),  # no semicolon
        ("1. *Urges* *all.", "1. "),  # emphasis that never closes
        ("1. *Urges* all.\n\n46th plenary meeting\n8 Dec. 2023.", "46th"),
        ("1. *Urges* all.\n\n¹ One.\n\n¹ Two.", "¹ Two"),  # a mark twice
        ("1. *Urges* all.\n\n¹ One,", "¹ One"),  # a footnote without its end
        ("1. *Urges* all.\n\n¹", "¹"),
    ],
)
def test_a_line_without_a_certain_place_is_named(body: str, start: str) -> None:
    source = resolution(body)
    assert error_of(source).line == line_of(source, start)


def test_an_annex_is_refused_rather_than_lost() -> None:
    source = resolution("1. *Urges* all.") + "\nAnnex\n\nPlan of action\n"
    assert error_of(source).line == line_of(source, "Annex")


def test_a_text_that_is_cut_short() -> None:
    source = resolution("1. *Urges* all;\n2. *Asks* all;", closing="")
    assert "cut short" in error_of(source).message


def test_a_title_must_be_followed_by_the_enacting_words() -> None:
    source = resolution("1. *Urges* all.").replace("General Assembly,", "Security Council,")
    assert error_of(source).line == line_of(source, "78/118.")


def test_a_number_without_a_title() -> None:
    source = "78/118.\n\nThe General Assembly,\n\n1. *Urges* all."
    assert error_of(source).message == "the resolution has a number but no title"


def test_a_date_that_does_not_exist_names_its_line() -> None:
    source = resolution("1. *Urges* all.").replace("13 December", "31 February")
    assert error_of(source).line == line_of(source, "31 February")


def test_two_dates_of_adoption_that_differ() -> None:
    source = resolution("1. *Urges* all.").replace("8 December 2023*", "9 December 2023*")
    assert error_of(source).line == line_of(source, "*47th")


def test_a_resolution_without_a_date_of_adoption() -> None:
    source = f"78/118. Law\n\nThe General Assembly,\n\n1. *Urges* all.\n{SEEDS[0]}."
    assert error_of(source).message == "the date of adoption was not found"


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\ud800", "\ufffe"])
def test_an_unreadable_character_names_its_line(char: str) -> None:
    error = error_of(f"78/118. Law\r\n\r\nThe {char}General Assembly,")
    assert error.line == 3
    assert f"U+{ord(char):04X}" in error.message


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused_with_one_of_its_lines(text: str) -> None:
    for source in (text, resolution(text), resolution(f"Noting law,\n\n1. *Urges* {text}.")):
        line = 1
        try:
            parse_resolution_text(source)
        except ResolutionError as error:
            line = error.line
        assert 1 <= line <= len(re.split(r"\r\n?|\n", source))


PIECES = ["Noting", "Recalling also", "Mindful of", "1. Urges", "2. *Asks*", "3. Requests", "1."]
PIECES += ["2.", "42. The", "and the", "to act", "United", "Member States", "para.", "law¹", "I"]
PIECES += ["¹ See y.", "² Ibid. x.", "³", "(a) To go", "seventy-", "_____", "Annex", "end"]
ENDS = [" ", "\n", "\n\n", ",\n", ",\n\n", ";\n", ";\n\n", ".\n\n", ".\n"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(ENDS)), max_size=14))
def test_a_text_that_is_read_keeps_every_word_in_one_place(parts: list[tuple[str, str]]) -> None:
    body = "Noting that,\n\n" + "".join(map("".join, parts)) + "\n\n1. Urges x."
    try:
        read = parse_resolution_text(resolution(body))
    except ResolutionError:
        return
    texts = [p.text for p in (*read.preambular, *read.operative)]
    out = " ".join([*texts, *(note.text for note in read.footnotes)])
    assert sorted(re.findall("[A-Za-z]+", out)) == sorted(re.findall("[A-Za-z]+", body))


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
