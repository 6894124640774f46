"""The numbers that Word gives to paragraphs."""

import pytest

from checklists.importers.docx.document import read_docx
from checklists.importers.docx.numbering import in_form
from tests.checklists.importers.docx.builder import (
    HEADING_LEVELS,
    NUMBERING,
    build,
    definition,
    number,
    paragraph,
)


def _labels(*levels: tuple[int, int] | str, numbering: str = NUMBERING) -> list[str]:
    """The labels of paragraphs, each of a list and level, or of a style."""
    paragraphs = [
        paragraph("x", level) if isinstance(level, str) else paragraph("x", level=level)
        for level in levels
    ]
    text = read_docx(build("".join(paragraphs), parts={"numbering": numbering})).text
    return [line.removesuffix("x").strip() for line in text.split("\n") if line]


def test_levels_have_their_own_forms() -> None:
    assert _labels((1, 0), (1, 1), (1, 2)) == ["1.", "(a)", "(i)"]


def test_deeper_levels_begin_anew() -> None:
    levels = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 2), (1, 1), (1, 2)]
    assert _labels(*levels) == ["1.", "(a)", "(b)", "2.", "(a)", "(i)", "(b)", "(i)"]


def test_a_level_that_never_begins_anew_counts_on() -> None:
    never = definition(7, [("decimal", "%1."), ("lowerLetter", "(%2)")]).replace(
        '<w:numFmt w:val="lowerLetter"/>',
        '<w:numFmt w:val="lowerLetter"/><w:lvlRestart w:val="0"/>',
    )
    labels = _labels((1, 0), (1, 1), (1, 0), (1, 1), numbering=never + number(1, 7))
    assert labels == ["1.", "(a)", "2.", "(b)"]


def test_headings_are_numbered() -> None:
    assert _labels((2, 0), (2, 1), (2, 0)) == ["I.", "A.", "II."]


def test_lists_with_one_definition_count_on_together() -> None:
    numbering = NUMBERING + number(3, 7)
    assert _labels((1, 0), (3, 0), (1, 0), numbering=numbering) == ["1.", "2.", "3."]


def test_a_list_may_start_anew_once() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = NUMBERING + number(3, 7, anew)
    levels = [(1, 0), (1, 0), (3, 0), (3, 0)]
    assert _labels(*levels, numbering=numbering) == ["1.", "2.", "1.", "2."]


def test_a_list_may_start_later() -> None:
    later = definition(7, [("decimal", "%1.")]).replace('start w:val="1"', 'start w:val="12"')
    assert _labels((1, 0), (1, 0), numbering=later + number(1, 7)) == ["12.", "13."]


def test_a_list_may_have_levels_of_its_own() -> None:
    own = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="(%1)"/></w:lvl>'
    override = f'<w:lvlOverride w:ilvl="0">{own}</w:lvlOverride>'
    assert _labels((3, 0), numbering=NUMBERING + number(3, 7, override)) == ["(1)"]


def test_a_number_may_name_several_levels() -> None:
    levels = [("upperRoman", "%1."), ("decimal", "%1.%2.")]
    assert _labels((1, 0), (1, 1), numbering=definition(7, levels) + number(1, 7)) == ["I.", "I.1."]
    legal = definition(7, levels).replace(
        '<w:lvlText w:val="%1.%2."/>', '<w:isLgl/><w:lvlText w:val="%1.%2."/>'
    )
    assert _labels((1, 0), (1, 1), numbering=legal + number(1, 7)) == ["I.", "1.1."]


def test_a_style_may_number_its_paragraphs() -> None:
    assert _labels("Numbered", "Numbered", "NumberedA") == ["1.", "2.", "3."]


def test_a_list_may_keep_a_level_for_a_style() -> None:
    numbering = NUMBERING.replace(
        '<w:numFmt w:val="lowerLetter"/>',
        '<w:numFmt w:val="lowerLetter"/><w:pStyle w:val="Numbered"/>',
    )
    assert _labels((1, 0), "Numbered", numbering=numbering) == ["1.", "(a)"]


def test_a_paragraph_may_put_off_its_styles_number() -> None:
    body = paragraph("x", "Numbered", more='<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert read_docx(build(body)).text == "x\n"


def test_a_list_may_take_its_levels_from_a_style() -> None:
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="UN"/></w:abstractNum>'
    numbering = definition(7, HEADING_LEVELS).replace(
        "<w:lvl ", '<w:styleLink w:val="UN"/><w:lvl ', 1
    )
    assert _labels((1, 0), numbering=link + numbering + number(1, 5)) == ["I."]


def test_bullets_are_bullets_whatever_their_font() -> None:
    levels = [("bullet", "\uf0b7"), ("bullet", "–")]
    assert _labels((1, 0), (1, 1), numbering=definition(7, levels) + number(1, 7)) == ["•", "–"]


def test_a_number_without_text_is_a_doubt() -> None:
    transcript = read_docx(build(paragraph("", level=(1, 0)) + paragraph("x", level=(1, 0))))
    assert transcript.text == "2. x\n"
    assert [doubt.message for doubt in transcript.doubts] == ["the number “1.” has no text"]


def test_an_unknown_list_gives_no_number() -> None:
    assert _labels((44, 0)) == [""]


@pytest.mark.parametrize(
    ("count", "form", "written"),
    [
        (4, "lowerRoman", "iv"),
        (1949, "upperRoman", "MCMXLIX"),
        (27, "lowerLetter", "aa"),
        (26, "upperLetter", "Z"),
        (3, "decimalZero", "03"),
        (0, "lowerRoman", "0"),
        (5, "hebrew1", "5"),
        (5, "none", ""),
    ],
)
def test_numbers_are_written_in_forms(count: int, form: str, written: str) -> None:
    assert in_form(count, form) == written
