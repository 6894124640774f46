"""The parts of a sentence, as each language puts them together."""

import datetime as dt

import pytest
from django.utils.translation import override

from checklists.indicators import number
from reports.pdf_wording import day
from reports.punctuation import listed, named, strung


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "a: b, c; d"), ("fr", "a\u202f: b, c\u202f; d"), ("ar", "a: b، c؛ d")],
)
def test_parts_are_joined_as_the_language_does(language: str, said: str) -> None:
    with override(language):
        assert strung([named("a", listed(["b", "c"])), "d"]) == said


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "1 March 2026", "2 March 2026"),
        ("fr", "1er mars 2026", "2 mars 2026"),
        ("ar", "1 مارس 2026", "2 مارس 2026"),
    ],
)
def test_days_are_as_the_language_writes_them(language: str, first: str, second: str) -> None:
    with override(language):
        assert [day(dt.date(2026, 3, 1)), day(dt.date(2026, 3, 2))] == [first, second]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_numbers_are_grouped_by_spaces_that_do_not_break(language: str) -> None:
    with override(language):
        assert number(1200000).split() == ["1", "200", "000"]
        assert " " not in number(1200000)
