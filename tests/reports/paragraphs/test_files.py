"""The files of a report by paragraph: the tables have the PDF's figures, and the PDF is set."""

from dataclasses import replace

import pytest

from checklists.spreadsheet import Sheet, workbook
from reports.paragraphs.content import paragraphs_content
from reports.paragraphs.sheets import sheets
from reports.pdf import RenderError
from tests.reports.paragraphs.sample import paragraphs_report
from tests.reports.reading import pages, words
from tests.reports.rendering import HASH, render


def _sheet(title: str) -> Sheet:
    return next(sheet for sheet in sheets(paragraphs_report()) if sheet.title == title)


def test_tables_have_the_figures_of_the_pdf() -> None:
    content = paragraphs_content(paragraphs_report(), HASH)
    [policy, _practice] = content["paragraphs"][0]["tables"]
    in_pdf = [(row["position"], row["count"], row["share"]) for row in policy["rows"]]
    in_table = [(row[3], str(row[4]), f"{row[5]}%") for row in _sheet("Positions").rows if row[4]]
    assert in_pdf == in_table
    together = "Not answered / Not asked / Not applicable / Partly in place"
    assert in_pdf[1] == (together, "8", "8%")


def test_what_is_withheld_says_so_and_has_no_number() -> None:
    assert _sheet("Positions").rows[-1][2:] == [
        "Practice",
        "Withheld: small groups",
        None,
        None,
        None,
    ]
    assert _sheet("Indicators").rows[-1][4:] == [None, "Withheld: small groups", None]


def test_tables_can_be_written() -> None:
    assert workbook(sheets(paragraphs_report())).startswith(b"PK")


def test_verified_is_said_in_words_where_it_is_none_all_or_not_told() -> None:
    [policy, _practice] = paragraphs_content(paragraphs_report(), HASH)["paragraphs"][0]["tables"]
    assert [row["verified"] for row in policy["rows"]] == ["none", "not told", "9", "all"]


def test_every_chart_says_in_words_what_it_shows() -> None:
    bars = paragraphs_content(paragraphs_report(), HASH)["paragraphs"][0]["bars"]
    assert bars[0]["alt"].startswith("Policy: Not in place: 12 (12%); ")
    assert bars[1]["alt"] == "Practice: Withheld: small groups."


def test_pdf_is_set_the_same_twice() -> None:
    pdf = render(paragraphs_report())
    assert pdf.startswith(b"%PDF-1.")
    assert render(paragraphs_report()) == pdf


@pytest.mark.parametrize(
    "text", ["#pagebreak() *a* $x$ \\", "x" * 5_000, "نص عربي طويل", "\U0001f600 \x00"]
)
def test_hostile_text_is_set_as_text(text: str) -> None:
    [line] = paragraphs_report().paragraphs
    numbers = (replace(line.numbers[0], question=text),)
    changed = paragraphs_report(
        paragraphs=(replace(line, text=text, numbers=numbers),), checklist_title=text[:200]
    )
    assert render(changed)


def test_report_without_organizations_is_set() -> None:
    assert render(paragraphs_report(organizations=None, kinds=(), paragraphs=()))


def test_report_from_right_to_left_is_set() -> None:
    assert render(paragraphs_report(language="ar"))


def test_unknown_time_zone_is_refused() -> None:
    with pytest.raises(RenderError):
        render(paragraphs_report(time_zone="Mars/Olympus"))


def test_citation_stands_on_the_page_of_its_paragraph() -> None:
    found = pages(render(paragraphs_report(9)))
    for number in range(35, 44):
        [page] = [page for page in found if f"Paragraph {number} Official text" in page]
        assert f"A/RES/78/118, para. {number}, adopted" in page
        assert "Not in place 12 12% none" in page


@pytest.mark.parametrize("length", [1, 400, 3000])
def test_official_text_of_any_length_is_set_whole(length: int) -> None:
    [line] = paragraphs_report().paragraphs
    data = paragraphs_report(paragraphs=(replace(line, text="verbatim " * length),))
    assert words(render(data)).count("verbatim") == length


def test_report_on_a_whole_resolution_is_no_large_file() -> None:
    assert len(render(paragraphs_report(45))) < 500_000
