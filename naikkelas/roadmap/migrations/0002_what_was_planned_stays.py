"""The database itself refuses to rewrite what a plan rests on and what came of it.

Saved versions, said changes and attempts stay as they are, but for notes, which may name people
and can be scrubbed; a scenario keeps its inputs, and its result once it is there.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

_VERSION = "id, kabupaten_code, number, name, text, sha256, is_example, saved_by, saved_at"
KEPT = {
    "roadmap_catalogueversion": f"{_VERSION}, instrument",
    "roadmap_means": _VERSION,
    "roadmap_stepchange": "id, step_id, kabupaten_code, from_state, to_state, due_on, changed_by, "
    "changed_at",
    "roadmap_attempt": "id, kabupaten_code, kampung_id, action, instrument, step_id, outcome, "
    "happened_on, is_example, recorded_by, recorded_at",
}
"""Table → columns that are never changed; its rows are never removed."""
INPUTS = (
    "id, kabupaten_code, instrument, basis, cutoff, catalogue_id, means_id, previous_id, "
    "start_year, years, seed, seconds, worths, inputs, inputs_sha256, requested_by, requested_at"
)
_DIFFERS = {
    "sqlite": "OLD.result IS NOT NULL AND OLD.result IS NOT NEW.result",
    "postgresql": "OLD.result IS NOT NULL AND OLD.result IS DISTINCT FROM NEW.result",
}


def _sqlite(table: str, columns: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]


SQLITE = [
    *(statement for table, columns in KEPT.items() for statement in _sqlite(table, columns)),
    *_sqlite("roadmap_scenario", INPUTS),
    "CREATE TRIGGER roadmap_scenario_one_result BEFORE UPDATE OF result ON roadmap_scenario "
    f"WHEN {_DIFFERS['sqlite']} "
    "BEGIN SELECT RAISE(ABORT, 'a result is written once'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION roadmap_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$",
    *(
        statement
        for table, columns in {**KEPT, "roadmap_scenario": INPUTS}.items()
        for statement in (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION roadmap_refuse()",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION roadmap_refuse()",
        )
    ),
    "CREATE TRIGGER roadmap_scenario_one_result BEFORE UPDATE OF result ON roadmap_scenario "
    f"FOR EACH ROW WHEN ({_DIFFERS['postgresql']}) EXECUTE FUNCTION roadmap_refuse()",
]


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in (*KEPT, "roadmap_scenario"):
        for name in ("no_update", "no_delete"):
            on = f" ON {table}" if is_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_{name}{on}")
    on = " ON roadmap_scenario" if is_postgresql else ""
    schema_editor.execute(f"DROP TRIGGER roadmap_scenario_one_result{on}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION roadmap_refuse()")


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0001_tables")]
    operations = [RunStatements(forbid, allow)]
