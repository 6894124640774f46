"""Reading a checklist's YAML: all problems at once, each with its line, and no other failure."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.importers.checklist.file import (
    ChecklistFileError,
    ParsedItem,
    ParsedTheme,
    parse_checklist,
)
from tests.checklists.importers.checklist.yaml_files import checklist_file, counted, line_with


def _problems(source: str) -> list[str]:
    with pytest.raises(ChecklistFileError) as caught:
        parse_checklist(source)
    return caught.value.problems


def test_head_of_the_file_is_read() -> None:
    parsed = parse_checklist(checklist_file())
    assert (parsed.slug, parsed.version, parsed.title, parsed.instrument, parsed.language) == (
        "small",
        1,
        "Small checklist",
        "A/RES/99/1",
        "en",
    )


def test_themes_come_in_the_order_of_the_file() -> None:
    assert parse_checklist(checklist_file()).themes == (
        ParsedTheme("training", "Training"),
        ParsedTheme("travel", "Travel"),
    )


def test_item_is_read_with_its_line() -> None:
    source = checklist_file()
    assert parse_checklist(source).items[1] == ParsedItem(
        id="12.1",
        paragraph="12",
        theme="travel",
        dimension="practice",
        question="Is it followed?",
        guidance="In place: it is.",
        evidence=("A log", "A: photograph"),
        sources=(),
        line=line_with(source, '"12.1"'),
        key="op-12-1",
    )


def test_folded_text_is_one_line() -> None:
    source = checklist_file(question="Is there\n      a policy?")
    assert parse_checklist(source).items[0].question == "Is there a policy?"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"dimension": "both"}, "items, number 1, dimension: 'both' is not one of"),
        ({"version": 0}, "version: 0 is less than the minimum of 1"),
        ({"version": "one"}, "version: 'one' is not of type 'integer'"),
        ({"version": 99999}, "version: 99999 is greater than the maximum of 9999"),
        ({"checklist": "Not A Slug"}, "checklist: 'Not A Slug' does not match"),
        ({"title": "[a, b]"}, "title: ['a', 'b'] is not of type 'string'"),
        ({"title": "x" * 201}, "is too long"),
        ({"id": "10.a"}, "items, number 1, id: '10.a' does not match"),
        ({"id": "11.1"}, "item 11.1 doesn't begin with its paragraph, 10"),
        ({"theme": "weather"}, "item 10.1 names the theme “weather”, which isn't listed"),
        ({"id": "12.1", "paragraph": "12"}, "the item 12.1 is there twice"),
        ({"second_theme": "training", "theme": "training"}, "the theme “training” is there twice"),
    ],
)
def test_problem_is_said_with_its_line(changes: dict[str, object], problem: str) -> None:
    assert any(problem in said for said in _problems(checklist_file(**changes)))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"dimension": "both"}, "dimension: both"),
        ({"version": 0}, "version: 0"),
        ({"id": "10.a"}, '- id: "10.a"'),
        ({"theme": "weather"}, '- id: "10.1"'),
        ({"id": "12.1", "paragraph": "12"}, "theme: travel"),
    ],
)
def test_line_is_where_the_problem_stands(changes: dict[str, object], text: str) -> None:
    source = checklist_file(**changes)
    line = line_with(source, text)
    # An item that is there twice is named where it stands the second time.
    line -= 2 * (text == "theme: travel")
    assert _problems(source)[0].startswith(f"line {line}: ")


def test_all_problems_are_said_in_the_order_of_their_lines() -> None:
    problems = _problems(checklist_file(version=0, dimension="both", id="10.a"))
    lines = [int(problem.split(":")[0].removeprefix("line ")) for problem in problems]
    assert len(lines) == 3
    assert lines == sorted(lines)


def test_misspelt_field_is_named() -> None:
    source = checklist_file().replace("guidance: >-", "guidence: >-")
    assert any("'guidence' was unexpected" in problem for problem in _problems(source))


def test_missing_field_is_named_at_its_item() -> None:
    source = checklist_file().replace("    dimension: practice\n", "")
    [problem] = _problems(source)
    line = line_with(source, '"12.1"')
    assert problem == f"line {line}: items, number 2: 'dimension' is a required property"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a: b: c", 1),
        ("checklist: x\nversion: [1", 2),
        ("checklist: x\n\tversion: 1", 2),
        ("a: 1\na: 2", 2),
        ("--- 1\n--- 2", 2),
        ("a: \x07", 1),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line(source: str, line: int) -> None:
    [problem] = _problems(source)
    assert problem.startswith(f"line {line}: this isn't YAML: ")


@pytest.mark.parametrize("source", ["", "# nothing", "null", "just text", "[]", "42", "2026-01-01"])
def test_file_of_another_shape_is_refused(source: str) -> None:
    assert _problems(source)[0].startswith("line 1: the file: ")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("[" * 5_000, id="deep"),
        pytest.param("a: " + "{b: " * 5_000, id="deep mapping"),
        pytest.param("a: 2026-99-99", id="date that is none"),
        pytest.param("a: 9999-12-31T23:59:59-23:59", id="time beyond the calendar"),
        pytest.param("a: 0o9", id="number that is none"),
        pytest.param("a: 0x_", id="hexadecimal number without digits"),
        pytest.param("a: -_", id="number without digits"),
        pytest.param("a: 1" + "0" * 5_000, id="number of many digits"),
        pytest.param("a: 0x" + "f" * 100_000, id="hexadecimal number of many digits"),
        pytest.param("a: 0o" + "7" * 100_000, id="octal number of many digits"),
        pytest.param("%YAML 1.1\n---\na: 0b" + "1" * 100_000, id="binary number of many digits"),
        pytest.param("%YAML 1.1\n---\na: 1" + ":59" * 5_000, id="number of many sixties"),
        pytest.param("a: 1." + "0" * 100_000, id="decimal number of many digits"),
        pytest.param("a: 1e" + "9" * 100_000, id="power of many digits"),
        pytest.param("a: !!int x", id="tag that does not fit"),
        pytest.param("a: !!bool x", id="truth that is none"),
        pytest.param("a: !!float x", id="fraction that is none"),
        pytest.param("a: !!timestamp x", id="time that is none"),
        pytest.param("a: !!binary x", id="bytes that are none"),
        pytest.param("%YAML 9.9\n--- a", id="another YAML"),
        pytest.param("a: &a [*a]", id="list within itself"),
        pytest.param("? [a, b]\n: c", id="list as a key"),
        pytest.param("? {a: b}\n: c", id="mapping as a key"),
        pytest.param("{<<: 1}", id="merge of a number"),
        pytest.param("!!set {a, b}", id="set"),
        pytest.param("!!omap [a: 1]", id="ordered mapping"),
        pytest.param("!thing {a: 1}", id="thing"),
        pytest.param("a: \ud800", id="half a character"),
        pytest.param("!!python/object/apply:os.system ['true']", id="call"),
    ],
)
def test_strange_yaml_is_refused_like_any_other(source: str) -> None:
    assert _problems(source)


def test_alias_is_refused_because_a_few_lines_could_stand_for_gigabytes() -> None:
    laughs = ["- &a0 [x, x, x, x, x, x, x, x, x, x]"]
    laughs += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    source = checklist_file(title="\n" + "\n".join(f"  {line}" for line in laughs))
    line = line_with(source, "&a1")
    assert _problems(source) == [f"line {line}: a checklist has no place for an alias"]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"version": "0x" + "f" * 100_000}, "such a long number"),
        ({"title": "!!bool x"}, "a tag"),
        ({"title": "! x"}, "a tag"),
        ({"title": "!!map {a: b}"}, "a tag"),
        ({"title": r'"nul \0"'}, "a control character or half a character"),
        ({"title": r'"half \ud800"'}, "a control character or half a character"),
        ({"title": r'"bell \a"'}, "a control character or half a character"),
        ({"title": r'{"\0": x}'}, "a control character or half a character"),
    ],
)
def test_what_has_no_place_is_refused_with_its_line(changes: dict[str, object], what: str) -> None:
    source = checklist_file(**changes)
    line = line_with(source, next(iter(changes)) + ":")
    assert _problems(source) == [f"line {line}: a checklist has no place for {what}"]


def test_escapes_of_what_can_be_stored_are_read() -> None:
    title = r'"A\tB\u00e9\U0001F600"'
    assert parse_checklist(checklist_file(title=title)).title == "A\tBé😀"


def test_message_on_a_long_text_still_says_what_is_wrong_with_it() -> None:
    [problem] = _problems(checklist_file(question="x" * 501))
    assert problem.endswith("is too long")
    assert len(problem) < 400


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(source: str) -> None:
    with suppress(ChecklistFileError):
        parse_checklist(source)


@given(st.lists(st.sampled_from([*"[]{}:,-?&*!|>'\"%@#\n ", "a", "1", "\n  ", ": "]), max_size=60))
def test_any_punctuation_is_read_or_refused(pieces: list[str]) -> None:
    with suppress(ChecklistFileError):
        parse_checklist("".join(pieces))


_WITH_ALL = checklist_file() + counted() + "coverage: [{paragraph: '13', disposition: assessed}]\n"


@given(st.integers(0, len(_WITH_ALL)), st.integers(0, 40), st.text(max_size=5))
def test_any_change_of_a_valid_file_is_read_or_refused(start: int, cut: int, new: str) -> None:
    source = _WITH_ALL
    with suppress(ChecklistFileError):
        parse_checklist(source[:start] + new + source[start + cut :])


@pytest.mark.parametrize(("said", "critical"), [("\n    critical: true", True), ("", False)])
def test_critical_is_what_the_file_marks(said: str, *, critical: bool) -> None:
    source = checklist_file(dimension=f"policy{said}")
    assert [item.critical for item in parse_checklist(source).items] == [critical, False]


def test_mark_is_true_or_false() -> None:
    [problem] = _problems(checklist_file(dimension="policy\n    critical: perhaps"))
    assert "items, number 1, critical: 'perhaps' is not of type 'boolean'" in problem
