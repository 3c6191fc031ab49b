"""The database itself refuses to rewrite what was seen at a visit and what was said afterwards.

Visits are followed by versions, checks, findings, sign-offs and changes only added to; texts and
notes, which may name people, can be scrubbed.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

KEPT = {
    "coaching_visit": "id, record, replaces, kabupaten_code, kampung_id, mentor_id, planned_id, "
    "day, kind, arrived, \"left\", next_on, is_example, made_at, recorded_by, recorded_at",
    "coaching_visitcheck": "id, visit_id, position, kind, code, step_id, evidence_id, "
    "followup_id, words, answer",
    "coaching_finding": "id, visit_id, position, code",
    "coaching_signoff": "id, visit_id, way, role, agrees, signed_by, signed_at",
    "coaching_followup": "id, visit_id, kabupaten_code, kampung_id, code, owner, partner_id, "
    "is_example, recorded_by, recorded_at",
    "coaching_followupchange": "id, followup_id, kabupaten_code, from_state, to_state, due_on, "
    "escalated_to, changed_by, changed_at",
}
"""Table → columns that are never changed; its rows are never removed."""


def _sqlite(table: str, columns: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]


def _postgresql(table: str, columns: str) -> list[str]:
    refuse = f"ON {table} FOR EACH ROW EXECUTE FUNCTION coaching_refuse()"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE {refuse}",
    ]


_FUNCTION = (
    "CREATE FUNCTION coaching_refuse() RETURNS trigger LANGUAGE plpgsql AS "
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
        schema_editor.execute("DROP FUNCTION coaching_refuse()")


class Migration(migrations.Migration):
    dependencies = [("coaching", "0001_tables")]
    operations = [RunStatements(forbid, allow)]
