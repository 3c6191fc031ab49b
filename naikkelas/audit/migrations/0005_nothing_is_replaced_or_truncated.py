"""Refuse the two ways past the triggers on rows: INSERT OR REPLACE and TRUNCATE.

SQLite removes the row that an INSERT OR REPLACE displaces without asking the triggers on DELETE;
PostgreSQL empties a table by TRUNCATE without asking those on rows.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

PLACES = {
    "audit_event": "rowid = NEW.rowid OR id = NEW.id",
    "audit_seal": (
        "id = NEW.id OR event_id = NEW.event_id "
        "OR (kabupaten_code = NEW.kabupaten_code AND number = NEW.number)"
    ),
}
"""Table to what makes a new row displace an old one: a key of either."""


def _sqlite(table: str, taken: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _postgresql(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, taken in PLACES.items():
        schema_editor.execute(_postgresql(table) if is_postgresql else _sqlite(table, taken))


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in PLACES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_no_replace")


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_seals_are_append_only")]
    operations = [RunStatements(forbid, allow)]
