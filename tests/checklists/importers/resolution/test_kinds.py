"""Resolutions of each organ and each layout, made up whole: tests/…/layouts/*.txt."""

from pathlib import Path

import pytest

from checklists.importers.resolution.parsed import ParsedParagraph, ParsedResolution
from checklists.importers.resolution.text import parse_resolution_text
from tests.checklists.importers.sources import resolution

LAYOUTS = Path(__file__).parent / "layouts"
Outline = list[tuple[str, str, list[str]]]


def layout(name: str) -> ParsedResolution:
    return parse_resolution_text((LAYOUTS / f"{name}.txt").read_text(encoding="utf-8"))


def outline(paragraphs: tuple[ParsedParagraph, ...]) -> list[tuple[str, str]]:
    """Each paragraph's section and number."""
    return [(paragraph.section, paragraph.number) for paragraph in paragraphs]


def lines(paragraph: ParsedParagraph, depth: int = 0) -> list[str]:
    """A paragraph's tree: two spaces for each level."""
    own = "  " * depth + f"{paragraph.number} {paragraph.text}".strip()
    return [own, *(line for child in paragraph.children for line in lines(child, depth + 1))]


def tree(body: str) -> list[str]:
    """The tree of the first operative paragraph, without its own line."""
    return lines(parse_resolution_text(resolution(body)).operative[0])[1:]


@pytest.mark.parametrize(
    ("name", "symbol", "organ", "session"),
    [
        ("security_council", "S/RES/2801 (2031)", "Security Council", ""),
        ("human_rights_council", "A/HRC/RES/39/95", "Human Rights Council", "39"),
        ("economic_and_social_council", "E/RES/2019/91", "Economic and Social Council", "2019"),
        ("declaration", "A/RES/73/301", "General Assembly", "73"),
        ("parts_of_an_old_resolution", "A/RES/2453(XXIII)", "General Assembly", "XXIII"),
    ],
)
def test_each_organ_numbers_in_its_own_way(
    name: str, symbol: str, organ: str, session: str
) -> None:
    read = layout(name)
    assert (read.symbol, read.organ, read.session) == (symbol, organ, session)


@pytest.mark.parametrize(
    ("name", "adopted", "meeting"),
    [
        ("security_council", "2031-08-29", "9256th meeting"),
        ("human_rights_council", "2018-09-27", "39th meeting"),
        ("economic_and_social_council", "2019-06-06", "20th plenary meeting"),
        ("parts_of_an_old_resolution", "1968-12-20", "1750th plenary meeting"),
    ],
)
def test_each_organ_says_when_it_adopted(name: str, adopted: str, meeting: str) -> None:
    read = layout(name)
    assert (str(read.adopted_on), read.meeting) == (adopted, meeting)


@pytest.mark.parametrize("path", sorted(LAYOUTS.iterdir()), ids=lambda path: str(path.stem))
def test_a_layout_leaves_no_doubt_but_the_vote(path: Path) -> None:
    doubts = layout(path.stem).doubts
    assert not [doubt for doubt in doubts if "[Adopted without a vote.]" not in doubt.message]


@pytest.mark.parametrize(
    ("number", "symbol"),
    [
        ("2453 A (XXIII).", "A/RES/2453A(XXIII)"),
        ("S-27/1.", "A/RES/S-27/1"),
        ("ES-11/1.", "A/RES/ES-11/1"),
        ("3202 (S-VI).", "A/RES/3202(S-VI)"),
        ("46/36 L.", "A/RES/46/36L"),
    ],
)
def test_symbols_of_the_general_assembly(number: str, symbol: str) -> None:
    source = resolution("1. *Urges* all.").replace("78/118.", number)
    assert parse_resolution_text(source).symbol == symbol


def test_a_security_council_resolution_is_titled_by_its_number_unless_it_has_a_title() -> None:
    source = (LAYOUTS / "security_council.txt").read_text(encoding="utf-8")
    assert parse_resolution_text(source).title == "Resolution 2801 (2031)"
    titled = source.replace("\nAdopted by", "\nProtection of all\n\nAdopted by")
    assert parse_resolution_text(titled).title == "Protection of all"


def test_sections_are_paths_of_headings() -> None:
    assert outline(layout("sections").operative) == [
        ("I. Road safety", "1"),
        ("I. Road safety", "2"),
        ("II. Vehicles", "1"),
        ("II. Vehicles / A. Armoured vehicles", "2"),
        ("II. Vehicles / A. Armoured vehicles", "3"),
    ]


def test_a_section_has_its_own_preamble() -> None:
    assert [p.section for p in layout("sections").preambular] == ["I. Road safety", "II. Vehicles"]


def test_numbers_may_run_on_under_a_heading() -> None:
    assert outline(layout("security_council").operative)[2:] == [
        ("Reporting", "3"),
        ("Reporting", "4"),
    ]


def test_the_parts_of_a_resolution_are_sections() -> None:
    read = layout("parts_of_an_old_resolution")
    assert [p.section for p in read.preambular] == ["A", "B"]
    assert outline(read.operative) == [("A", "1"), ("A", "2"), ("B", "")]


def test_a_sole_operative_paragraph_has_no_number() -> None:
    [paragraph] = layout("economic_and_social_council").operative
    assert paragraph.number == ""
    assert paragraph.text.startswith("Decides to approve the programme")


def test_the_commitments_of_a_declaration_are_paragraphs() -> None:
    heading = "Political Declaration on Peace"
    read = layout("declaration")
    assert outline(read.operative)[1:] == [(heading, n) for n in ("", "1", "2", "3")]
    assert read.operative[3].text == (
        "Recognize that peace is not only the absence of conflict, but “requires a process; and a"
        " dialogue; with all”;"
    )


def test_a_declaration_may_stand_in_the_body_without_a_heading() -> None:
    body = "Adopts the following:\n\nWe, Heads of State,\n\nHaving met,\n\nand therefore:\n\n"
    read = parse_resolution_text(resolution(body + "1. Reaffirm law;\n\n2. Resolve to act."))
    assert [p.number for p in read.operative] == ["", "", "", "1", "2"]
    assert read.operative[2].text == "Having met, and therefore:"
    assert read.doubts == ()


def test_an_annex_is_kept_apart_with_its_title_and_footnotes() -> None:
    read = layout("security_council")
    [annex] = read.annexes
    assert (annex.label, annex.title) == ("Annex", "Criteria for listing")
    assert [(p.number, p.text) for p in annex.paragraphs] == [
        ("1", "Individuals who plan attacks."),
        ("2", "Entities that fund them."),
    ]
    assert annex.paragraphs[0].footnotes == ("2",)
    assert [note.mark for note in read.footnotes] == ["1", "2"]


def test_an_annex_of_pasted_text_has_no_heading_signs() -> None:
    [annex] = layout("economic_and_social_council").annexes
    assert annex.title == "Programme of the meeting"
    assert lines(annex.paragraphs[0]) == [
        "The meeting will have two parts:",
        "  • Opening;",
        "  • Debate.",
    ]
    assert outline(annex.paragraphs)[1:] == [("I. Documents", "1"), ("I. Documents", "2")]


def test_text_after_the_meeting_is_an_annex_in_doubt() -> None:
    read = parse_resolution_text(resolution("1. *Urges* all.") + "\nSome more text.\n")
    assert [p.text for p in read.annexes[0].paragraphs] == ["Some more text."]
    assert "read as an annex" in read.doubts[0].message


def test_several_annexes() -> None:
    more = "\n## Annex I\n\n## One\n\n1. Go.\n\n## Annex II\n\n## Two\n\n1. Stay.\n"
    read = parse_resolution_text(resolution("1. *Urges* all.") + more)
    assert [(a.label, a.title, len(a.paragraphs)) for a in read.annexes] == [
        ("Annex I", "One", 1),
        ("Annex II", "Two", 1),
    ]
    assert read.doubts == ()


def test_sub_paragraphs_are_a_tree() -> None:
    assert lines(layout("security_council").operative[0]) == [
        "1 Demands that all parties to armed conflict:",
        "  (a) Respect humanitarian personnel, including:",
        "    (i) Drivers;",
        "    (ii) Interpreters; and",
        "  (b) Release those who are detained, in line with resolution 2175 (2014);",
        "  and report on it;",
    ]


def test_sub_paragraphs_need_no_blank_lines() -> None:
    assert lines(layout("human_rights_council").operative[1])[1:] == [
        "  (a) To protect (i) drivers and (ii) interpreters;",
        "  (b) To investigate attacks:",
        "    (i) Promptly;",
        "    (ii) Fully;",
        "  (c) To report.",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. *Asks* for: (a) One; (b) Two.", []),
        ("1. *Asks* for:\n(a) one, and (b) two.", []),
        ("1. *Asks* for\n(a) one, and\n(b) two.", []),
        ("1. *Asks*:\n\n- One;\n\n- Two.", ["  - One;", "  - Two."]),
        ("1. *Asks*:\n\n• One;\n\n• Two.", ["  • One;", "  • Two."]),
        ("1. *Asks*:\n\n(1) One;\n\n(2) Two.", ["  (1) One;", "  (2) Two."]),
        ("1. *Asks*:\n\n*(a)* One;\n\n(b) *Two*.", ["  (a) One;", "  (b) Two."]),
    ],
)
def test_what_is_a_sub_paragraph(body: str, expected: list[str]) -> None:
    assert tree(body) == expected


def test_i_after_h_is_a_letter() -> None:
    letters = "abcdefghij"
    body = "1. *Asks*:\n\n" + "".join(f"({letter}) To go;\n\n" for letter in letters) + "2. *Ends*."
    assert tree(body) == [f"  ({letter}) To go;" for letter in letters]


def test_i_after_h_is_a_number_where_ii_follows() -> None:
    body = "1. *Asks*:\n\n" + "".join(f"({letter}) Go;\n\n" for letter in "abcdefg")
    body += "(h) Go:\n\n(i) Far;\n\n(ii) Wide;\n\n(i) Home;\n\n2. *Ends*."
    assert tree(body)[7:11] == ["  (h) Go:", "    (i) Far;", "    (ii) Wide;", "  (i) Home;"]


def test_a_sub_paragraph_runs_over_a_page() -> None:
    body = "1. *Asks*:\n\n(a) To go\n[page 2]\nfar;\n\n(b) To stay.\n"
    assert tree(body) == ["  (a) To go far;", "  (b) To stay."]


def test_preambular_paragraphs_have_sub_paragraphs_too() -> None:
    body = "Recalling:\n\n(a) Law;\n\n(b) Order,\n\nNoting need,\n\n1. *Urges* all."
    read = parse_resolution_text(resolution(body))
    assert lines(read.preambular[0]) == ["Recalling:", "  (a) Law;", "  (b) Order,"]
    assert len(read.preambular) == 2


def test_a_label_that_stands_twice_is_a_sibling_in_doubt() -> None:
    body = "1. *Asks*:\n\n(a) One;\n\n(a) Two;\n\n(b) Three:\n\n(i) Far;\n\n(i) Wide."
    assert tree(body) == [
        "  (a) One;",
        "  (a) Two;",
        "  (b) Three:",
        "    (i) Far;",
        "    (i) Wide.",
    ]
    doubts = [doubt.message for doubt in parse_resolution_text(resolution(body)).doubts]
    assert doubts == [f"the sub-paragraph {label} stands twice" for label in ("(a)", "(i)")]


def test_lists_in_lists_end_at_a_depth() -> None:
    labels = ["(a)", "(i)", "(1)", "(A)", "(I)", "-", "•", "–", "(b)"]
    body = "1. *Asks*:\n\n" + ";\n\n".join(f"{label} To go" for label in labels) + "."
    depths = [(len(line) - len(line.lstrip())) // 2 for line in tree(body)]
    assert depths == [1, 2, 3, 4, 5, 6, 6, 6, 1]
    doubts = [doubt.message for doubt in parse_resolution_text(resolution(body)).doubts]
    assert doubts == [f"the sub-paragraph {label} stands too deep in other lists" for label in "•–"]
