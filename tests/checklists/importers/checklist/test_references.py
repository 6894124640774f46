"""Keys, indicators and coverage of a checklist's YAML: read, and checked with line numbers."""

import pytest

from checklists.importers.checklist.file import (
    ChecklistFileError,
    ParsedCoverage,
    ParsedIndicator,
    parse_checklist,
)
from tests.checklists.importers.checklist.yaml_files import checklist_file, counted, line_with


def _problems(source: str) -> list[str]:
    with pytest.raises(ChecklistFileError) as caught:
        parse_checklist(source)
    return caught.value.problems


def _coverage(*entries: str) -> str:
    return checklist_file() + "\ncoverage:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def _with(field: str) -> str:
    """The small checklist, with one more field in its first item."""
    return checklist_file().replace("    dimension: policy\n", f"    dimension: policy\n{field}\n")


def test_key_is_read() -> None:
    assert parse_checklist(_with("    key: policy-exists")).items[0].key == "policy-exists"


def test_item_without_a_key_gets_one_from_its_number() -> None:
    assert [item.key for item in parse_checklist(checklist_file()).items] == ["op-10-1", "op-12-1"]


def test_item_applies_to_all_unless_the_file_says_otherwise() -> None:
    item = parse_checklist(checklist_file()).items[0]
    assert (item.organizations, item.places) == ("all", "all")


def test_what_an_item_applies_to_is_read() -> None:
    source = _with("    applies_to: {organizations: united-nations, places: headquarters}")
    item = parse_checklist(source).items[0]
    assert (item.organizations, item.places) == ("united-nations", "headquarters")


def test_indicator_is_read() -> None:
    source = checklist_file() + counted(by="[sex, recruitment]", minimum=1)
    assert parse_checklist(source).items[2].indicator == ParsedIndicator(
        unit="journeys", period="year", by=("recruitment", "sex"), minimum=1, maximum=500
    )


def test_indicator_may_leave_out_its_limits() -> None:
    item = counted().replace("      minimum: 0\n      maximum: 500\n", "")
    assert parse_checklist(checklist_file() + item).items[2].indicator == ParsedIndicator(
        unit="journeys", period="year"
    )


def test_limit_by_another_indicator_is_read() -> None:
    night = counted(id="13.2", key="journeys-by-night", not_above="journeys")
    indicator = parse_checklist(checklist_file() + counted() + night).items[3].indicator
    assert indicator
    assert indicator.not_above == "journeys"


@pytest.mark.parametrize(
    ("source", "citation"),
    [
        ("A guide, 2020", "A guide, 2020"),
        ("{title: A guide, publisher: ISO}", "A guide, ISO"),
        (
            "{title: A guide, publisher: ISO, year: 2020, address: 'https://iso.example/1'}",
            "A guide, ISO, 2020, https://iso.example/1",
        ),
    ],
)
def test_source_is_cited_in_one_line(source: str, citation: str) -> None:
    text = checklist_file().replace("- A guide, 2020", f"- {source}")
    assert parse_checklist(text).items[0].sources == (citation,)


@pytest.mark.parametrize(
    "source",
    [
        "{title: A guide}",
        "{title: A guide, publisher: ISO, year: '2020'}",
        "{title: A guide, publisher: ISO, address: iso.example}",
        "{title: A guide, publisher: ISO, edition: 2}",
        "[A guide]",
        "''",
    ],
)
def test_source_of_another_shape_is_refused_with_its_line(source: str) -> None:
    text = checklist_file().replace("- A guide, 2020", f"- {source}")
    line = line_with(text, source)
    assert _problems(text)[0].startswith(f"line {line}: items, number 1, sources, number 1")


def test_coverage_is_read_with_its_line() -> None:
    source = _coverage(
        "paragraph: '9', disposition: context, duty: Of States.",
        "paragraph: '12', disposition: assessed",
    )
    assert parse_checklist(source).coverage == (
        ParsedCoverage("9", "context", "Of States.", line_with(source, "'9'")),
        ParsedCoverage("12", "assessed", "", line_with(source, "'12'")),
    )


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("paragraph: '12', disposition: context, duty: x", "paragraph 12 is context and has items"),
        (
            "paragraph: '9', disposition: derived, duty: x",
            "paragraph 9 is derived and has no items",
        ),
        ("paragraph: '9', disposition: assessed", "9 is assessed and has no items"),
        ("paragraph: '9', disposition: context", "9 is context and names no duty"),
        (
            "paragraph: '12', disposition: derived, duty: ' '",
            "12 is derived and names no duty",
        ),
        ("paragraph: '9', disposition: ours", "coverage, number 1, disposition: 'ours' is not one"),
        ("paragraph: 9, disposition: context", "coverage, number 1, paragraph: 9 is not of type"),
    ],
)
def test_wrong_coverage_is_said_with_its_line(entry: str, problem: str) -> None:
    source = _coverage(entry)
    line = line_with(source, entry)
    [said] = _problems(source)
    assert said.startswith(f"line {line}: ")
    assert problem in said


def test_paragraph_is_covered_once() -> None:
    entry = "paragraph: '9', disposition: context, duty: Of States."
    source = _coverage(entry, entry)
    assert _problems(source) == [
        f"line {line_with(source, entry) + 1}: the coverage of paragraph 9 is there twice"
    ]


@pytest.mark.parametrize("key", ["journeys", "op-10-1"])
def test_key_belongs_to_one_item(key: str) -> None:
    source = checklist_file() + counted(key=key) + counted(id="13.2", key=key)
    line = line_with(source, '"13.2"')
    owner = "13.1" if key == "journeys" else "10.1"
    assert f"line {line}: item 13.2 has the key “{key}”, which item {owner} has" in _problems(
        source
    )


def test_key_is_a_slug() -> None:
    [problem] = _problems(_with("    key: Not A Slug"))
    assert "items, number 1, key: 'Not A Slug' does not match" in problem


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        (counted(indicator=False), "item 13.1 is an indicator and doesn't say which number"),
        (counted(dimension="policy"), "item 13.1 asks for a number and is no indicator"),
    ],
)
def test_indicator_and_its_number_come_together(item: str, problem: str) -> None:
    source = checklist_file() + item
    assert _problems(source) == [f"line {line_with(source, '13.1')}: {problem}"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"minimum": 501}, "the minimum, 501, is above the maximum, 500"),
        ({"not_above": "journeys"}, "can't be above itself"),
        ({"not_above": "op-10-1"}, "not_above names “op-10-1”, which is the key of no indicator"),
        ({"not_above": "nights"}, "whose unit is “nights”, not “journeys”"),
        ({"not_above": "months"}, "whose period is “month”, not “year”"),
    ],
)
def test_wrong_limit_is_said_with_its_line(changes: dict[str, str], problem: str) -> None:
    source = checklist_file() + counted(**changes)  # type: ignore[arg-type]  # by name
    source += counted(id="14.1", paragraph="14", key="nights", unit="nights")
    source += counted(id="15.1", paragraph="15", key="months", period="month")
    line = line_with(source, "unit: journeys")
    [said] = _problems(source)
    assert said.startswith(f"line {line}: item 13.1")
    assert problem in said


@pytest.mark.parametrize(
    "changes",
    [{"minimum": -1}, {"maximum": "many"}, {"by": "[age]"}, {"by": "sex"}, {"period": "week"}],
)
def test_indicator_of_another_shape_is_refused_with_its_line(changes: dict[str, object]) -> None:
    source = checklist_file() + counted(**changes)  # type: ignore[arg-type]  # by name
    ((name, value),) = changes.items()
    line = line_with(source, f"      {name}: {value}")
    assert _problems(source)[0].startswith(f"line {line}: items, number 3, indicator, {name}")


def test_number_is_not_critical() -> None:
    source = counted().replace("dimension: indicator", "dimension: indicator\n    critical: true")
    [problem] = _problems(checklist_file() + source)
    assert "asks for a number, which can't be critical" in problem
