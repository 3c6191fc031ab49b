"""The database itself refuses to rewrite what was said of commitments and what was delivered.

Free texts may name people and can be scrubbed; a delivery may be withdrawn, never changed.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

KEPT = {
    "partners_commitmentchange": "id, commitment_id, from_state, to_state, changed_by, changed_at",
    "partners_delivery": "id, commitment_id, kampung_id, kabupaten_code, delivered_on, rupiah, "
    "quantity, unit, activity, stored_name, sha256, recorded_by, recorded_at",
}
"""Table → columns that are never changed; its rows are never removed."""


def refusals(table: str, columns: str, is_postgresql: bool) -> list[str]:
    """The triggers of a table that keeps its rows."""
    act = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    if is_postgresql:
        act = "FOR EACH ROW EXECUTE FUNCTION partners_refuse()"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} {act}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {act}",
    ]


def permissions(table: str, is_postgresql: bool) -> list[str]:
    """How the triggers of a table go again."""
    on = f" ON {table}" if is_postgresql else ""
    return [f"DROP TRIGGER {table}_{name}{on}" for name in ("no_update", "no_delete")]


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(
            "CREATE FUNCTION partners_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
        )
    for table, columns in KEPT.items():
        for statement in refusals(table, columns, is_postgresql):
            schema_editor.execute(statement)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in KEPT:
        for statement in permissions(table, is_postgresql):
            schema_editor.execute(statement)
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION partners_refuse()")


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_tables")]
    operations = [RunStatements(forbid, allow)]
