"""Which items of a checklist are put to which office. Pure: no ORM."""

from checklists.scale import ApplicableOrganizations, ApplicablePlaces


def applies(
    organizations: str, places: str, *, is_united_nations: bool, is_headquarters: bool
) -> bool:
    """Whether an item for these organizations and places is put to such an office."""
    kind = (
        ApplicableOrganizations.UNITED_NATIONS
        if is_united_nations
        else ApplicableOrganizations.OTHERS
    )
    place = ApplicablePlaces.HEADQUARTERS if is_headquarters else ApplicablePlaces.FIELD_OFFICES
    return organizations in (ApplicableOrganizations.ALL, kind) and places in (
        ApplicablePlaces.ALL,
        place,
    )
