"""An office's tables: in words where the PDF has words, with the sums that it has."""

from checklists.spreadsheet import Sheet
from reports.office.sheets import sheets
from tests.reports.office.sample import compared_report
from tests.reports.report_data import item, report_of


def _sheet(title: str) -> Sheet:
    return next(sheet for sheet in sheets(compared_report()) if sheet.title == title)


def test_item_stands_under_the_title_of_its_theme() -> None:
    titles = {theme.id: theme.title for theme in compared_report().themes}
    assert [row[2] for row in _sheet("Items").rows] == [
        titles.get(line.theme, line.theme) for line in compared_report().items
    ]


def test_dimension_is_worded() -> None:
    assert {row[3] for row in _sheet("Items").rows} == {"Policy", "Practice", "Indicator"}


def test_indicator_has_its_numbers_in_words_and_the_total_last() -> None:
    rows = [row[2:4] for row in _sheet("Indicators").rows if row[0] == "31.6"]
    assert rows == [["locally recruited", 46], ["internationally recruited", 9], ["total", 55]]


def test_number_that_nothing_tells_apart_stands_once() -> None:
    rows = [row[2:4] for row in _sheet("Indicators").rows if row[0] == "31.7"]
    assert rows == [["total", 41]]


def test_office_without_indicators_has_no_row_of_them() -> None:
    [found] = [each for each in sheets(report_of(item())) if each.title == "Indicators"]
    assert found.rows == []
