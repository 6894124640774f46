"""Which items are put to which office."""

import pytest

from checklists.applicability import applies

UN_HQ, UN_FIELD, NGO_HQ, NGO_FIELD = (True, True), (True, False), (False, True), (False, False)


@pytest.mark.parametrize(
    ("organizations", "places", "asked"),
    [
        ("all", "all", {UN_HQ, UN_FIELD, NGO_HQ, NGO_FIELD}),
        ("united-nations", "all", {UN_HQ, UN_FIELD}),
        ("others", "all", {NGO_HQ, NGO_FIELD}),
        ("all", "headquarters", {UN_HQ, NGO_HQ}),
        ("all", "field-offices", {UN_FIELD, NGO_FIELD}),
        ("others", "field-offices", {NGO_FIELD}),
        ("united-nations", "headquarters", {UN_HQ}),
    ],
)
def test_organization_and_place_both_have_to_fit(
    organizations: str, places: str, asked: set[tuple[bool, bool]]
) -> None:
    offices = [UN_HQ, UN_FIELD, NGO_HQ, NGO_FIELD]
    assert asked == {
        (is_un, is_headquarters)
        for is_un, is_headquarters in offices
        if applies(organizations, places, is_united_nations=is_un, is_headquarters=is_headquarters)
    }
