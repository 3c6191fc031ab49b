"""The database itself refuses to change or remove a step of review, on both engines."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

SQLITE = [
    f"CREATE TRIGGER registry_reviewstep_no_{verb.lower()} BEFORE {verb} ON registry_reviewstep "
    "BEGIN SELECT RAISE(ABORT, 'registry_reviewstep is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    "CREATE FUNCTION registry_reviewstep_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'registry_reviewstep is append-only'; END $$",
    "CREATE TRIGGER registry_reviewstep_append_only BEFORE UPDATE OR DELETE ON "
    "registry_reviewstep FOR EACH ROW EXECUTE FUNCTION registry_reviewstep_refuse()",
]


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER registry_reviewstep_append_only ON registry_reviewstep")
        schema_editor.execute("DROP FUNCTION registry_reviewstep_refuse()")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER registry_reviewstep_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_tables")]
    operations = [RunStatements(forbid, allow)]
