"""The database itself refuses to change, delete or empty the audit trail."""

import pytest
from django.db import DatabaseError, connection, transaction

from orgs import append_only, audit
from orgs.models import AuditEvent
from tests.factories import make_organization

pytestmark = pytest.mark.django_db


def test_migrations_make_the_triggers() -> None:
    """All but the one that tests/conftest.py takes away, so that tables can be emptied."""
    assert append_only.missing(connection) in (["audit_no_truncate"], ["audit_no_delete"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orgs_auditevent SET target = ''",
        "DELETE FROM orgs_auditevent",
        "INSERT OR REPLACE INTO orgs_auditevent SELECT * FROM orgs_auditevent",
        "TRUNCATE orgs_auditevent",
        "TRUNCATE orgs_organization CASCADE",
    ],
)
def test_database_refuses(statement: str) -> None:
    others = "INSERT OR" if connection.vendor == "postgresql" else "TRUNCATE"
    if statement.startswith(others):
        pytest.skip("the other database's way")
    append_only.install(connection)
    audit.record(None, "organization.changed", make_organization())
    connection.check_constraints()  # else PostgreSQL refuses for another reason
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.count() == 1
