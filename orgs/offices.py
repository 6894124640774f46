"""Putting offices into their organization's tree."""

from orgs.models import Office


def place_office(office: Office, parent: Office | None) -> None:
    """Store a new office below `parent` (None: on top), or move one there with all below it."""
    if office.pk is None:
        if parent is None:
            Office.objects.add_root(instance=office)
        else:
            Office.objects.add_child(parent, instance=office)
    elif Office.objects.get_parent(office) != parent:
        if parent is None:
            Office.objects.move(office, Office.objects.get_root_nodes().last(), pos="last-sibling")
        else:
            Office.objects.move(office, parent, pos="last-child")
        # Moving rewrites the paths in the database, not in this object.
        office.refresh_from_db(fields=["path", "depth", "numchild"])
