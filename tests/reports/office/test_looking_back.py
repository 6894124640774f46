"""What an office's report says of the time before, in the PDF and in the tables alike."""

import re
from dataclasses import replace
from typing import Any

import msgspec
import pypdfium2
import pytest

from checklists.spreadsheet import Value
from reports.frozen import dump, load
from reports.kinds import Tier
from reports.office.comparison import compared
from reports.office.content import office_content
from reports.office.data import OfficeReport
from reports.office.sheets import sheets
from reports.office.tiers import at_tier
from tests.reports.office.sample import (
    SIGNATURE,
    actions,
    before,
    compared_report,
    counted,
    looking_back,
    point,
)
from tests.reports.reading import words
from tests.reports.rendering import HASH, render
from tests.reports.report_data import office_report, report_of


def _text(data: OfficeReport) -> str:
    return words(render(data))


def _sheet(data: OfficeReport, title: str) -> list[list[Value]]:
    [found] = [sheet.rows for sheet in sheets(data) if sheet.title == title]
    return found


def _old(data: OfficeReport) -> OfficeReport:
    """The data as it was frozen before reports looked back."""
    fields = msgspec.json.decode(dump(data))
    for later in ("looks_back", "compared", "actions", "signature", "tier", "revision"):
        fields.pop(later)
    for line in fields["items"]:
        for later in ("key", "is_critical", "carried", "trend", "is_suppressed"):
            line.pop(later)
    return load(msgspec.json.encode(fields), OfficeReport)


@pytest.fixture(scope="module")
def whole() -> str:
    return _text(compared_report())


def test_first_report_says_that_there_is_none_to_compare_with() -> None:
    assert "No report on this office was made before" in _text(looking_back())


def test_report_before_is_named_by_its_time_and_hash(whole: str) -> None:
    assert "whose data was frozen on 18 February 2026, 14:05 (Africa" in whole
    assert "5e" * 32 in whole


def test_changes_of_the_pdf_are_those_of_the_tables(whole: str) -> None:
    data = compared_report()
    content: Any = office_content(data, HASH)
    rows = _sheet(data, "Changes")
    assert [(row["ref"], row["kind"]) for row in content["changes"]["rows"]] == [
        (row[0], row[3]) for row in rows
    ]
    assert f"{len(rows)} items are other than then." in whole


def test_figures_then_and_now_stand_in_the_summary_table() -> None:
    rows = {str(row[0]): row[1] for row in _sheet(compared_report(), "Summary")}
    then = before(looking_back())
    assert rows["Policy: Verified, in the report before"] == then.policy.verified
    assert rows["Critical items"] == 5


def test_comparison_with_an_earlier_cycle_says_so() -> None:
    now = looking_back()
    then = before(now)
    days = {"cycle_start": then.cycle_start.replace(year=2025), "cycle": "Last half"}
    older = _replaced(then, **days)
    assert "That report is of an earlier cycle: Last half" in _text(compared(now, older, "5e" * 32))


def _replaced(data: OfficeReport, **changes: object) -> OfficeReport:
    return report_of(*data.items, **changes)


def test_trend_has_every_cycle_in_drawing_words_and_table(whole: str) -> None:
    content: Any = office_content(compared_report(), HASH)
    [trend, *_others] = [
        item["trend"] for group in content["indicators"] for item in group["items"]
    ]
    values = [point["value"] for point in trend["points"]]
    assert values == ["31", "38", "–", "52", "49", "55"]
    assert trend["alt"] == (
        "Persons. June 2021: 31; June 2022: 38, not verified; June 2023: No figures kept; "
        "June 2024: 52; June 2025: 49; June 2026: 55."
    )
    assert "55 now, 49 in June 2025: +6." in whole
    rows = [row[5] for row in _sheet(compared_report(), "Trends") if row[0] == "31.6"]
    assert rows == [31, 38, None, 52, 49, 55]


def test_trend_is_told_apart_without_colour() -> None:
    content: Any = office_content(compared_report(), HASH)
    trend = content["indicators"][0]["items"][0]["trend"]
    textures = [point["texture"] for point in trend["points"]]
    assert textures == ["tint", "hatched", "tint", "tint", "tint", "solid"]


def test_indicator_without_a_past_says_so(whole: str) -> None:
    assert "No earlier cycle tells a number of this." in whole


def test_trend_of_noughts_can_be_drawn() -> None:
    line = counted("31.6", "How many?", {"total": 0}, point(2025, 0))
    assert render(report_of(line, looks_back=True)).startswith(b"%PDF")


def test_open_actions_stand_with_who_and_what_is_overdue(whole: str) -> None:
    assert "The office has 2 open actions, of whichever cycle." in whole
    assert "On 18 May 2026 1 of them is overdue." in whole
    assert "Replace the radios of both vehicles Amina Njoroge" in whole
    assert [row[7] for row in _sheet(compared_report(), "Open actions")] == [
        "Amina Njoroge",
        "Joe Otim",
    ]


def test_internal_report_tells_the_actions_without_who() -> None:
    data = at_tier(looking_back(), Tier.INTERNAL)
    assert "Replace the radios of both vehicles" in _text(data)
    assert b"Amina Njoroge" not in dump(data)


def test_shareable_report_counts_the_actions_alone() -> None:
    data = at_tier(looking_back(), Tier.SHAREABLE)
    assert "The office has 2 open actions, of whichever cycle." in _text(data)
    assert b"radios of both vehicles" not in dump(data)


def test_report_that_was_never_signed_says_so(whole: str) -> None:
    assert "Sign-off Not signed off: the verified figures may still change." in whole


def test_declaration_stands_with_signer_time_and_hash() -> None:
    data = looking_back(signature=SIGNATURE, signed_off_at=SIGNATURE.signed_at)
    text = _text(data)
    for said in (
        SIGNATURE.declaration,
        SIGNATURE.remark,
        "Rui Tavares 16 May 2026, 11:30 (Africa/Lubumbashi)",
        "c0" * 32,
    ):
        assert said in text


def test_reopened_declaration_holds_no_more() -> None:
    later = SIGNATURE.signed_at.replace(day=17)
    signature = replace(SIGNATURE, reopened_at=later)
    text = _text(looking_back(signature=signature))
    assert "reopened on 17 May 2026, 11:30 (Africa/Lubumbashi)" in text


@pytest.mark.parametrize(("tier", "remark"), [(Tier.INTERNAL, True), (Tier.SHAREABLE, False)])
def test_tiers_have_the_declaration_without_the_signer(tier: Tier, *, remark: bool) -> None:
    raw = dump(at_tier(looking_back(signature=SIGNATURE, signed_off_by="Rui Tavares"), tier))
    assert b"Rui Tavares" not in raw
    assert (SIGNATURE.remark.encode() in raw) is remark
    assert SIGNATURE.declaration.encode() in raw


def test_shareable_indicators_have_no_small_number() -> None:
    data = at_tier(looking_back(), Tier.SHAREABLE)
    lines = {line.ref: line for line in data.items if line.count}
    assert lines["35.6"].total is None
    assert [before.total for before in lines["31.7"].trend] == [None]
    assert {point.cycle for line in lines.values() for point in line.trend} == {""}
    assert "Numbers of one to four are left out" in _text(data)


def test_tables_of_a_shareable_report_say_that_numbers_are_left_out() -> None:
    rows = _sheet(at_tier(looking_back(), Tier.SHAREABLE), "Indicators")
    [row] = [row for row in rows if row[0] == "35.6"]
    assert row[2:4] == ["total", None]
    assert str(row[-1]).startswith("Numbers of one to four are left out")


def test_table_of_items_has_no_count_of_evidence_that_its_tier_leaves_out() -> None:
    counts = {
        tier: [row[-1] for row in _sheet(at_tier(office_report(), tier), "Items")]
        for tier in (Tier.INTERNAL, Tier.SHAREABLE)
    }
    assert any(counts[Tier.INTERNAL])
    assert set(counts[Tier.SHAREABLE]) == {None}


def test_critical_items_that_are_not_in_place_stand_in_the_summary(whole: str) -> None:
    assert "5 items are critical. Not in place: 1, whatever the averages say." in whole
    assert "21.4 Not in place: Is first aid training budgeted" in whole
    assert "Critical, not in place: 21.4" in whole


def test_nothing_critical_is_said_where_nothing_is_marked() -> None:
    assert "Critical items" not in _text(report_of(counted("31.6", "How many?", {"total": 7})))


def test_policy_stands_against_practice(whole: str) -> None:
    assert re.search(r"Practice \(\d+%\) is \d+ points behind policy \(\d+%\)", whole)
    assert "Practice is furthest behind in “Care after critical incidents”" in whole


def test_carried_answers_are_told() -> None:
    lines = looking_back().items
    offered = replace(lines[6], answer="unanswered", carried="offered")
    text = _text(report_of(offered, replace(lines[1], carried="confirmed")))
    assert "For 1 unanswered item last cycle's answer is offered" in text
    assert "1 answer is last cycle's, confirmed as it was." in text


def test_old_data_is_still_rendered_and_says_nothing_of_what_it_does_not_know() -> None:
    old = _old(looking_back())
    text = _text(old)
    assert "What has changed" not in text
    assert "Open actions" not in text
    assert "Sign-off" not in text
    assert [sheet.title for sheet in sheets(old)] == ["Summary", "Items", "Themes", "Indicators"]


def test_returned_point_whose_reason_is_not_told_has_no_loose_colon() -> None:
    text = _text(at_tier(looking_back(), Tier.SHAREABLE))
    assert "Returned by the reviewer" in text
    assert "Returned:" not in text


@pytest.mark.parametrize("length", [0, 90, 140, 220, 240])
def test_footnote_stands_on_the_page_of_its_mark(length: int) -> None:
    items = (replace(line, justification="word " * length) for line in looking_back().items)
    document = pypdfium2.PdfDocument(render(replace(looking_back(), items=tuple(items))))
    found = 0
    for page in document:
        text = re.sub(r"\s", "", page.get_textpage().get_text_bounded())
        if "Openactions" in text:  # in the contents, and where actions cite
            continue
        for paragraph in re.findall(r"\dA/RES/78/118,(?:Safety.*?,)?para\.(\d\d)\.", text):
            found += 1
            assert re.search(rf"Para\.{paragraph}\u2060?\d", text)
    assert found == 10


@pytest.mark.parametrize("long", ["W" * 400, "ب" * 400, "# *b* <i> 😀 " * 30])
def test_nothing_that_looks_back_runs_over_the_margin(long: str) -> None:
    now = looking_back(signature=replace(SIGNATURE, remark=long, signed_by=long[:150]))
    open_ones = actions()
    lines = tuple(replace(line, title=long[:200], who=long[:150]) for line in open_ones.lines)
    items = tuple(replace(item, question=long) for item in (now.items[0], *now.items[-3:]))
    told = replace(open_ones, lines=lines)
    now = replace(now, items=items, themes=now.themes[:1], actions=told)
    then = replace(now, items=tuple(replace(item, verdict="returned") for item in items))
    document = pypdfium2.PdfDocument(render(compared(now, then, "5e" * 32)))
    for page in list(document)[1:]:
        words = page.get_textpage()
        for index in range(words.count_chars()):
            left, _bottom, right, _top = words.get_charbox(index)
            if words.get_text_range(index, 1).strip():
                assert left >= 70.8 - 9
                assert right <= 595.3 - 70.8 + 9
