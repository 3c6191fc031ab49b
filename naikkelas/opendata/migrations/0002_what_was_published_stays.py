"""The database itself refuses to change what was published; only when it was checked moves on."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

KEPT = {
    "opendata_edition": 'id, area_code, "table", cutoff, revision, instrument, licence, rows, '
    "content_sha256, is_example, known_at",
    "opendata_editionfile": "id, edition_id, extension, path, size, sha256",
}
"""Table → columns that are never changed; its rows are never removed."""


def _sqlite(table: str, columns: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]


def _postgresql(table: str, columns: str) -> list[str]:
    refuse = f"ON {table} FOR EACH ROW EXECUTE FUNCTION opendata_refuse()"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE {refuse}",
    ]


_FUNCTION = (
    "CREATE FUNCTION opendata_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
)


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(_FUNCTION)
    for table, columns in KEPT.items():
        for statement in (_postgresql if is_postgresql else _sqlite)(table, columns):
            schema_editor.execute(statement)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in KEPT:
        on = f" ON {table}" if is_postgresql else ""
        for name in ("no_update", "no_delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_{name}{on}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION opendata_refuse()")


class Migration(migrations.Migration):
    dependencies = [("opendata", "0001_tables")]
    operations = [RunStatements(forbid, allow)]
