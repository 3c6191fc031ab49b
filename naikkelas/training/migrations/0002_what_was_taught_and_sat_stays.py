"""The database itself refuses to rewrite curricula that were taught, tests that were sat, and what
a certificate says. Notes and reasons may name people and can be scrubbed.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

KEPT = {
    "training_curriculumversion": "id, kabupaten_code, code, number, name, text, sha256, is_own, "
    "saved_by, saved_at",
    "training_testsitting": "id, participant_id, kabupaten_code, kind, number, drawn, answers, "
    '"right", asked, way, made_at, recorded_by, recorded_at',
    "training_certificate": "id, participant_id, kabupaten_code, year, serial, token, issued_on, "
    "hours, score, training_id, made_training, issued_by, issued_at",
}
"""Table → columns that are never changed; its rows are never removed."""


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(
            "CREATE FUNCTION training_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
        )
    for table, columns in KEPT.items():
        refuse = (
            "FOR EACH ROW EXECUTE FUNCTION training_refuse()"
            if is_postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        for name, event in (("no_update", f"UPDATE OF {columns}"), ("no_delete", "DELETE")):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {refuse}"
            )


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in KEPT:
        for name in ("no_update", "no_delete"):
            on = f" ON {table}" if is_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_{name}{on}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION training_refuse()")


class Migration(migrations.Migration):
    dependencies = [("training", "0001_tables")]
    operations = [RunStatements(forbid, allow)]
