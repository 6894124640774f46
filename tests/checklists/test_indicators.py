"""Items that are answered with numbers: their cells, what is plausible, and how they read."""

import datetime as dt
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from checklists.indicators import (
    LIMIT,
    Indicator,
    Reported,
    above_others,
    cell_label,
    counted_over,
    doubts,
    field_name,
    in_words,
    number,
    parse_number,
    problems,
    read_indicator,
    total,
)

PLAIN = Indicator("crashes", "cycle")
BY_SEX = Indicator("persons", "cycle", ("sex",))
BY_RECRUITMENT = Indicator("persons", "cycle", ("recruitment",))
BY_BOTH = Indicator("persons", "cycle", ("recruitment", "sex"))
INDICATORS = st.builds(
    Indicator,
    unit=st.just("persons"),
    period=st.sampled_from(["cycle", "year", "quarter", "month"]),
    by=st.sampled_from([(), ("recruitment",), ("sex",), ("recruitment", "sex")]),
    minimum=st.integers(0, 5),
    maximum=st.none() | st.integers(5, 50),
)
ANYTHING = st.integers() | st.floats() | st.booleans() | st.none() | st.text()


def test_what_is_told_apart_makes_the_cells() -> None:
    assert PLAIN.cells == ("total",)
    assert BY_RECRUITMENT.cells == ("local", "international")
    assert BY_SEX.cells == ("women", "men", "unrecorded")
    assert BY_BOTH.cells == (
        "local.women",
        "local.men",
        "local.unrecorded",
        "international.women",
        "international.men",
        "international.unrecorded",
    )


def test_what_an_item_stores_is_read_whole_or_in_part() -> None:
    stored = {"unit": "persons", "period": "year", "by": ["sex"], "minimum": 1, "maximum": 9}
    assert read_indicator(stored | {"not_above": "staff"}) == Indicator(
        "persons", "year", ("sex",), 1, 9, "staff"
    )
    assert read_indicator({"unit": "crashes", "period": "cycle"}) == PLAIN


def test_cells_and_fields_have_names() -> None:
    assert cell_label("local.unrecorded") == "locally recruited, other or not recorded"
    assert field_name("local.women") == "figures_local_women"


def test_nought_is_a_figure_and_nothing_is_not() -> None:
    figures = {"women": 0, "unrecorded": 0}
    assert problems(BY_SEX, figures, complete=True) == {
        "men": "Give a number: 0 if there were none."
    }
    assert problems(BY_SEX, figures, complete=False) == {}
    assert problems(BY_SEX, figures | {"men": 0}, complete=True) == {}


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (-1, "This can't be less than 0."),
        (LIMIT + 1, "This number is too high to be true."),
        (1.5, "Give a whole number in digits, for example 12."),
        (True, "Give a whole number in digits, for example 12."),
        ("7", "Give a whole number in digits, for example 12."),
    ],
)
def test_a_figure_is_a_whole_number_within_reason(value: object, problem: str) -> None:
    for complete in (True, False):
        assert problems(PLAIN, {"total": value}, complete=complete) == {"total": problem}


def test_a_total_outside_what_is_expected_is_doubted_and_no_problem() -> None:
    limited = Indicator("persons", "cycle", ("recruitment",), minimum=2, maximum=1_500)
    low, high = {"local": 1, "international": 0}, {"local": 1_000, "international": 501}
    assert doubts(limited, low, None) == ["The total is 1, but at least 2 is expected."]
    assert doubts(limited, high, None) == ["The total is 1,501, but at most 1,500 is plausible."]
    assert problems(limited, high, complete=True) == {}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (10, 51, "The total is 51, more than five times last cycle's 10."),
        (0, 20, "The total is 20, more than five times last cycle's 0."),
        (51, 10, "The total is 10, less than a fifth of last cycle's 51."),
        (20, 0, "The total is 0, less than a fifth of last cycle's 20."),
        (10, 50, ""),
        (50, 10, ""),
        (1, 19, ""),
        (19, 0, ""),
    ],
)
def test_a_leap_since_last_cycle_is_doubted(before: int, now: int, said: str) -> None:
    assert doubts(PLAIN, {"total": now}, {"total": before}) == ([said] if said else [])


def test_without_last_cycles_figures_no_leap_is_seen() -> None:
    assert doubts(PLAIN, {"total": 5_000}, None) == []


def test_a_cell_of_another_indicator_is_named() -> None:
    assert problems(PLAIN, {"total": 1, "women": 1}, complete=True) == {
        "total": "This item doesn't ask for: women."
    }


@given(INDICATORS, st.dictionaries(st.sampled_from([*BY_BOTH.cells, *BY_SEX.cells]), ANYTHING))
def test_nothing_implausible_passes(indicator: Indicator, figures: dict[str, Any]) -> None:
    if not problems(indicator, figures, complete=True):
        assert set(figures) == set(indicator.cells)
        assert all(type(value) is int and 0 <= value <= LIMIT for value in figures.values())
        assert indicator.minimum <= total(figures)
        assert indicator.maximum is None or total(figures) <= indicator.maximum


@given(INDICATORS, st.data())
def test_what_is_plausible_passes(indicator: Indicator, data: st.DataObject) -> None:
    first, *others = indicator.cells
    wanted = data.draw(st.integers(indicator.minimum, indicator.maximum or LIMIT))
    figures = dict.fromkeys(others, 0) | {first: wanted}
    assert problems(indicator, figures, complete=True) == {}


@given(st.integers(0, LIMIT), st.sampled_from(["en", "de", "fr", "ar", "hi"]))
def test_a_number_is_read_as_it_is_written(value: int, language: str) -> None:
    with override(language):
        assert parse_number(number(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), (" 1 200 ", 1200), ("1\u202f200", 1200), ("1'200", 1200), ("٣٤", 34), ("007", 7)],
)
def test_a_number_is_read_as_people_type_it(text: str, value: int) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-3", "This can't be less than 0."),
        ("1.5", "Give a whole number"),
        ("1.200", "Give a whole number"),
        ("1,20", "Give a whole number"),
        ("a few", "Give a whole number"),
        ("²", "Give a whole number"),
        ("1e3", "Give a whole number"),
        ("9" * 30, "too high to be true"),
        ("1000000001", "too high to be true"),
    ],
)
def test_what_is_no_number_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_number(text)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        value = parse_number(text)
    except ValueError:
        return
    assert 0 <= value <= LIMIT


def test_one_indicator_limits_another() -> None:
    rows = [Reported("33.5", "left", "", 8), Reported("33.6", "trained", "left", 10)]
    assert above_others(rows) == {"trained": "The total is 10, but 33.5 says 8: it can't be more."}
    assert above_others([rows[1]]) == {}
    assert above_others([rows[0], Reported("33.6", "trained", "left", 8)]) == {}


def test_figures_read_in_one_line() -> None:
    assert in_words(PLAIN, {"total": 1200}) == "Crashes: 1,200."
    assert in_words(BY_SEX, {"women": 3, "men": 4, "unrecorded": 0}) == (
        "Persons: 7. Women 3, men 4, other or not recorded 0."
    )
    assert in_words(BY_BOTH, dict(zip(BY_BOTH.cells, (3, 4, 0, 1, 2, 0), strict=True))) == (
        "Persons: 10. Locally recruited: women 3, men 4, other or not recorded 0. "
        "Internationally recruited: women 1, men 2, other or not recorded 0."
    )


def test_a_draft_reads_as_far_as_it_goes() -> None:
    assert in_words(BY_BOTH, {"local.men": 2}) == "Persons: 2. Locally recruited: men 2."
    assert in_words(BY_RECRUITMENT, {}) == "Persons: 0."


@pytest.mark.parametrize(
    ("period", "first"),
    [
        ("cycle", dt.date(2026, 3, 1)),
        ("year", dt.date(2025, 7, 1)),
        ("quarter", dt.date(2026, 4, 1)),
        ("month", dt.date(2026, 6, 1)),
    ],
)
def test_periods_end_with_the_cycle(period: str, first: dt.date) -> None:
    end = dt.date(2026, 6, 30)
    assert counted_over(period, dt.date(2026, 3, 1), end) == (first, end)


def test_short_months_are_whole() -> None:
    end = dt.date(2027, 2, 28)
    assert counted_over("month", end, end) == (dt.date(2027, 2, 1), end)
