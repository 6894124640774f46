"""What holds for every kind of report, in every tier."""

from typing import Any

import pytest

from reports.frozen import dump, load
from reports.kinds import Kind, Tier
from reports.makers import MAKERS, Maker
from tests.reports.documents import sample

each_document = pytest.mark.parametrize(("kind", "tier"), [(k, t) for k in Kind for t in Tier])


def _made(kind: Kind, tier: Tier) -> tuple[Maker[Any], Any]:
    return MAKERS[kind], sample(kind, "en", tier)


def test_every_kind_is_made() -> None:
    assert set(MAKERS) == set(Kind)


@each_document
def test_data_names_its_tier(kind: Kind, tier: Tier) -> None:
    _maker, data = _made(kind, tier)
    assert data.tier == tier


@each_document
def test_frozen_data_is_read_back_as_it_was(kind: Kind, tier: Tier) -> None:
    maker, data = _made(kind, tier)
    assert load(dump(data), maker.data) == data


@each_document
def test_reading_and_writing_again_gives_the_same_bytes(kind: Kind, tier: Tier) -> None:
    maker, data = _made(kind, tier)
    assert dump(load(dump(data), maker.data)) == dump(data)


@each_document
def test_rows_of_tables_have_as_many_cells_as_headings(kind: Kind, tier: Tier) -> None:
    maker, data = _made(kind, tier)
    for sheet in maker.sheets(data):
        assert {len(row) for row in sheet.rows} <= {len(sheet.headings)}, sheet.title


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("kind", Kind)
def test_tables_have_titles_that_spreadsheet_programs_take(kind: Kind, language: str) -> None:
    titles = [sheet.title for sheet in MAKERS[kind].sheets(sample(kind, language))]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if len(title) > 31 or set(title) & set("[]:*?/\\")] == []
