"""The database itself refuses to rewrite what was told of a practice and how it moved.

Texts may name people, so the columns that hold them can be scrubbed; nothing is removed.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

KEPT = {
    "practices_practiceversion": "id, practice_id, number, contact, indicators, cost, cost_source, "
    "from_on, until_on, saved_by, saved_at",
    "practices_practicestep": "id, version_id, position",
    "practices_practicechange": "id, practice_id, number, from_state, to_state, changed_by, "
    "changed_at",
}
"""Table → columns that are never changed; its rows are never removed."""


def _sqlite(table: str, columns: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]


def _postgresql(table: str, columns: str) -> list[str]:
    act = "FOR EACH ROW EXECUTE FUNCTION practices_refuse()"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} {act}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {act}",
    ]


FUNCTION = (
    "CREATE FUNCTION practices_refuse() RETURNS trigger LANGUAGE plpgsql AS "
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
        schema_editor.execute("DROP FUNCTION practices_refuse()")


class Migration(migrations.Migration):
    dependencies = [("practices", "0001_tables")]
    operations = [RunStatements(forbid, allow)]
