"""The same resolution comes in many layouts, and every one must read the same."""

import re
import textwrap
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checklists.importers.resolution.text import parse_resolution_text
from tests.checklists.importers.sources import (
    SEEDS,
    TITLE,
    operative,
    preambular,
    resolution,
    seed,
    seed_text,
    without_doubts,
)

PREAMBULAR = [p.text for name in SEEDS for p in seed(name).preambular]
OPERATIVE = [p.text for name in SEEDS for p in seed(name).operative]
PAGE_BREAKS = [
    "\n\n¹ [A/78/369](#).\n\n",
    "\n\n¹ United Nations, *Treaty Series*, vol. 75, No. 973.\n\n² *Ibid.*, annex V.\n\n",
    "\n\n",
    "\n\nA/RES/78/118\n\n2/8\n\n23-24937\n\n",
    f"\n\n2/8\n\n{TITLE}\n\n",
    "\n2/8 23-24937\n",
    "\n__________________\n¹ See A/78/369.\n23-24937 (E) 141223\n*2324937*\nA/RES/78/118\n",
]


def wrapped(source: str, width: int, *, at_hyphens: bool) -> str:
    lines = (
        textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=at_hyphens)
        for line in source.split("\n")
    )
    return "\n".join("\n".join(line) for line in lines)


@pytest.mark.parametrize("name", SEEDS)
def test_a_text_wrapped_at_80_columns_reads_the_same(name: str) -> None:
    read = parse_resolution_text(wrapped(seed_text(name), 80, at_hyphens=True))
    assert without_doubts(read) == seed(name)


@settings(max_examples=10, deadline=None)
@given(name=st.sampled_from(SEEDS), width=st.integers(1, 200), at_hyphens=st.booleans())
@example(name=SEEDS[0], width=1, at_hyphens=True)
def test_a_text_wrapped_at_any_width_reads_the_same(
    name: str, width: int, at_hyphens: bool
) -> None:
    source = wrapped(seed_text(name), width, at_hyphens=at_hyphens)
    assert without_doubts(parse_resolution_text(source)) == seed(name)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_of_other_systems_read_the_same(ending: str) -> None:
    source = seed_text(SEEDS[0]).replace("\n", ending)
    assert parse_resolution_text(source) == seed(SEEDS[0])


def test_a_byte_order_mark_is_not_text() -> None:
    assert parse_resolution_text("\ufeff" + seed_text(SEEDS[0])) == seed(SEEDS[0])


def test_spaces_of_any_kind_and_number_read_as_one() -> None:
    source = seed_text(SEEDS[0]).replace(" ", " \u00a0").replace("\n", " \t\n  ")
    assert parse_resolution_text(source) == seed(SEEDS[0])


def test_a_text_without_markdown_reads_the_same() -> None:
    source = re.sub(r"[*\\]|\]\(#\)|\[(?!without)", "", seed_text(SEEDS[0]))
    assert parse_resolution_text(source) == seed(SEEDS[0])


@pytest.mark.parametrize("mark", ["_", "**", "__", "***"])
def test_any_emphasis_reads_the_same(mark: str) -> None:
    assert parse_resolution_text(seed_text(SEEDS[0]).replace("*", mark)) == seed(SEEDS[0])


@settings(max_examples=60, deadline=None)
@given(text=st.sampled_from(PREAMBULAR), cut=st.integers(1), page=st.sampled_from(PAGE_BREAKS))
def test_a_preambular_paragraph_goes_on_after_a_page_break(text: str, cut: int, page: str) -> None:
    words = text.split(" ")
    at = cut % (len(words) - 1) + 1
    broken = " ".join(words[:at]) + page + " ".join(words[at:])
    source = resolution(f"Guided by law,\n\n{broken}\n\nDeeply concerned,\n\n1. *Urges* all.")
    assert preambular(source) == ["Guided by law,", text, "Deeply concerned,"]


@settings(max_examples=60, deadline=None)
@given(text=st.sampled_from(OPERATIVE), cut=st.integers(1), page=st.sampled_from(PAGE_BREAKS))
def test_an_operative_paragraph_goes_on_after_a_page_break(text: str, cut: int, page: str) -> None:
    words = f"2. {text}".split(" ")
    at = cut % (len(words) - 1) + 1
    broken = " ".join(words[:at]) + page + " ".join(words[at:])
    source = resolution(f"1. *Urges* all States;\n{broken}\n3. *Requests* all.")
    assert operative(source) == ["Urges all States;", text, "Requests all."]


def test_a_paragraph_goes_on_after_a_comma_and_a_page_with_a_name() -> None:
    source = resolution("Noting that Governments,\n\n¹ A/1.\n\nMember States and,\n\n1. *Urges* a.")
    assert preambular(source) == ["Noting that Governments, Member States and,"]


def test_a_new_preambular_paragraph_may_begin_a_page() -> None:
    source = resolution("Noting law,¹\n\n¹ A/78/1.\n\nMindful of need,\n\n1. *Urges* all.")
    assert preambular(source) == ["Noting law,", "Mindful of need,"]


def test_paragraphs_need_no_blank_lines_between_them() -> None:
    source = resolution("Noting law\nand order,\nRecalling need,\n1. *Urges* all;\n2. *Asks* all.")
    assert preambular(source) == ["Noting law and order,", "Recalling need,"]
    assert operative(source) == ["Urges all;", "Asks all."]


def test_a_footnote_needs_no_blank_line_before_it() -> None:
    source = resolution("Noting law¹ and\n¹ See A/78/1.\n\nneed,\n\n1. *Urges* all.")
    read = parse_resolution_text(source)
    assert [p.text for p in read.preambular] == ["Noting law and need,"]
    assert [note.text for note in read.footnotes] == ["See A/78/1."]


def test_the_closing_lines_need_no_blank_line_around_them() -> None:
    closing = "\n47th plenary meeting\n8 December 2023\n¹ See A/78/1."
    read = parse_resolution_text(resolution("1. *Urges* all.¹", closing=closing))
    assert read.operative[0].text == "Urges all."
    assert (read.meeting, len(read.footnotes)) == ("47th plenary meeting", 1)


def test_a_footnote_mark_may_stand_apart_from_its_word() -> None:
    read = parse_resolution_text(resolution("1. *Urges* all,\n¹ and ² others.\n\n¹ A.\n\n² B."))
    assert read.operative[0].text == "Urges all, and others."
    assert read.operative[0].footnotes == ("1", "2")


def test_a_footnote_mark_alone_on_its_line_does_not_hide_the_comma_before_it() -> None:
    source = resolution("Noting law,\n¹\n\nProud of need,\n\n1. *Urges* all.\n\n¹ A.")
    assert preambular(source) == ["Noting law,", "Proud of need,"]


def test_footnotes_of_markdown_and_html_are_read() -> None:
    read = parse_resolution_text(
        resolution("1. *Urges* all,[^1] and<sup>2</sup> others.\n\n[^1]: A.\n\n<sup>2</sup> B.")
    )
    assert read.operative[0].text == "Urges all, and others."
    assert [(note.mark, note.text) for note in read.footnotes] == [("1", "A."), ("2", "B.")]


def test_a_note_on_the_document_is_a_footnote() -> None:
    source = resolution("Noting law,\n\n* Reissued for technical reasons.\n\n1. *Urges* all.")
    read = parse_resolution_text(source)
    assert [(n.mark, n.text) for n in read.footnotes] == [("*", "Reissued for technical reasons.")]


def test_a_square_kilometre_is_not_a_footnote_mark() -> None:
    assert operative(resolution("1. *Notes* 30 km² and 5 m³.")) == ["Notes 30 km² and 5 m³."]


def test_an_underscore_inside_a_word_is_not_emphasis() -> None:
    read = parse_resolution_text(resolution("1. *Urges* all.¹\n\n¹ See un.org/a_b_c."))
    assert read.footnotes[0].text == "See un.org/a_b_c."


def test_a_resolution_alone_on_its_line_is_not_a_page_number() -> None:
    source = resolution("1. *Recalls* resolution\n\n60/12\n\nof 2005.")
    assert operative(source) == ["Recalls resolution 60/12 of 2005."]


@pytest.mark.parametrize(
    ("body", "text", "done"),
    [
        ("the text of\nA/RES/78/118\nas a whole", "the text of A/RES/78/118 as a whole", "kept in"),
        ("the text of\nA/RES/78/118\n\nas a whole", "the text of as a whole", "left out"),
        (f"the text of\n\n{TITLE}\n\nas a whole", "the text of as a whole", "left out"),
    ],
)
def test_what_may_be_a_running_head_in_a_sentence_is_named(body: str, text: str, done: str) -> None:
    read = parse_resolution_text(resolution(f"1. *Endorses* {body}."))
    assert read.operative[0].text == f"Endorses {text}."
    assert [done in doubt.message for doubt in read.doubts] == [True]


@pytest.mark.parametrize("head", ["\fA/RES/78/118", "A/RES/78/118\n2/8", f"\n2/8\n\n{TITLE}\n"])
def test_a_running_head_next_to_the_end_of_a_page_is_no_text(head: str) -> None:
    read = parse_resolution_text(resolution(f"1. *Endorses* the text\n{head}\nas a whole."))
    assert read.operative[0].text == "Endorses the text as a whole."
    assert read.doubts == ()


def test_a_number_that_ends_a_paragraph_on_the_next_page_is_not_a_new_one() -> None:
    source = resolution("1. *Recalls* its paragraph\n\n¹ A/78/1.\n\n2.")
    assert operative(source) == ["Recalls its paragraph 2."]


def test_a_year_at_the_start_of_a_line_is_not_a_number() -> None:
    source = resolution("1. *Recalls* 15 January\n1999, the date, and paragraph\n2. of it.")
    assert operative(source) == ["Recalls 15 January 1999, the date, and paragraph 2. of it."]


@pytest.mark.parametrize("number", ["**1.** ", "1\\. ", "1.\n", "1.\u00a0", "01. "])
def test_a_number_may_be_set_in_many_ways(number: str) -> None:
    [paragraph] = parse_resolution_text(resolution(f"{number}*Urges* all.")).operative
    assert (paragraph.number, paragraph.text) == ("1", "Urges all.")


def test_a_resolution_without_its_masthead_is_dated_by_its_closing() -> None:
    source = resolution("1. *Urges* all.").partition("78/118.")
    assert parse_resolution_text(source[1] + source[2]).adopted_on == date(2023, 12, 8)


def test_a_special_session_has_its_own_symbol() -> None:
    read = parse_resolution_text(resolution("1. *Urges* all.").replace("78/118.", "ES-11/1."))
    assert (read.symbol, read.session) == ("A/RES/ES-11/1", "ES-11")


def test_a_bold_wrapped_title_is_one_line() -> None:
    source = resolution("1. *Urges* all.").replace(
        f"78/118. {TITLE}", "# **78/118. Safety of\nall**"
    )
    assert parse_resolution_text(source).title == "Safety of all"
