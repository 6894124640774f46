"""The names of an office and of all above it, as reports state them. One query."""

from typing import Any, cast

from orgs.models import Office


def path_of(office: Office) -> tuple[str, ...]:
    """From the top of the tree down to the office itself."""
    manager = cast(Any, Office.objects)  # the library of trees is untyped
    above = manager.get_ancestors(office).order_by("path").values_list("name", flat=True)
    return (*above, office.name)
