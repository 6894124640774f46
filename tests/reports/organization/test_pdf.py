"""The PDF of a report on several offices, and its tables with the same figures."""

from dataclasses import astuple, replace

import pypdfium2
import pytest

from checklists.spreadsheet import Sheet
from reports.kinds import Tier
from reports.organization.sheets import sheets
from reports.organization.tiers import at_tier
from reports.pdf import RenderError
from tests.reports.organization.sample import organization_report
from tests.reports.reading import pages, squeezed, words
from tests.reports.rendering import render

HASH = "ab" * 32
MARKUP = '# *b* $x^2$ #panic("no") <script> @ref <label> // c /* d */ [a](b) {{ x }} %s %(y)s'
ARABIC = "مكتب نيروبي الميداني"


@pytest.fixture(scope="module")
def report_pages() -> list[str]:
    return pages(render(organization_report(), HASH))


def sheet(title: str) -> Sheet:
    return next(each for each in sheets(organization_report()) if each.title == title)


def test_cover_says_what_it_is_about(report_pages: list[str]) -> None:
    for said in (
        "East and Central Africa",
        "Relief Bridge International",
        "Headquarters",
        "A/RES/78/118",
        "First half of 2026",
        "12 of 13 offices take part in this cycle.",
        "20 July 2026, 15:05 (Africa/Nairobi)",
    ):
        assert said in report_pages[0]


def test_summary_says_where_the_offices_are(report_pages: list[str]) -> None:
    assert "Signed off: 3, Submitted: 3, In progress: 2, Not started: 2" in report_pages[2]
    assert "4 offices are late" in report_pages[2]


def test_no_mean_stands_without_what_it_hides(report_pages: list[str]) -> None:
    assert "Answers “not in place”: 17 on policy, 44 on practice." in report_pages[2]
    assert "Practice (41%) is 22 points behind policy (63%)" in report_pages[2]
    assert "180 answers of 180 are not verified" in report_pages[2]


def test_map_has_a_number_for_every_shade(report_pages: list[str]) -> None:
    [policy] = [page for page in report_pages[3:] if "Offices by theme: policy" in page]
    report = organization_report()
    for office in report.offices:
        assert office.name in policy
        for cell in office.policy:
            if cell.declared is not None:
                assert str(cell.declared) in policy


def test_last_page_states_the_hash(report_pages: list[str]) -> None:
    assert HASH in report_pages[-1]


def test_head_of_the_map_is_repeated_on_every_page() -> None:
    found = pages(render(organization_report(60), HASH))
    of_map = [page for page in found if "Office of place 5" in page and "All themes" in page]
    assert len(of_map) >= 4
    assert all("Movement and vehicles" in page for page in of_map)


def test_it_is_tagged_and_archival() -> None:
    raw = render(organization_report(), HASH)
    assert pypdfium2.PdfDocument(raw).is_tagged()
    assert b"<pdfaid:part>2" in raw
    assert b"<pdfuaid:part>1" in raw


def test_same_data_gives_the_same_bytes() -> None:
    assert render(organization_report(), HASH) == render(organization_report(), HASH)


def test_shareable_report_has_no_page_for_offices() -> None:
    found = words(render(at_tier(organization_report(), Tier.SHAREABLE), HASH))
    assert "Late offices" not in found
    assert "Offices by theme" not in found
    assert "Where the offices stand" in found


def test_no_office_in_the_cycle_is_said() -> None:
    empty = organization_report(
        0,
        themes=(),
        items=(),
        counted=(),
        branches=(),
        overdue=(),
        overdue_by_priority={},
        open_actions=0,
    )
    assert "No office takes part in this cycle" in words(render(empty, HASH))


@pytest.mark.parametrize("text", [MARKUP, "W" * 5_000, ARABIC, "🚑 🏥 office", "\x00\u202e\n"])
def test_hostile_names_are_set_as_text(text: str) -> None:
    report = organization_report(3)
    first, *rest = report.offices
    lines = tuple(replace(line, title=text[:200], who=text[:150]) for line in report.overdue)
    data = replace(
        report, offices=(replace(first, name=text), *rest), overdue=lines, office=text[:200]
    )
    found = squeezed(words(render(data, HASH)))
    if text is MARKUP:
        assert squeezed(MARKUP) in found


def test_unknown_time_zone_is_refused() -> None:
    with pytest.raises(RenderError, match="not a time zone"):
        render(organization_report(time_zone="Mars/Olympus"), HASH)


def test_more_themes_than_a_page_holds_make_a_second_map() -> None:
    report = organization_report(2)
    themes = tuple(replace(report.themes[0], id=str(n), title=f"Theme no. {n}") for n in range(25))
    offices = tuple(
        replace(office, policy=office.policy[:1] * 26, practice=office.practice[:1] * 26)
        for office in report.offices
    )
    found = words(render(replace(report, themes=themes, offices=offices), HASH))
    assert "Theme no. 24" in found


# --- tables ---


def test_tables_have_every_cell_of_the_maps() -> None:
    report = organization_report()
    first = report.offices[0]
    rows = sheet("Offices by theme").rows
    assert len(rows) == len(report.offices) * len(report.themes) * 2
    assert [row[1:] for row in rows if row[0] == first.name][: len(report.themes)] == [
        ["Policy", theme.title, *astuple(cell)[:3], cell.declared, cell.verified, cell.not_in_place]
        for theme, cell in zip(report.themes, first.policy[1:], strict=True)
    ]


def test_tables_have_the_items_with_their_counts() -> None:
    report = organization_report()
    assert [(row[0], row[6], row[7:]) for row in sheet("Items").rows] == [
        (item.ref, item.offices, [*item.counts.values(), item.accepted]) for item in report.items
    ]


def test_tables_have_the_sums_of_the_indicators_with_totals() -> None:
    rows = sheet("Indicators").rows
    assert [row[4] for row in rows if row[0] == "33.5"] == [12, 24, 36, 48, 2, 0, 122]
    assert [row[4] for row in rows if row[0] == "33.6"] == [3]


def test_shareable_tables_have_no_offices() -> None:
    titles = [each.title for each in sheets(at_tier(organization_report(), Tier.SHAREABLE))]
    assert titles == ["Summary", "Themes", "Items", "Indicators"]


def test_critical_items_are_named_with_how_many_offices_lack_them() -> None:
    text = words(render(organization_report(), "ab" * 32))
    assert "3 items are critical. Answers “not in place” to them: 4; not answered: 4." in text
    assert "24.2 Not in place in 4, not answered in 4 of 12 offices." in text
    rows = {str(row[0]): row[1] for row in sheet("Summary").rows}
    assert (rows["Critical items"], rows["Critical items, answers “not in place”"]) == (3, 4)
