"""The database itself refuses to rewrite what was written for a site and how it moved.

Texts may name people, so the columns that hold them can be scrubbed; nothing is removed.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

KEPT = {
    "publicsite_sitetextversion": "id, text_id, number, restores, saved_by, saved_at",
    "publicsite_sitetextchange": "id, text_id, number, from_state, to_state, changed_by, changed_at",
    "publicsite_formeraddress": "slug, kampung_id, kabupaten_code, left_at, left_by",
}
"""Table → columns that are never changed; its rows are never removed."""


def _sqlite(table: str, columns: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]


def _postgresql(table: str, columns: str) -> list[str]:
    act = "FOR EACH ROW EXECUTE FUNCTION publicsite_refuse()"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} {act}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {act}",
    ]


FUNCTION = (
    "CREATE FUNCTION publicsite_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
)


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    make = _postgresql if is_postgresql else _sqlite
    statements = [one for table, columns in KEPT.items() for one in make(table, columns)]
    for statement in [*([FUNCTION] if is_postgresql else []), *statements]:
        schema_editor.execute(statement)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in KEPT:
        for name in ("no_update", "no_delete"):
            on = f" ON {table}" if is_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_{name}{on}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION publicsite_refuse()")


class Migration(migrations.Migration):
    dependencies = [("publicsite", "0001_tables")]
    operations = [RunStatements(forbid, allow)]
