"""Triggers by which the database itself refuses to change or delete what was written.

On both databases they are made by a migration; `manage.py verify_audit` says when one is missing.
Whoever owns the table can take them away: the chain is there to show what was done then.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "orgs_auditevent"
_MESSAGE = "The audit trail is append-only."

_POSTGRESQL = {
    "audit_append_only": "UPDATE OR DELETE",
    "audit_no_truncate": "TRUNCATE",
}
# REPLACE deletes without asking the trigger on DELETE.
_SQLITE = {
    "audit_no_update": "UPDATE ON {table}",
    "audit_no_delete": "DELETE ON {table}",
    "audit_no_replace": (
        "INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} "
        "WHERE id = NEW.id OR (chain = NEW.chain AND number = NEW.number))"
    ),
}

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION orgs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that aren't there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name in missing(connection):
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {_POSTGRESQL[name]} ON {TABLE} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION orgs_refuse_change()"
                )
            else:
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {_SQLITE[name].format(table=TABLE)} "
                    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                )


def remove(connection: BaseDatabaseWrapper, *names: str) -> None:
    """Take triggers away, all without names: for going back in the migrations, and for tests."""
    with connection.cursor() as cursor:
        for name in names or _names(connection):
            on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of those that aren't there, or are switched off."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A')"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in _names(connection) if name not in found]


def _names(connection: BaseDatabaseWrapper) -> list[str]:
    return list(_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)
